"""What the pairs of a cohort counted together, for whoever may know the sum and no single pair (DR-44)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.trainings.models import Moment, OutcomeMeasurement, OutcomeSum, TrainingEdition, TrainingPair
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


def totals_of(pairs: Sequence[TrainingPair], sums: Sequence[OutcomeSum]) -> Sequence[TrainingTotals]:
    """By edition what its pairs counted together, as it was settled; pairs with editions and measurements."""
    by_edition: dict[int, list[TrainingPair]] = {}
    for pair in pairs:
        if pair.edition is not None and pair.ended_on is not None:
            by_edition.setdefault(pair.edition.id, []).append(pair)
    told = {(row.edition_id, row.moment): row for row in sums}
    found = []
    for number, group in by_edition.items():
        edition = group[0].edition
        assert edition is not None
        totals = {
            moment: _total(edition, told.get((number, moment)))
            for moment in Moment
            if any(pair.measured(moment) for pair in group)
        }
        found.append(TrainingTotals(edition, len(group), totals))
    return sorted(found, key=lambda row: (row.edition.client_training.name, row.edition.number))


def _total(edition: TrainingEdition, told: OutcomeSum | None) -> Total | None:
    if told is None:
        return None
    return Total(
        pairs=len(told.versions),
        people=told.people,
        unknown=told.unknown_count,
        first_on=told.first_on,
        last_on=told.last_on,
        shares={
            category.id: Share(told.counts.get(str(category.id), 0), told.people)
            for category in edition.categories
        },
    )


def may_settle(known: Mapping[str, int], rows: Sequence[OutcomeMeasurement]) -> bool:
    """Whether enough was counted or corrected since, so that two looks tell of no single pair.

    `known` are the versions of the countings that were told before.
    """
    changed = [row for row in rows if known.get(str(row.pair_id)) != row.version]
    return len(changed) >= FEWEST_PAIRS and sum(row.denominator for row in changed) >= SMALLEST_GROUP


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The sum of some countings, as it is kept; the counts by category."""

    people: int
    unknown_count: int
    first_on: date
    last_on: date
    counts: dict[str, int]
    versions: dict[str, int]


def settled(rows: Sequence[OutcomeMeasurement]) -> Settled:
    """What these pairs counted together; their counts loaded."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update({str(found.category_id): found.count for found in row.counts})
    return Settled(
        people=sum(row.denominator for row in rows),
        unknown_count=sum(row.unknown_count for row in rows),
        first_on=min(row.measured_on for row in rows),
        last_on=max(row.measured_on for row in rows),
        counts=dict(counts),
        versions={str(row.pair_id): row.version for row in rows},
    )
