"""A complete agreement as a document: PDF/A-2a and PDF/UA-1 in one file, from snapshot and signatures."""

from __future__ import annotations

import json
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from babel.dates import format_datetime
from babel.numbers import format_decimal

from config import ROOT
from lms.agreements.models import AgreedFact, LearningAgreement, Signature, SignerRole
from lms.agreements.rules import blocks_of, long_day
from lms.core import clock

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = ROOT / "static" / "vendor" / "fonts"

ROLES = {
    SignerRole.PARTICIPANT: "Deelnemer",
    SignerRole.LINE_MANAGER: "Leidinggevende",
    SignerRole.TRAINER: "Opleider",
}
FACTS = {
    AgreedFact.ENROLLED: "Dat iemand de opleiding volgt",
    AgreedFact.HOURS: "Hoeveel uur iemand erbij was",
    AgreedFact.MILESTONES: "Welke mijlpalen iemand heeft behaald",
    AgreedFact.CERTIFICATE: "Of iemand het certificaat heeft",
}
NEVER = "Nooit: cijfers, teksten, casussen, reflecties en wanneer iemand inlogt."


def draw_agreement(agreement: LearningAgreement) -> bytes:
    """The PDF of a version that everybody signed, in Dutch; the same version always gives the same file."""
    said, completed_at = agreement.snapshot, agreement.completed_at
    if completed_at is None:
        raise ValueError("only a complete agreement becomes a document")
    words = {
        "title": f"Leerovereenkomst {said['participant']}",
        "heading": "Leerovereenkomst",
        "programme": said["programme"],
        "facts": _facts(said, agreement.period),
        "blocks": [{"kind": block.kind.value, "lines": block.lines} for block in blocks_of(said["text"])],
        "goals-heading": "Leerdoelen",
        "goals": [line for line in said["learning_goals"].splitlines() if line.strip()],
        "employer-heading": "Wat de werkgever ziet",
        "employer-line": f"De directeur van {said['organisation']} ziet van {said['participant']}:",
        "employer": [FACTS[fact] for fact in AgreedFact if fact in said["facts"]],
        "employer-never": NEVER,
        "signatures-heading": "Handtekeningen",
        "signatures": [_signature(signature) for signature in _in_order(agreement)],
        "print": f"Vingerafdruk van deze tekst: {agreement.content_hash}",
        "version": f"versie {agreement.number}",
    }
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=completed_at.astimezone(UTC),
    )


def _facts(said: dict[str, Any], period: tuple[date, date]) -> list[list[str]]:
    hours = format_decimal(Decimal(said["hours_per_week"]), locale="nl")
    return [
        ["Deelnemer", said["participant"]],
        ["Organisatie", said["organisation"]],
        ["Leidinggevende", said["manager"]],
        ["Leergroep", said["cohort"]],
        ["Periode", f"{long_day(period[0])} tot en met {long_day(period[1])}"],
        ["Studiebelasting", f"{said['study_load_hours']} uur"],
        ["Werktijd om te leren", f"gemiddeld {hours} uur per week"],
        ["Aanwezigheid", f"minstens {said['attendance_norm']}% van de dagdelen"],
    ]


def _in_order(agreement: LearningAgreement) -> list[Signature]:
    order = list(SignerRole)
    return sorted(agreement.signatures, key=lambda signature: order.index(signature.role))


def _signature(signature: Signature) -> dict[str, str]:
    moment = format_datetime(clock.local(signature.signed_at), "d MMMM y, HH.mm", locale="nl")
    return {"role": ROLES[signature.role], "name": signature.name, "moment": f"{moment} uur"}
