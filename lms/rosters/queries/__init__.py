"""Readers of imports, of what rows are judged by, and of how invitations stand."""

from lms.rosters.queries.exports import get_export
from lms.rosters.queries.imports import (
    RowsPage,
    get_import,
    list_fit_rows,
    list_imports,
    list_refused_rows,
    page_of_rows,
)
from lms.rosters.queries.invitations import (
    get_round,
    list_rounds,
    list_standings,
    list_waiting_places,
    standings_of,
)
from lms.rosters.queries.known import count_places, known_for

__all__ = [
    "RowsPage",
    "count_places",
    "get_export",
    "get_import",
    "get_round",
    "known_for",
    "list_fit_rows",
    "list_imports",
    "list_refused_rows",
    "list_rounds",
    "list_standings",
    "list_waiting_places",
    "page_of_rows",
    "standings_of",
]
