"""The arithmetic of planning: free days, a year by weeks, what clashes, and what counts; pure."""

from lms.planning.rules.agenda import AgendaItemFacts, AgendaSums, attended_per_kind, sums_of
from lms.planning.rules.calendar import HolidayCalendar, Obstacle, ObstacleKind, SchoolHoliday, SchoolYear
from lms.planning.rules.conflicts import Conflict, ConflictKind, Slot, Surroundings, conflicts_of, distinct
from lms.planning.rules.proposal import NoFreeDayError, PlacedItem, ToPlace, plans_of, propose, written
from lms.planning.rules.weeks import DAYS_IN_A_WEEK, FullWeek
from lms.planning.rules.year import Lane, Mark, Week, Year, year_of

__all__ = [
    "DAYS_IN_A_WEEK",
    "AgendaItemFacts",
    "AgendaSums",
    "Conflict",
    "ConflictKind",
    "FullWeek",
    "HolidayCalendar",
    "Lane",
    "Mark",
    "NoFreeDayError",
    "Obstacle",
    "ObstacleKind",
    "PlacedItem",
    "SchoolHoliday",
    "SchoolYear",
    "Slot",
    "Surroundings",
    "ToPlace",
    "Week",
    "Year",
    "attended_per_kind",
    "conflicts_of",
    "distinct",
    "plans_of",
    "propose",
    "sums_of",
    "written",
    "year_of",
]
