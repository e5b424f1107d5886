"""What a host tells, as plain values: about the own work and place, and how a day went."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The profile of a host; address and arrival show only to who signed."""

    work: str
    about: str
    area: str
    address: str
    arrival: str
    access: str
    dress: str
    checks: str
    phone: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """How a day went: real minutes, the talk afterwards, and whether the visitor stepped aside."""

    real_minutes: int
    debrief_minutes: int
    was_partly_absent: bool
    remark: str
