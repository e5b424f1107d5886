"""Readers of assignments, papers and judgements."""

from __future__ import annotations

from lms.papers.queries.overviews import (
    PaperRow,
    count_to_grade,
    ledger_states,
    list_gradings,
    list_rows,
    list_submissions,
    list_to_grade,
    paper_states,
    select_to_grade,
)
from lms.papers.queries.papers import (
    find_assignment_for,
    find_released_assessment,
    find_submission_for,
    get_assessment,
    get_assignment,
    get_page,
    get_rubric,
    get_submission,
    get_version,
    is_too_close,
    list_assignments,
    list_paper_activities,
    list_possible_assessors,
    standing_options,
    submission_options,
)

__all__ = [
    "PaperRow",
    "count_to_grade",
    "find_assignment_for",
    "find_released_assessment",
    "find_submission_for",
    "get_assessment",
    "get_assignment",
    "get_page",
    "get_rubric",
    "get_submission",
    "get_version",
    "is_too_close",
    "ledger_states",
    "list_assignments",
    "list_gradings",
    "list_paper_activities",
    "list_possible_assessors",
    "list_rows",
    "list_submissions",
    "list_to_grade",
    "paper_states",
    "select_to_grade",
    "standing_options",
    "submission_options",
]
