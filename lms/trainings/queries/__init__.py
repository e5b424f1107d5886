"""Readers of client trainings."""

from __future__ import annotations

from lms.trainings.queries.catalogue import (
    find_requirement,
    find_training_named,
    get_programme_head,
    get_training,
    list_choosable,
    list_requirements_by_evidence,
    list_trainings,
)
from lms.trainings.queries.overviews import (
    count_taking_part,
    count_trios,
    find_feedback,
    find_tally,
    get_cohort_of_pair,
    list_follow_ups,
    list_numbered,
    list_pairs,
    list_partners,
    list_separated,
    list_unpaired,
)
from lms.trainings.queries.own import COURSE_COLUMNS, WAITING_PLANS, OwnCourse, own_course, with_own_course
from lms.trainings.queries.own_days import list_own_days
from lms.trainings.queries.pairs import (
    find_member,
    find_observation_to_do,
    find_own_pair_id,
    get_observation,
    get_pair,
    get_pair_to_plan,
    get_pair_with_results,
    get_plan,
    get_training_meeting,
    list_meetings_between,
)
from lms.trainings.queries.sums import (
    all_sums,
    list_counted,
    list_measurements,
    list_sums,
    versions_counted,
)

__all__ = [
    "COURSE_COLUMNS",
    "WAITING_PLANS",
    "OwnCourse",
    "all_sums",
    "count_taking_part",
    "count_trios",
    "find_feedback",
    "find_member",
    "find_observation_to_do",
    "find_own_pair_id",
    "find_requirement",
    "find_tally",
    "find_training_named",
    "get_cohort_of_pair",
    "get_observation",
    "get_pair",
    "get_pair_to_plan",
    "get_pair_with_results",
    "get_plan",
    "get_programme_head",
    "get_training",
    "get_training_meeting",
    "list_choosable",
    "list_counted",
    "list_follow_ups",
    "list_measurements",
    "list_meetings_between",
    "list_numbered",
    "list_own_days",
    "list_pairs",
    "list_partners",
    "list_requirements_by_evidence",
    "list_separated",
    "list_sums",
    "list_trainings",
    "list_unpaired",
    "own_course",
    "versions_counted",
    "with_own_course",
]
