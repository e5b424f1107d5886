"""A letter as an A4 page: PDF/A-2a and PDF/UA-1 in one file, made from its words alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from config import ROOT

TEMPLATE = Path(__file__).with_name("letter.typ")
FONTS = ROOT / "static" / "vendor" / "fonts"


def draw_letter(words: Mapping[str, Any], *, written_on: date) -> bytes:
    """The PDF of a letter; the same words and day always give the same page."""
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(dict(words), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(written_on.year, written_on.month, written_on.day, 12, tzinfo=UTC),
    )
