"""Which column holds what: heads in Dutch or English, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.core.errors import DomainError

MOST_COLUMNS = 50
MOST_ROWS = 5000


class Column(StrEnum):
    """What a list may say of a participant."""

    EMAIL = "email"
    GIVEN_NAME = "given_name"
    PREFIX = "prefix"
    FAMILY_NAME = "family_name"
    ORGANISATION = "organisation"
    DISCIPLINE = "discipline"
    JOB_ROLE = "job_role"


NEEDED = (Column.EMAIL, Column.GIVEN_NAME, Column.FAMILY_NAME, Column.ORGANISATION)
_NAMES: Mapping[Column, str] = {
    Column.EMAIL: "emailadres email mail mailadres emailaddress mailaddress",
    Column.GIVEN_NAME: "voornaam roepnaam voornamen givenname firstname given first",
    Column.PREFIX: "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels prefix infix insertion",
    Column.FAMILY_NAME: "achternaam familienaam geslachtsnaam familyname lastname surname",
    Column.ORGANISATION: "organisatie werkgever gemeente organisation organization employer company",
    Column.DISCIPLINE: "discipline vakgebied werkveld fieldofwork field",
    Column.JOB_ROLE: "functie functienaam functietitel beroep jobrole jobtitle job function position",
}
SYNONYMS = {name: column for column, names in _NAMES.items() for name in names.split()}


class MissingHeadsError(DomainError):
    """Columns that are needed are not there, or one of them is there twice."""

    status = 422

    def __init__(self, *, missing: Sequence[Column], doubled: Sequence[Column]) -> None:
        super().__init__("heads")
        self.missing = missing
        self.doubled = doubled


class TooWideError(DomainError):
    """A list with so many columns is not a list of participants."""

    status = 422

    def __init__(self, columns: int) -> None:
        super().__init__("columns")
        self.columns = columns


class TooLongListError(DomainError):
    """A list of so many rows is cut in pieces first."""

    status = 422

    def __init__(self, rows: int) -> None:
        super().__init__("rows")
        self.rows = rows


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands in the file; `formulas` are the places of cells that compute something."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Heads:
    """Where each column stands, and the heads that we do not read."""

    places: Mapping[Column, int]
    unread: Sequence[str]


def read_heads(cells: Sequence[str], *, columns: int) -> Heads:
    """Find the columns by their heads; what is needed must be there once."""
    if columns > MOST_COLUMNS:
        raise TooWideError(columns)
    places: dict[Column, int] = {}
    doubled, unread = [], []
    for place, head in enumerate(cells):
        column = SYNONYMS.get(_bare(head))
        if column is None:
            unread += [head] if head else []
        elif column in places:
            doubled.append(column)
        else:
            places[column] = place
    missing = [column for column in NEEDED if column not in places]
    if missing or doubled:
        raise MissingHeadsError(missing=missing, doubled=doubled)
    return Heads(places, unread)


def _bare(head: str) -> str:
    """A head without case, accents, spaces and signs: `E-mailadres *` reads as emailadres."""
    letters = unicodedata.normalize("NFKD", head.casefold())
    return re.sub(r"[^a-z]", "", letters)
