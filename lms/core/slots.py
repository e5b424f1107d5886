"""What any feature may contribute for all: what it holds of a person, and how an event reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonalData:
    """One column that points at a person or holds personal data: why it is there and how long it stays."""

    column: str
    purpose: str
    kept: str
    exported: bool = True
