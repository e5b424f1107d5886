"""Readers of agreements: one version with its signatures, a cohort's overview, links, texts and facts."""

from lms.agreements.queries.agreements import (
    find_standing,
    get_agreement,
    get_latest,
    list_own,
    list_versions,
)
from lms.agreements.queries.cohorts import (
    TO_SIGN,
    list_lines,
    list_remindable,
    select_declined,
)
from lms.agreements.queries.links import find_link, lock_agreement
from lms.agreements.queries.people import is_line_manager, list_coordinators
from lms.agreements.queries.standing import (
    HAS_STATEMENT,
    WAITING_AGREEMENT,
    agreed_facts,
    agreed_hours,
    find_statement,
    has_agreed,
)
from lms.agreements.queries.texts import (
    CurrentText,
    current_text,
    get_edited_text,
    statement_text,
)

__all__ = [
    "HAS_STATEMENT",
    "TO_SIGN",
    "WAITING_AGREEMENT",
    "CurrentText",
    "agreed_facts",
    "agreed_hours",
    "current_text",
    "find_link",
    "find_standing",
    "find_statement",
    "get_agreement",
    "get_edited_text",
    "get_latest",
    "has_agreed",
    "is_line_manager",
    "list_coordinators",
    "list_lines",
    "list_own",
    "list_remindable",
    "list_versions",
    "lock_agreement",
    "select_declined",
    "statement_text",
]
