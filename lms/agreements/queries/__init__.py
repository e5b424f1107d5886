"""Readers of agreements: one version with its signatures, a cohort's overview, links, texts and facts."""

from lms.agreements.queries.agreements import (
    find_standing,
    get_agreement,
    get_latest,
    list_own,
    list_versions,
)
from lms.agreements.queries.cohorts import (
    count_declined,
    list_lines,
    list_remindable,
    list_waiting_for_trainer,
)
from lms.agreements.queries.links import find_link, lock_agreement
from lms.agreements.queries.people import list_coordinators
from lms.agreements.queries.standing import (
    agreed_facts,
    agreed_hours,
    find_statement,
    has_agreed,
    own_standing,
)
from lms.agreements.queries.texts import (
    CurrentText,
    current_text,
    get_edited_text,
    statement_text,
)

__all__ = [
    "CurrentText",
    "agreed_facts",
    "agreed_hours",
    "count_declined",
    "current_text",
    "find_link",
    "find_standing",
    "find_statement",
    "get_agreement",
    "get_edited_text",
    "get_latest",
    "has_agreed",
    "list_coordinators",
    "list_lines",
    "list_own",
    "list_remindable",
    "list_versions",
    "list_waiting_for_trainer",
    "lock_agreement",
    "own_standing",
    "statement_text",
]
