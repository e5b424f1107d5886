"""Every row is judged at once: what is wrong, in which column, and what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from lms.rosters.rules import (
    Column,
    Judgement,
    Known,
    KnownPerson,
    ListRow,
    MissingHeadsError,
    NoteKind,
    ProblemKind,
    SheetRow,
    TooWideError,
    judge,
    read_heads,
    rows_of,
)

CITY, DEPARTMENT, CARE, OUTSIDE = 1, 2, 3, 4


def known(**values: Any) -> Known:
    names = {CITY: "Gemeente Vaalbeek", DEPARTMENT: "Sociale Zaken", CARE: "Zorgnet", OUTSIDE: "Buiten BV"}
    return Known(
        **{
            "people": {},
            "organisations": {name.casefold(): number for number, name in names.items()},
            "organisation_names": names,
            "admitted": frozenset({CITY, DEPARTMENT, CARE}),
            "families": {
                CITY: frozenset({CITY, DEPARTMENT}),
                DEPARTMENT: frozenset({CITY, DEPARTMENT}),
                CARE: frozenset({CARE}),
                OUTSIDE: frozenset({OUTSIDE}),
            },
            "disciplines": {"wmo": "Wmo"},
            "job_roles": {"klantmanager": "Klantmanager"},
            "places": 100,
            "maximum": 16,
            **values,
        }
    )


def row(number: int = 2, **values: Any) -> ListRow:
    cells = {
        Column.EMAIL: f"persoon{number}@voorbeeld.example",
        Column.GIVEN_NAME: "Sanne",
        Column.PREFIX: "",
        Column.FAMILY_NAME: "Berg",
        Column.ORGANISATION: "gemeente  VAALBEEK",
        Column.DISCIPLINE: "wmo",
        Column.JOB_ROLE: "",
    }
    formulas = values.pop("formulas", frozenset())
    return ListRow(number, cells | {Column(name): text for name, text in values.items()}, formulas)


def found(*rows: ListRow, **values: Any) -> list[list[tuple[str, str, str]]]:
    return [told(judgement) for judgement in judge(rows, known(**values))]


def told(judgement: Judgement) -> list[tuple[str, str, str]]:
    return [(remark.kind.value, remark.column or "", remark.fact) for remark in judgement.problems]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"email": ""}, (ProblemKind.MISSING, "email", "")),
        ({"given_name": ""}, (ProblemKind.MISSING, "given_name", "")),
        ({"family_name": ""}, (ProblemKind.MISSING, "family_name", "")),
        ({"organisation": ""}, (ProblemKind.MISSING, "organisation", "")),
        ({"email": "sanne.voorbeeld.example"}, (ProblemKind.NO_EMAIL, "email", "")),
        ({"email": "sanne @voorbeeld.example"}, (ProblemKind.NO_EMAIL, "email", "")),
        ({"given_name": "a" * 81}, (ProblemKind.TOO_LONG, "given_name", "80")),
        ({"formulas": frozenset({Column.DISCIPLINE})}, (ProblemKind.FORMULA, "discipline", "")),
        (
            {"organisation": "Gemente Vaalbeek"},
            (ProblemKind.UNKNOWN_ORGANISATION, "organisation", "Gemeente Vaalbeek"),
        ),
        ({"organisation": "Qqqq"}, (ProblemKind.UNKNOWN_ORGANISATION, "organisation", "")),
        ({"organisation": "Buiten BV"}, (ProblemKind.NOT_ADMITTED, "organisation", "")),
        ({"discipline": "wmoo"}, (ProblemKind.UNKNOWN_DISCIPLINE, "discipline", "Wmo")),
        ({"job_role": "klant manager"}, (ProblemKind.UNKNOWN_JOB_ROLE, "job_role", "Klantmanager")),
    ],
)
def test_one_fault_is_named_with_its_column_and_its_remedy(
    values: dict[str, Any], problem: tuple[str, str, str]
) -> None:
    assert found(row(**values)) == [[problem]]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    faults = found(row(email="", given_name="", organisation="Qqqq", discipline="Qqqq"))[0]
    assert [kind for kind, _column, _fact in faults] == [
        ProblemKind.MISSING,
        ProblemKind.MISSING,
        ProblemKind.UNKNOWN_ORGANISATION,
        ProblemKind.UNKNOWN_DISCIPLINE,
    ]


def test_the_second_of_one_address_in_other_case_is_refused() -> None:
    rows = [row(2, email="Sanne@Voorbeeld.example"), row(3), row(7, email="sanne@voorbeeld.EXAMPLE")]
    assert found(*rows) == [[], [], [(ProblemKind.TWICE, "email", "2")]]


def test_rows_beyond_the_places_that_are_left_are_refused_beforehand() -> None:
    rows = [row(2), row(3, email=""), row(4), row(5)]
    assert [bool(faults) for faults in found(*rows, places=2)] == [False, True, False, True]
    assert found(*rows, places=2)[3] == [(ProblemKind.NO_PLACE, "", "16")]


PERSON = KnownPerson("Sanne Berg", organisation_ids=frozenset({CITY}), organisations="Gemeente Vaalbeek")


@pytest.mark.parametrize(
    ("person", "organisation", "problems"),
    [
        (PERSON, "Gemeente Vaalbeek", []),
        (PERSON, "Sociale Zaken", []),
        (PERSON, "Zorgnet", [(ProblemKind.WORKS_ELSEWHERE, "organisation", "Gemeente Vaalbeek")]),
        (KnownPerson("Sanne Berg"), "Zorgnet", []),
        (
            KnownPerson("Sanne Berg", is_enrolled=True),
            "Zorgnet",
            [(ProblemKind.ENROLLED, "email", "Sanne Berg")],
        ),
        (
            KnownPerson("Sanne Berg", teaches_here=True),
            "Zorgnet",
            [(ProblemKind.TEACHES_HERE, "email", "Sanne Berg")],
        ),
        (KnownPerson("Sanne Berg", is_kept_out=True), "Zorgnet", [(ProblemKind.KEPT_OUT, "email", "")]),
    ],
)
def test_somebody_whom_we_know(
    person: KnownPerson, organisation: str, problems: list[tuple[str, str, str]]
) -> None:
    people = {"sanne@voorbeeld.example": person}
    assert found(row(email="SANNE@voorbeeld.example", organisation=organisation), people=people) == [problems]


def test_a_known_person_needs_no_name_and_a_different_one_is_noted() -> None:
    person = KnownPerson("Sanne van den Berg", can_sign_in=True)
    people = {"persoon2@voorbeeld.example": person, "persoon3@voorbeeld.example": person}
    nameless, other = judge([row(2, given_name="", family_name=""), row(3)], known(people=people))
    assert nameless.is_fit
    assert [note.kind for note in nameless.notes] == [NoteKind.HAS_ACCOUNT]
    assert [note.kind for note in other.notes] == [NoteKind.HAS_ACCOUNT, NoteKind.OTHER_NAME]


def test_one_name_at_two_addresses_is_taken_in_and_noted() -> None:
    first, other, second = judge(
        [row(2, prefix="van"), row(3, given_name="Aïsha"), row(4, given_name="SANNE van")],
        known(names_on_list=frozenset({"aïsha berg"})),
    )
    assert all(judgement.is_fit for judgement in (first, other, second))
    assert [[(note.kind, note.fact) for note in found.notes] for found in (first, other, second)] == [
        [],
        [(NoteKind.NAME_ON_LIST, "")],
        [(NoteKind.SAME_NAME, "2")],
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("E-mailadres", "Voornaam", "Achternaam", "Organisatie"),
        ("organisation", "LAST NAME", "First name", "E-mail address"),
        (" e-mail ", "Roepnaam*", "Familienaam", "Werkgever"),
    ],
)
def test_heads_are_read_in_any_order_and_language(heads: tuple[str, ...]) -> None:
    assert set(read_heads(heads, columns=4).places) == {
        Column.EMAIL,
        Column.GIVEN_NAME,
        Column.FAMILY_NAME,
        Column.ORGANISATION,
    }


def test_missing_and_doubled_heads_are_named() -> None:
    with pytest.raises(MissingHeadsError) as missing:
        read_heads(("Voornaam", "Geboortedatum"), columns=2)
    assert missing.value.missing == [Column.EMAIL, Column.FAMILY_NAME, Column.ORGANISATION]
    heads = ("E-mail", "Mailadres", "Voornaam", "Achternaam", "Organisatie")
    with pytest.raises(MissingHeadsError) as doubled:
        read_heads(heads, columns=5)
    assert doubled.value.doubled == [Column.EMAIL]


def test_a_list_of_two_hundred_columns_is_no_list_of_participants() -> None:
    with pytest.raises(TooWideError):
        read_heads(("E-mail",), columns=200)


def test_rows_without_anything_that_we_read_are_left_out() -> None:
    heads = read_heads(("E-mail", "Voornaam", "Achternaam", "Organisatie", "Opmerking"), columns=5)
    assert heads.unread == ["Opmerking"]
    rows = [SheetRow(2, ("", "", "", "", "telt niet")), SheetRow(3, ("-", "", "", "")), SheetRow(4, ("a",))]
    assert [one.number for one in rows_of(heads, rows)] == [4]
