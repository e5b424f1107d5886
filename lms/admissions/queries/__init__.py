"""Readers of application rounds, applications, intake talks and letters."""

from lms.admissions.queries.applications import (
    find_link,
    find_standing,
    get_application,
    get_letter,
    last_waiting_place,
    list_applications,
    list_for_address,
    list_managers,
    list_outdated,
)
from lms.admissions.queries.rounds import (
    COUNT_TO_HANDLE,
    CohortApplications,
    count_drafts,
    find_round,
    get_open_round,
    list_cohort_applications,
    list_rounds_to_show,
    lock_round,
)
from lms.admissions.queries.slots import (
    find_talk_ahead,
    get_slot,
    has_overlap,
    list_free_slots,
    list_slots,
)

__all__ = [
    "COUNT_TO_HANDLE",
    "CohortApplications",
    "count_drafts",
    "find_link",
    "find_round",
    "find_standing",
    "find_talk_ahead",
    "get_application",
    "get_letter",
    "get_open_round",
    "get_slot",
    "has_overlap",
    "last_waiting_place",
    "list_applications",
    "list_cohort_applications",
    "list_for_address",
    "list_free_slots",
    "list_managers",
    "list_outdated",
    "list_rounds_to_show",
    "list_slots",
    "lock_round",
]
