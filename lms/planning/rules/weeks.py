"""A week that asks more than was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True)
class FullWeek:
    """A week from its Monday on: the minutes that it asks, and of how many people that is too much."""

    monday: date
    minutes: int
    people: int
