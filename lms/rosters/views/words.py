"""Sentences for what was found in a row: what is wrong, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.cohorts.rules import LARGEST_COHORT
from lms.rosters.forms import COLUMN_LABELS
from lms.rosters.models import ImportRow
from lms.rosters.rules import Column, NoteKind, ProblemKind

PROBLEMS: Mapping[str, Any] = {
    ProblemKind.MISSING: _l("is leeg. Vul deze cel in."),
    ProblemKind.TOO_LONG: _l("is te lang. Gebruik hooguit %(fact)s tekens."),
    ProblemKind.FORMULA: _l("is een formule. Kopieer de kolom en plak die als waarden."),
    ProblemKind.CITIZEN_NUMBER: _l(
        "bevat een nummer dat op een BSN lijkt. Wij haalden het weg. Verbeter je lijst."
    ),
    ProblemKind.NO_EMAIL: _l("is geen e-mailadres. Kijk of er een @ in staat en geen spatie."),
    ProblemKind.TWICE: _l(
        "staat ook in rij %(fact)s. Haal één van de twee weg; hoofdletters tellen niet mee."
    ),
    ProblemKind.UNKNOWN_ORGANISATION: _l("kennen we niet. Schrijf de naam zoals die bij Organisaties staat."),
    ProblemKind.NOT_ADMITTED: _l(
        "doet niet mee aan deze leergroep. Laat die eerst meedoen bij ‘Wijzig de leergroep’."
    ),
    ProblemKind.UNKNOWN_DISCIPLINE: _l(
        "kennen we niet. Kies een discipline van de lijst, of laat de cel leeg."
    ),
    ProblemKind.UNKNOWN_JOB_ROLE: _l("kennen we niet. Kies een functie van de lijst, of laat de cel leeg."),
    ProblemKind.WORKS_ELSEWHERE: _l(
        "is anders dan wij weten: deze persoon werkt bij %(fact)s. "
        "Verbeter de lijst, of eerst het werk van de persoon."
    ),
    ProblemKind.ENROLLED: _l(
        "is van %(fact)s, die al op de lijst van deze leergroep staat. Haal de rij weg."
    ),
    ProblemKind.TEACHES_HERE: _l("is van %(fact)s, die deze leergroep lesgeeft. Haal de rij weg."),
    ProblemKind.KEPT_OUT: _l("is van een account dat geblokkeerd of gewist is. Vraag de beheerder."),
    ProblemKind.NO_PLACE: _l(
        "Er is geen plaats meer: deze leergroep telt hooguit %(fact)s mensen. "
        "Verhoog dat aantal, of zet deze rij bij een andere leergroep."
    ),
}
NEVER_A_PLACE = _l(
    "Er is geen plaats meer: een leergroep telt nooit meer dan %(fact)s mensen. "
    "Zet deze rij bij een andere leergroep."
)
SUGGESTING = {
    ProblemKind.UNKNOWN_ORGANISATION,
    ProblemKind.UNKNOWN_DISCIPLINE,
    ProblemKind.UNKNOWN_JOB_ROLE,
    ProblemKind.NOT_ADMITTED,
}
NOTES: Mapping[str, Any] = {
    NoteKind.HAS_ACCOUNT: _l("Heeft al een account en doet meteen mee."),
    NoteKind.OTHER_NAME: _l("We kennen dit e-mailadres als %(fact)s; die naam blijft."),
    NoteKind.SAME_NAME: _l("Heet net als rij %(fact)s. Kijk of dit twee mensen zijn."),
    NoteKind.NAME_ON_LIST: _l(
        "Op de lijst van de leergroep staat al iemand met deze naam. Kijk of dit iemand anders is."
    ),
}


def problem_words(remarks: Sequence[Sequence[str]]) -> list[str]:
    """The sentences for all problems of a row."""
    return [_problem(*remark) for remark in remarks]


def _problem(kind: str, column: str, fact: str) -> str:
    is_largest = kind == ProblemKind.NO_PLACE and fact == str(LARGEST_COHORT)
    sentence = str(NEVER_A_PLACE if is_largest else PROBLEMS[kind]) % {"fact": fact}
    told = f"{COLUMN_LABELS[Column(column)]} {sentence}" if column else sentence
    if fact and kind in SUGGESTING:
        guess = _("Bedoel je ‘%(name)s’?", name=fact)
        return f"{told} {guess}"
    return told


def note_words(remarks: Sequence[Sequence[str]]) -> list[str]:
    """The sentences for all notes on a row."""
    return [str(NOTES[kind]) % {"fact": fact} for kind, _column, fact in remarks]


def name_in(row: ImportRow) -> str:
    """The name that a row gives somebody."""
    parts = (
        row.cells.get(column.value, "") for column in (Column.GIVEN_NAME, Column.PREFIX, Column.FAMILY_NAME)
    )
    return " ".join(part for part in parts if part)
