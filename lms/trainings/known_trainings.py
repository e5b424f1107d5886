"""The trainings that come with Samenloop, each with what is counted of it by which definition."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from lms.trainings.rules import Description

PLACE = Path(__file__).parent / "known.toml"


def read_known_trainings(*, requirement_key: str) -> Mapping[str, Description]:
    """By name how each is described; the own part in it is evidence for this requirement."""
    rows = tomllib.loads(PLACE.read_text(encoding="utf-8"))["catalogue"]
    return {
        row["name"]: Description(
            purpose=row["purpose"],
            meeting_count=row["meeting_count"],
            meeting_minutes=row["meeting_minutes"],
            counts_once=row["counts_once"],
            requirement_key=requirement_key,
            categories=[(name, definition) for name, definition in row["categories"]],
        )
        for row in rows
    }
