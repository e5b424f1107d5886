"""What pairs counted together: never of one pair, never of a handful of people, always with n and days."""

from __future__ import annotations

from datetime import date

import pytest

from lms.trainings.models import (
    ClientTraining,
    Moment,
    OutcomeCategory,
    OutcomeCount,
    OutcomeMeasurement,
    TrainingEdition,
    TrainingPair,
)
from lms.trainings.rules import Share, totals_of

END = date(2026, 11, 1)


def edition() -> TrainingEdition:
    return TrainingEdition(
        id=1,
        number=1,
        client_training=ClientTraining(name="Samen opvoeden"),
        categories=[OutcomeCategory(id=7, position=1, name="Vrijwilligerswerk", definition="Een dag.")],
    )


def pair(of: TrainingEdition, *counted: tuple[int, int], ended: date | None = END) -> TrainingPair:
    moments = zip(Moment, counted, strict=False)
    return TrainingPair(
        edition=of,
        ended_on=ended,
        measurements=[
            OutcomeMeasurement(
                moment=moment,
                measured_on=date(2026, 11, people),
                denominator=people,
                unknown_count=1,
                counts=[OutcomeCount(category_id=7, count=count)],
            )
            for moment, (count, people) in moments
        ],
    )


def test_two_pairs_are_added_up_with_n_and_days() -> None:
    one = edition()
    (found,) = totals_of([pair(one, (7, 10)), pair(one, (3, 12)), pair(one), pair(one, (9, 9), ended=None)])
    total = found.totals[Moment.END]
    assert total is not None
    assert (found.pairs, total.pairs, total.people, total.unknown) == (3, 2, 22, 2)
    assert (total.first_on, total.last_on) == (date(2026, 11, 10), date(2026, 11, 12))
    assert total.shares == {7: Share(10, 22)}
    assert total.shares[7].percent == 45
    assert found.newest is Moment.END


@pytest.mark.parametrize("counted", [[(7, 10)], [(1, 2), (1, 2)]])
def test_of_too_few_there_is_no_total(counted: list[tuple[int, int]]) -> None:
    one = edition()
    (found,) = totals_of([pair(one, row) for row in counted])
    assert found.totals == {Moment.END: None}
    assert found.newest is None


def test_later_moments_stand_for_themselves() -> None:
    one = edition()
    (found,) = totals_of([pair(one, (7, 10), (6, 10)), pair(one, (3, 12))])
    assert found.totals[Moment.END] is not None
    assert found.totals[Moment.ONE_MONTH] is None
