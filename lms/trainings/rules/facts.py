"""What people fill in, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.trainings.models import Behaviour


@dataclass(frozen=True, kw_only=True)
class Description:
    """How a training is described: its purpose, its size, and what is counted of it by which definition."""

    purpose: str
    meeting_count: int
    meeting_minutes: int
    counts_once: bool
    requirement_key: str
    categories: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class LogFacts:
    """How a meeting went, as a partner writes it down; a cancelled one counts nobody."""

    held_on: date
    is_cancelled: bool
    expected_count: int
    present_count: int
    what_worked: str
    adapted: str


@dataclass(frozen=True, kw_only=True)
class ObservationFacts:
    """What an observer counted, with one example in own words and one tip."""

    observed_on: date
    counts: Mapping[Behaviour, int]
    example: str
    tip: str


@dataclass(frozen=True, kw_only=True)
class OutcomeFacts:
    """What was counted on a day: of how many, how many are unknown, and how many by category."""

    measured_on: date
    denominator: int
    unknown_count: int
    counts: Mapping[int, int]
