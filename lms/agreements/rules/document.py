"""What an agreement says: the programme's text with the facts of one participant, frozen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from lms.agreements.models import AgreedFact, AgreementText, LearningAgreement, TextKind
from lms.cohorts.models import Enrolment
from lms.programmes.models import Programme

TEXTS = Path(__file__).parent.parent / "texts"
DEFAULT_FACTS = tuple(AgreedFact)
LEAST_HOURS, MOST_HOURS = Decimal("0.5"), Decimal(40)
PLACES = {
    TextKind.LEARNING_AGREEMENT: (
        "deelnemer",
        "organisatie",
        "leidinggevende",
        "opleiding",
        "leergroep",
        "begin",
        "eind",
        "studielast",
        "uren",
        "norm",
    ),
    TextKind.CONFIDENTIALITY_STATEMENT: ("deelnemer", "organisatie", "opleiding", "leergroep"),
    TextKind.VISIT_AGREEMENT: ("deelnemer", "organisatie", "opleiding", "leergroep", "gastorganisatie"),
}
"""What a text may leave open, between braces; each is filled in for the participant."""


class BlockKind(StrEnum):
    """What a part of a text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEMS = "items"


_PLACE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, kw_only=True)
class EditedText:
    """A text of a programme as its coordinator finds it, with the ones that the programme wrote."""

    programme: Programme
    kind: TextKind
    path: str
    text: str
    number: int
    written: Sequence[AgreementText]


def shipped_text(kind: TextKind) -> str:
    """The text that every programme starts with."""
    return (TEXTS / f"{kind.value}.md").read_text(encoding="utf-8").strip()


def unknown_places(text: str, *, kind: TextKind) -> Sequence[str]:
    """What stands between braces and could not be filled in, in order."""
    return [name for name in _PLACE.findall(text) if name not in PLACES[kind]]


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its open places filled in; braces that came with a value stay as they are."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list of a text; nothing else is read into it."""

    kind: BlockKind
    lines: Sequence[str]


def blocks_of(text: str) -> Sequence[Block]:
    """The parts of a text: `## ` begins a heading, `- ` a line of a list, an empty line a new paragraph."""
    found: list[Block] = []
    for part in (part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()):
        lines = [line.strip() for line in part.splitlines()]
        if lines[0].startswith("#"):
            found.append(Block(BlockKind.HEADING, [lines.pop(0).lstrip("#").strip()]))
        items = [line.removeprefix("- ").strip() for line in lines]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(Block(BlockKind.ITEMS, items))
        elif lines:
            found.append(Block(BlockKind.PARAGRAPH, [" ".join(lines)]))
    return found


def kept_facts(facts: Collection[AgreedFact]) -> list[str]:
    """The chosen facts in their own order; taking part is one of them, for the employer signs for it."""
    return [fact.value for fact in AgreedFact if fact in facts or fact is AgreedFact.ENROLLED]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is agreed about one participant: time, who signs for the employer, goals and facts."""

    hours_per_week: Decimal
    manager_name: str
    manager_email: str
    learning_goals: str
    facts: Sequence[str]


def make_snapshot(
    enrolment: Enrolment, terms: Terms, *, number: int, text: str, text_number: int
) -> dict[str, Any]:
    """All that is read and signed; person, organisation, cohort and programme are loaded."""
    cohort = enrolment.cohort
    version = cohort.programme_version
    values = {
        **common_values(enrolment),
        "leidinggevende": terms.manager_name,
        "begin": long_day(cohort.starts_on),
        "eind": long_day(cohort.ends_on),
        "studielast": str(version.study_load_hours),
        "uren": format_decimal(terms.hours_per_week, locale="nl"),
        "norm": str(version.attendance_norm),
    }
    return {
        "number": number,
        "participant": enrolment.person.display_name,
        "organisation": enrolment.organisation.name,
        "manager": terms.manager_name,
        "programme": version.programme.title,
        "cohort": cohort.name,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "study_load_hours": version.study_load_hours,
        "attendance_norm": version.attendance_norm,
        "hours_per_week": str(terms.hours_per_week),
        "learning_goals": terms.learning_goals,
        "facts": list(terms.facts),
        "text": fill_in(text, values),
        "text_number": text_number,
    }


def common_values(enrolment: Enrolment) -> Mapping[str, str]:
    """What every text may say of a participant."""
    return {
        "deelnemer": enrolment.person.display_name,
        "organisatie": enrolment.organisation.name,
        "opleiding": enrolment.cohort.programme_version.programme.title,
        "leergroep": enrolment.cohort.name,
    }


def long_day(day: date) -> str:
    """`14 september 2017`"""
    return format_date(day, "d MMMM y", locale="nl")


def fingerprint(content: object) -> str:
    """The hash of what is signed: the same words always give the same one, one other letter another."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def is_untouched(agreement: LearningAgreement) -> bool:
    """Whether the agreement and all its signatures still belong to the words that are kept."""
    found = fingerprint(agreement.snapshot)
    return agreement.content_hash == found and all(
        signature.content_hash == found for signature in agreement.signatures
    )


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two snapshots hold the same words and facts; their numbers do not matter."""
    first, second = ({**row, "number": 0, "text_number": 0} for row in (one, other))
    return first == second


def facts_of(versions: Sequence[LearningAgreement]) -> frozenset[AgreedFact]:
    """What a director may see of somebody with these versions of an agreement, in any order.

    The newest that is complete decides; before there is one, never more than what waits for signatures.
    """
    newest_first = sorted(versions, key=lambda row: row.number, reverse=True)
    agreed = next((row for row in newest_first if row.completed_at is not None), None)
    deciding = agreed or next(iter(newest_first), None)
    return frozenset(DEFAULT_FACTS if deciding is None else map(AgreedFact, deciding.facts))
