"""Counting, pairing, moments and plans, as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lms.accounts.models import Person
from lms.cohorts.models import Enrolment, EnrolmentState
from lms.trainings import rules
from lms.trainings.models import Moment, ScaleQuestion
from lms.trainings.rules import OutcomeFault, PairFault, Share


@pytest.mark.parametrize(
    ("count", "total", "percent"),
    [(7, 10, 70), (0, 9, 0), (9, 9, 100), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (1, 201, 0)],
)
def test_a_percentage_is_rounded_half_up_in_whole_numbers(count: int, total: int, percent: int) -> None:
    assert Share(count, total).percent == percent


@pytest.mark.parametrize(
    ("counts", "unknown", "denominator", "once", "fault"),
    [
        ({1: 7, 2: 3}, 0, 10, True, None),
        ({1: 7, 2: 3}, 1, 10, True, OutcomeFault.SUM_OF_ALL),
        ({1: 7, 2: 7}, 0, 10, False, None),
        ({1: 11}, 0, 10, False, OutcomeFault.MORE_THAN_ALL),
        ({1: 11}, 0, 10, True, OutcomeFault.MORE_THAN_ALL),
        ({1: 8}, 3, 10, False, OutcomeFault.MORE_THAN_ALL),
        ({1: 0}, 11, 10, True, OutcomeFault.MORE_THAN_ALL),
        ({1: 0}, 0, 0, True, OutcomeFault.NO_GROUP),
    ],
)
def test_counts_are_of_this_group(
    counts: dict[int, int], unknown: int, denominator: int, once: bool, fault: OutcomeFault | None
) -> None:
    found = rules.outcome_fault(counts, unknown=unknown, denominator=denominator, counts_once=once)
    assert found is fault


@pytest.mark.parametrize(
    ("scores", "number", "value"),
    [
        ({4: 4}, 4, None),
        ({4: 5}, 5, Decimal("4.0")),
        ({3: 3, 4: 2}, 5, Decimal("3.4")),
        ({3: 19, 4: 1}, 20, Decimal("3.1")),
        ({}, 0, None),
    ],
)
def test_a_mean_stands_there_from_five_answers_on(
    scores: dict[int, int], number: int, value: Decimal | None
) -> None:
    mean = rules.mean_of(scores)
    assert (mean.number, mean.value) == (number, value)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 26), 1, date(2026, 12, 26)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, later: date
) -> None:
    assert rules.add_months(day, months) == later


@pytest.mark.parametrize(
    ("moment", "day", "countable"),
    [
        (Moment.END, date(2026, 11, 9), False),
        (Moment.END, date(2026, 11, 10), True),
        (Moment.ONE_MONTH, date(2026, 12, 2), False),
        (Moment.ONE_MONTH, date(2026, 12, 3), True),
        (Moment.SIX_MONTHS, date(2027, 5, 2), False),
        (Moment.SIX_MONTHS, date(2027, 5, 3), True),
    ],
)
def test_a_follow_up_is_at_most_a_week_early(moment: Moment, day: date, countable: bool) -> None:
    assert rules.is_countable(moment, ended_on=date(2026, 11, 10), day=day) is countable


def somebody(number: int, *, discipline: int | None = None, **values: object) -> Enrolment:
    return Enrolment(
        id=number,
        discipline_id=discipline if discipline is not None else number,
        state=values.get("state", EnrolmentState.IN_TRAINING),
        person=Person(given_name=f"Persoon {number}", family_name="Test"),
    )


def unknown_discipline(number: int) -> Enrolment:
    member = somebody(number)
    member.discipline_id = None
    return member


@pytest.mark.parametrize(
    ("members", "taking_part", "trios", "managers", "fault"),
    [
        ([somebody(1), somebody(2)], 14, 0, {}, None),
        ([somebody(1)], 14, 0, {}, PairFault.NUMBER),
        ([somebody(n) for n in range(1, 5)], 13, 0, {}, PairFault.NUMBER),
        ([somebody(1), somebody(2, state=EnrolmentState.STOPPED)], 14, 0, {}, PairFault.NOT_HERE),
        ([somebody(1, discipline=7), somebody(2, discipline=7)], 14, 0, {}, PairFault.SAME_DISCIPLINE),
        ([somebody(1), unknown_discipline(2)], 14, 0, {}, PairFault.NO_DISCIPLINE),
        ([somebody(1), somebody(2), somebody(3)], 13, 0, {}, None),
        ([somebody(1), somebody(2), somebody(3)], 14, 0, {}, PairFault.NO_TRIO),
        ([somebody(1), somebody(2), somebody(3)], 13, 1, {}, PairFault.NO_TRIO),
        ([somebody(1), somebody(2)], 14, 0, {2: {1}}, PairFault.MANAGER),
        ([somebody(1), somebody(2)], 14, 0, {2: {9}}, None),
    ],
)
def test_who_may_give_a_training_together(
    members: list[Enrolment],
    taking_part: int,
    trios: int,
    managers: dict[int, set[int]],
    fault: PairFault | None,
) -> None:
    found = rules.pair_fault(members, taking_part=taking_part, other_trios=trios, managers=managers)
    assert found is fault


@pytest.mark.parametrize("size", [2, 3, 4, 7, 13])
def test_every_pair_looks_once_and_is_seen_once_and_never_by_itself(size: int) -> None:
    ring = rules.ring_of_observers(range(size), seen={})
    assert sorted(ring) == sorted(ring.values()) == list(range(size))
    assert all(pair != other for pair, other in ring.items())


def test_pairs_look_at_each_other_only_when_there_are_two() -> None:
    ring = rules.ring_of_observers(range(5), seen={})
    assert not [pair for pair, other in ring.items() if ring[other] == pair]


def test_an_observation_that_stands_is_not_given_again() -> None:
    ring = rules.ring_of_observers([1, 2, 3], seen={1: 2})
    assert set(ring) == {2, 3}
    assert 2 not in ring.values()


def test_nobody_looks_when_there_is_nobody_else() -> None:
    assert rules.ring_of_observers([1], seen={}) == {}


def test_pairs_that_share_most_stay_the_same() -> None:
    assert rules.same_pairs([{1, 2}, {3, 4}, {5}], [{5, 6}, {2, 1}, {4, 9}]) == {0: 1, 1: 2, 2: 0}


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("De trainer wachtte, en foto’s hielpen.", True),
        ("Iemand zei: “Ik durf niet.”", False),
        ('Iemand zei: "Ik durf niet."', False),
        ("Iemand zei ‘nee’.", False),
    ],
)
def test_an_example_has_no_quotes(text: str, free: bool) -> None:
    assert rules.is_quote_free(text) is free


def test_there_are_four_questions_for_the_group() -> None:
    assert len(ScaleQuestion) == 4
