"""Arithmetic with counts: whole numbers, rounded half up, and never a percentage without its n (DR-44)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lms.trainings.models import Moment, OutcomeMeasurement, ScaleQuestion, TrainingPair

SMALLEST_GROUP = 5
"""From how many answers on a mean is shown (DR-44)."""

SCORES = range(1, 6)
LARGEST_GROUP = 60


@dataclass(frozen=True)
class Share:
    """So many of so many: `7 van 10 (70%)`."""

    count: int
    total: int

    @property
    def percent(self) -> int:
        """The percentage, rounded half up in whole numbers."""
        return (200 * self.count + self.total) // (2 * self.total)


class OutcomeFault(StrEnum):
    """Why counts cannot be right."""

    NO_GROUP = "no_group"
    MORE_THAN_ALL = "more_than_all"
    SUM_OF_ALL = "sum_of_all"


def outcome_fault(
    counts: Mapping[int, int], *, unknown: int, denominator: int, counts_once: bool
) -> OutcomeFault | None:
    """Why these counts cannot be of this group: a numerator above the denominator, or a sum above it."""
    if denominator < 1:
        return OutcomeFault.NO_GROUP
    if any(count + unknown > denominator for count in [0, *counts.values()]):
        return OutcomeFault.MORE_THAN_ALL
    if counts_once and sum(counts.values()) + unknown > denominator:
        return OutcomeFault.SUM_OF_ALL
    return None


@dataclass(frozen=True)
class Mean:
    """The answers to one question: how many there are, and their mean where that names nobody."""

    number: int
    value: Decimal | None


def mean_of(scores: Mapping[int, int]) -> Mean:
    """The mean of counted scores with one decimal, rounded half up; none below five answers (DR-44)."""
    number = sum(scores.values())
    if number < SMALLEST_GROUP:
        return Mean(number, None)
    total = sum(score * count for score, count in scores.items())
    return Mean(number, Decimal((20 * total + number) // (2 * number)) / 10)


def means_of(pair: TrainingPair) -> Mapping[ScaleQuestion, Mean]:
    """What the group answered, by question, once its form is closed; nothing while answers still come in.

    Two looks at an open form would tell the one answer that came in between.
    """
    feedback = pair.feedback
    if feedback is None or feedback.closed_at is None:
        return {}
    found: dict[ScaleQuestion, dict[int, int]] = {question: {} for question in ScaleQuestion}
    for tally in feedback.tallies:
        found[tally.question][tally.score] = tally.count
    return {question: mean_of(scores) for question, scores in found.items()}


def shares_of(measurement: OutcomeMeasurement) -> Mapping[int, Share]:
    """What was counted, by category."""
    return {row.category_id: Share(row.count, measurement.denominator) for row in measurement.counts}


def table_of(pair: TrainingPair) -> Mapping[Moment, Mapping[int, Share]]:
    """All that was counted of a training, by moment and category."""
    return {row.moment: shares_of(row) for row in pair.measurements}
