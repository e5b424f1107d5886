"""The certificate as an A4 page: PDF/A-2a and PDF/UA-1 in one file, made from the snapshot alone."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import segno
import typst
from babel.dates import format_date

from config import ROOT
from lms.certification.models import DocumentKind
from lms.certification.rules import spell_code

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = ROOT / "static" / "vendor" / "fonts"

HEADINGS = {
    DocumentKind.CERTIFICATE.value: "Certificaat",
    DocumentKind.PROOF_OF_PARTICIPATION.value: "Bewijs van deelname",
}


def draw_document(snapshot: dict[str, Any], *, verify_url: str) -> bytes:
    """The PDF of a snapshot; the same snapshot and address always give the same page, in Dutch."""
    issued_on = date.fromisoformat(snapshot["issued_on"])
    is_certificate = snapshot["kind"] == DocumentKind.CERTIFICATE.value
    heading = HEADINGS[snapshot["kind"]]
    words = {
        "title": f"{heading} {snapshot['number']}",
        "issuer": "Samenloop",
        "heading": heading,
        "programme": snapshot["programme"],
        "name": snapshot["name"],
        "text": snapshot["text"] if is_certificate else _participation_text(snapshot),
        "done": [] if is_certificate else [item["title"] for item in snapshot["requirements"]],
        "done-label": "Afgerond:",
        "signers": snapshot["signers"],
        "issued": format_date(issued_on, "d MMMM y", locale="nl"),
        "number-label": f"nr. {snapshot['number']}",
        "check-label": "controleer op",
        "check-address": verify_url.removeprefix("https://").removeprefix("http://").rpartition("/")[0],
        "code-label": spell_code(snapshot["code"]),
        "qr": _qr_code(verify_url),
        "qr-alt": f"QR-code om dit document te controleren op {verify_url}",
    }
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(issued_on.year, issued_on.month, issued_on.day, 12, tzinfo=UTC),
    )


def _participation_text(snapshot: dict[str, Any]) -> str:
    """A proof of participation says what was done, never that something was obtained (DR-23)."""
    year, programme = snapshot["academic_year"], snapshot["programme"]
    return f"heeft in studiejaar {year} deelgenomen aan de opleiding {programme}."


def _qr_code(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=0, dark="#1d2530", xmldecl=False)
    return drawing.getvalue().decode()
