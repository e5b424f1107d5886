"""The arithmetic and the states of cohorts; pure, with the moment as an argument."""

from lms.cohorts.models import ACTIVE
from lms.cohorts.rules.attendance import (
    ENOUGH_OF_A_DAY_PART,
    AttendanceEntry,
    AttendanceFigures,
    DayPartStanding,
    attendance_of,
    is_attended,
    is_held_for,
    is_off,
    is_over,
    minutes_attended,
    standing_of,
)
from lms.cohorts.rules.people import (
    CohortTrainer,
    Composition,
    composition,
    may_become,
    needs_reason,
    size_of,
    starts_again,
    states_by_hand,
)
from lms.cohorts.rules.planning import (
    DayPartPlan,
    PartOfDay,
    are_possible,
    is_academic_year,
    minutes_between,
    part_of_day,
)

__all__ = [
    "ACTIVE",
    "ENOUGH_OF_A_DAY_PART",
    "AttendanceEntry",
    "AttendanceFigures",
    "CohortTrainer",
    "Composition",
    "DayPartPlan",
    "DayPartStanding",
    "PartOfDay",
    "are_possible",
    "attendance_of",
    "composition",
    "is_academic_year",
    "is_attended",
    "is_held_for",
    "is_off",
    "is_over",
    "may_become",
    "minutes_attended",
    "minutes_between",
    "needs_reason",
    "part_of_day",
    "size_of",
    "standing_of",
    "starts_again",
    "states_by_hand",
]
