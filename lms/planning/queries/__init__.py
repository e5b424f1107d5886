"""Readers of planning."""

from lms.planning.queries.agenda import counted_minutes, list_agenda
from lms.planning.queries.people import count_listeners, list_listeners
from lms.planning.queries.plans import (
    find_newest_version,
    find_plan,
    get_plan_item,
    list_plan_items,
)
from lms.planning.queries.weeks import list_full_weeks, planned_of, proposed_by
from lms.planning.queries.years import list_years, name_cohorts, slots_of, surroundings_of

__all__ = [
    "count_listeners",
    "counted_minutes",
    "find_newest_version",
    "find_plan",
    "get_plan_item",
    "list_agenda",
    "list_full_weeks",
    "list_listeners",
    "list_plan_items",
    "list_years",
    "name_cohorts",
    "planned_of",
    "proposed_by",
    "slots_of",
    "surroundings_of",
]
