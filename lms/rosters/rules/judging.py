"""Judge every row of a list at once: everything that is wrong with it, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from lms.accounts.rules.sign_in import email_key
from lms.core.citizen_numbers import without_citizen_numbers
from lms.rosters.rules.heads import Column, Heads, SheetRow

LONGEST = {Column.EMAIL: 254, Column.GIVEN_NAME: 80, Column.PREFIX: 30, Column.FAMILY_NAME: 100}
EMPTY_MARKS = frozenset({"-", "–", "—", "n.v.t.", "nvt"})
MOST_GUESSES = 200
LIKENESS = 0.6


class ProblemKind(StrEnum):
    """Why a row cannot be taken in."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    CITIZEN_NUMBER = "citizen_number"
    NO_EMAIL = "no_email"
    TWICE = "twice"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    NOT_ADMITTED = "not_admitted"
    UNKNOWN_DISCIPLINE = "unknown_discipline"
    UNKNOWN_JOB_ROLE = "unknown_job_role"
    WORKS_ELSEWHERE = "works_elsewhere"
    ENROLLED = "enrolled"
    TEACHES_HERE = "teaches_here"
    KEPT_OUT = "kept_out"
    NO_PLACE = "no_place"


class NoteKind(StrEnum):
    """What is good to know of a row that can be taken in."""

    HAS_ACCOUNT = "has_account"
    OTHER_NAME = "other_name"
    SAME_NAME = "same_name"
    NAME_ON_LIST = "name_on_list"


@dataclass(frozen=True)
class ListRow:
    """One row by what it says, which of its cells compute something, and in which a BSN was covered."""

    number: int
    cells: Mapping[Column, str]
    formulas: frozenset[Column] = frozenset()
    covered: frozenset[Column] = frozenset()


@dataclass(frozen=True)
class Remark:
    """A problem or a note: its kind, the column it is about, and a fact such as the nearest known name."""

    kind: StrEnum
    column: Column | None = None
    fact: str = ""


@dataclass(frozen=True)
class KnownPerson:
    """Somebody whom we know by this address."""

    name: str
    organisation_ids: frozenset[int] = frozenset()
    organisations: str = ""
    can_sign_in: bool = False
    is_enrolled: bool = False
    teaches_here: bool = False
    is_kept_out: bool = False


@dataclass
class Known:
    """What the rows are judged by: people by address, names by how they are compared, and places left."""

    people: Mapping[str, KnownPerson]
    organisations: Mapping[str, int]
    organisation_names: Mapping[int, str]
    admitted: frozenset[int]
    families: Mapping[int, frozenset[int]]
    disciplines: Mapping[str, str]
    job_roles: Mapping[str, str]
    places: int
    maximum: int = 0
    names_on_list: frozenset[str] = frozenset()
    _guesses: dict[tuple[str, str], str] = field(default_factory=dict)

    def nearest(self, kind: str, text: str) -> str:
        """The known name that is most like this one; empty when none is, or after very many guesses."""
        wanted = folded(text)
        if (kind, wanted) not in self._guesses and len(self._guesses) < MOST_GUESSES:
            names = {
                "organisation": {name: self.organisation_names[i] for name, i in self.organisations.items()},
                "admitted": {
                    name: self.organisation_names[i]
                    for name, i in self.organisations.items()
                    if i in self.admitted
                },
                "discipline": self.disciplines,
                "job_role": self.job_roles,
            }[kind]
            like = get_close_matches(wanted, list(names), n=1, cutoff=LIKENESS)
            self._guesses[kind, wanted] = names[like[0]] if like else ""
        return self._guesses.get((kind, wanted), "")


@dataclass(frozen=True)
class Judgement:
    """What was found of a row; fit when there are no problems."""

    row: ListRow
    problems: Sequence[Remark]
    notes: Sequence[Remark] = ()

    @property
    def is_fit(self) -> bool:
        """Whether the row can be taken in."""
        return not self.problems


def folded(name: str) -> str:
    """How names are compared: without regard to case and double spaces."""
    return " ".join(name.casefold().split())


def rows_of(heads: Heads, rows: Iterable[SheetRow]) -> list[ListRow]:
    """The rows by column; rows in which only columns stand that we do not read are left out.

    A number that looks like a BSN goes no further than here (DR-41).
    """
    found = []
    for row in rows:
        written = {
            column: _cell(row.cells[place] if place < len(row.cells) else "")
            for column, place in heads.places.items()
        }
        cells = {column: _without_number(column, text) for column, text in written.items()}
        covered = frozenset(column for column, text in cells.items() if text != written[column])
        formulas = frozenset(column for column, place in heads.places.items() if place in row.formulas)
        if any(cells.values()) or formulas:
            found.append(ListRow(row.number, cells, formulas, covered))
    return found


def _cell(text: str) -> str:
    return "" if text.casefold() in EMPTY_MARKS else text


def _without_number(column: Column, text: str) -> str:
    """An address may hold a number of staff; everything else is free text."""
    return text if column is Column.EMAIL else without_citizen_numbers(text)


def judge(rows: Sequence[ListRow], known: Known) -> list[Judgement]:
    """Judge all rows; of two with one address the first counts, and places are given in order of the list."""
    first_rows: dict[str, int] = {}
    first_names: dict[str, int] = {}
    places = known.places
    judgements = []
    for row in rows:
        key = email_key(row.cells.get(Column.EMAIL, ""))
        person = known.people.get(key)
        problems = [*_of_cells(row, person), *_of_organisation(row, person, known), *_of_lists(row, known)]
        if key and key in first_rows:
            problems.append(Remark(ProblemKind.TWICE, Column.EMAIL, str(first_rows[key])))
        elif person is not None:
            problems += _of_person(person)
        first_rows.setdefault(key, row.number)
        if not problems:
            places -= 1
            problems += [Remark(ProblemKind.NO_PLACE, None, str(known.maximum))] if places < 0 else []
        notes = [*_notes(row, person), *_of_name(row, known, first_names)]
        judgements.append(Judgement(row, problems, notes))
    return judgements


def _of_cells(row: ListRow, person: KnownPerson | None) -> Iterable[Remark]:
    needed = [Column.EMAIL, Column.ORGANISATION]
    needed += [Column.GIVEN_NAME, Column.FAMILY_NAME] if person is None else []
    for column in Column:
        text = row.cells.get(column, "")
        if column in row.formulas:
            yield Remark(ProblemKind.FORMULA, column)
        elif column in row.covered:
            yield Remark(ProblemKind.CITIZEN_NUMBER, column)
        elif not text and column in needed:
            yield Remark(ProblemKind.MISSING, column)
        elif len(text) > LONGEST.get(column, 500):
            yield Remark(ProblemKind.TOO_LONG, column, str(LONGEST[column]))
        elif column is Column.EMAIL and text and not _is_address(text):
            yield Remark(ProblemKind.NO_EMAIL, column)


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _of_organisation(row: ListRow, person: KnownPerson | None, known: Known) -> Iterable[Remark]:
    name = row.cells.get(Column.ORGANISATION, "")
    if not name or Column.ORGANISATION in row.formulas | row.covered:
        return
    number = known.organisations.get(folded(name))
    if number is None:
        yield Remark(
            ProblemKind.UNKNOWN_ORGANISATION, Column.ORGANISATION, known.nearest("organisation", name)
        )
        return
    if number not in known.admitted:
        yield Remark(ProblemKind.NOT_ADMITTED, Column.ORGANISATION, known.nearest("admitted", name))
    if person and person.organisation_ids and not person.organisation_ids & known.families[number]:
        yield Remark(ProblemKind.WORKS_ELSEWHERE, Column.ORGANISATION, person.organisations)


def _of_lists(row: ListRow, known: Known) -> Iterable[Remark]:
    for column, names, kind in (
        (Column.DISCIPLINE, known.disciplines, ProblemKind.UNKNOWN_DISCIPLINE),
        (Column.JOB_ROLE, known.job_roles, ProblemKind.UNKNOWN_JOB_ROLE),
    ):
        text = row.cells.get(column, "")
        if text and column not in row.formulas | row.covered and folded(text) not in names:
            yield Remark(kind, column, known.nearest(column.value, text))


def _of_person(person: KnownPerson) -> list[Remark]:
    if person.is_kept_out:
        return [Remark(ProblemKind.KEPT_OUT, Column.EMAIL)]
    if person.is_enrolled:
        return [Remark(ProblemKind.ENROLLED, Column.EMAIL, person.name)]
    return [Remark(ProblemKind.TEACHES_HERE, Column.EMAIL, person.name)] if person.teaches_here else []


def _notes(row: ListRow, person: KnownPerson | None) -> list[Remark]:
    if person is None:
        return []
    notes = [Remark(NoteKind.HAS_ACCOUNT)] if person.can_sign_in else []
    written = _written_name(row)
    if written and written != folded(person.name):
        notes.append(Remark(NoteKind.OTHER_NAME, None, person.name))
    return notes


def _written_name(row: ListRow) -> str:
    parts = (row.cells.get(column, "") for column in (Column.GIVEN_NAME, Column.PREFIX, Column.FAMILY_NAME))
    return folded(" ".join(part for part in parts if part))


def _of_name(row: ListRow, known: Known, first_names: dict[str, int]) -> Iterable[Remark]:
    """Two people may have one name; somebody who is on the list twice with two addresses is one too many."""
    name = _written_name(row)
    if not name:
        return
    if name in known.names_on_list:
        yield Remark(NoteKind.NAME_ON_LIST)
    if name in first_names:
        yield Remark(NoteKind.SAME_NAME, None, str(first_names[name]))
    first_names.setdefault(name, row.number)
