"""What pairs counted together: never of one pair, never of a handful of people, always with n and days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from lms.trainings import operations, queries
from lms.trainings.models import (
    ClientTraining,
    Moment,
    OutcomeCategory,
    OutcomeCount,
    OutcomeMeasurement,
    OutcomeSum,
    TrainingEdition,
    TrainingPair,
)
from lms.trainings.rules import Share, may_settle, settled, totals_of
from tests.factories.cohorts import make_cohort
from tests.factories.programmes import make_version
from tests.factories.trainings import edition_of, keep, make_ended, make_measurement, make_training

END = date(2026, 11, 1)
Counted = tuple[int, int]


def edition() -> TrainingEdition:
    return TrainingEdition(
        id=1,
        number=1,
        client_training=ClientTraining(name="Samen opvoeden"),
        categories=[OutcomeCategory(id=7, position=1, name="Vrijwilligerswerk", definition="Een dag.")],
    )


def row(
    pair_id: int, counted: Counted, *, version: int = 1, moment: Moment = Moment.END
) -> OutcomeMeasurement:
    count, people = counted
    return OutcomeMeasurement(
        pair_id=pair_id,
        moment=moment,
        measured_on=date(2026, 11, people),
        denominator=people,
        unknown_count=1,
        counts=[OutcomeCount(category_id=7, count=count)],
        version=version,
    )


def pair(of: TrainingEdition, *rows: OutcomeMeasurement, ended: date | None = END) -> TrainingPair:
    return TrainingPair(edition=of, ended_on=ended, measurements=list(rows))


def told(*rows: OutcomeMeasurement) -> OutcomeSum:
    return OutcomeSum(edition_id=1, moment=rows[0].moment, **vars(settled(rows)))


def test_two_pairs_are_added_up_with_n_and_days() -> None:
    one, rows = edition(), [row(1, (7, 10)), row(2, (3, 12))]
    (found,) = totals_of(
        [*(pair(one, each) for each in rows), pair(one), pair(one, ended=None)], [told(*rows)]
    )
    total = found.totals[Moment.END]
    assert total is not None
    assert (found.pairs, total.pairs, total.people, total.unknown) == (3, 2, 22, 2)
    assert (total.first_on, total.last_on) == (date(2026, 11, 10), date(2026, 11, 12))
    assert total.shares == {7: Share(10, 22)}
    assert total.shares[7].percent == 45
    assert found.newest is Moment.END


def test_what_is_not_told_has_no_total_and_later_moments_stand_for_themselves() -> None:
    one, later = edition(), row(1, (6, 10), moment=Moment.ONE_MONTH)
    rows = [row(1, (7, 10)), row(2, (3, 12))]
    (found,) = totals_of([pair(one, rows[0], later), pair(one, rows[1])], [told(*rows)])
    assert found.totals[Moment.END] is not None
    assert found.totals[Moment.ONE_MONTH] is None
    assert found.newest is Moment.END


@pytest.mark.parametrize(
    ("known", "rows", "is_enough"),
    [
        ({}, [row(1, (7, 10))], False),
        ({}, [row(1, (1, 2)), row(2, (1, 2))], False),
        ({}, [row(1, (1, 3)), row(2, (1, 2))], True),
        ({"1": 1, "2": 1}, [row(1, (7, 10)), row(2, (3, 12)), row(3, (5, 9))], False),
        ({"1": 1, "2": 1}, [row(1, (7, 10)), row(2, (3, 12)), row(3, (5, 9)), row(4, (5, 9))], True),
        ({"1": 1, "2": 1}, [row(1, (6, 10), version=2), row(2, (3, 12))], False),
        ({"1": 1, "2": 1}, [row(1, (6, 10), version=2), row(2, (3, 12)), row(3, (5, 9))], True),
    ],
)
def test_a_sum_is_renewed_only_when_two_pairs_counted_or_corrected(
    known: dict[str, int], rows: list[OutcomeMeasurement], is_enough: bool
) -> None:
    assert may_settle(known, rows) is is_enough


def test_two_looks_never_tell_what_one_pair_counted(session: Session) -> None:
    cohort = make_cohort(version=make_version())
    of = edition_of(make_training(cohort)).id

    def count(*counts: int) -> OutcomeMeasurement:
        pair = make_ended(cohort)
        pair.edition_id = of
        keep(pair)
        return make_measurement(pair, counts=counts)

    def look() -> list[tuple[int, int]]:
        operations.settle_sums(session)
        return [
            (len(row.versions), sum(row.counts.values())) for row in queries.list_sums(session, cohort=cohort)
        ]

    first = count(7, 1)
    assert look() == []
    count(3, 2)
    assert look() == [(2, 13)]
    first.counts[0].count, first.unknown_count = 5, 1
    keep(first)
    assert look() == [(2, 13)]
    count(4, 0)
    assert look() == [(3, 15)]
    count(1, 1)
    assert look() == [(3, 15)]
    count(0, 1)
    assert look() == [(5, 18)]
