"""What the pairs of a cohort counted together, for whoever may know the sum and no single pair (DR-44)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.trainings.models import Moment, OutcomeMeasurement, TrainingEdition, TrainingPair
from lms.trainings.rules.counting import SMALLEST_GROUP, Share

FEWEST_PAIRS = 2
"""The sum of one pair would be the result of two people."""


@dataclass(frozen=True)
class Total:
    """What so many pairs counted at one moment, between the first measuring day and the last."""

    pairs: int
    people: int
    unknown: int
    first_on: date
    last_on: date
    shares: Mapping[int, Share]


@dataclass(frozen=True)
class TrainingTotals:
    """One edition of a training: how many pairs gave it, and by moment what they counted together.

    A moment at which too few pairs counted, or of too few people, has no total: None.
    """

    edition: TrainingEdition
    pairs: int
    totals: Mapping[Moment, Total | None]

    @property
    def newest(self) -> Moment | None:
        """The last moment of which the total is known."""
        known = [moment for moment in Moment if self.totals.get(moment)]
        return known[-1] if known else None


def totals_of(pairs: Sequence[TrainingPair]) -> Sequence[TrainingTotals]:
    """By edition what its pairs counted together; those with editions and measurements loaded."""
    by_edition: dict[int, list[TrainingPair]] = {}
    for pair in pairs:
        if pair.edition is not None and pair.ended_on is not None:
            by_edition.setdefault(pair.edition.id, []).append(pair)
    found = []
    for group in by_edition.values():
        edition = group[0].edition
        assert edition is not None
        counted = {moment: [row for pair in group if (row := pair.measured(moment))] for moment in Moment}
        totals = {moment: _total(edition, rows) for moment, rows in counted.items() if rows}
        found.append(TrainingTotals(edition, len(group), totals))
    return sorted(found, key=lambda row: (row.edition.client_training.name, row.edition.number))


def _total(edition: TrainingEdition, rows: Sequence[OutcomeMeasurement]) -> Total | None:
    people = sum(row.denominator for row in rows)
    if len(rows) < FEWEST_PAIRS or people < SMALLEST_GROUP:
        return None
    return Total(
        pairs=len(rows),
        people=people,
        unknown=sum(row.unknown_count for row in rows),
        first_on=min(row.measured_on for row in rows),
        last_on=max(row.measured_on for row in rows),
        shares={category.id: Share(_sum(rows, category.id), people) for category in edition.categories},
    )


def _sum(rows: Iterable[OutcomeMeasurement], category_id: int) -> int:
    return sum(row.count for found in rows for row in found.counts if row.category_id == category_id)
