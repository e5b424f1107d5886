"""Each hard rule by itself: the matcher keeps it, and a placing by hand is told when it breaks it."""

from dataclasses import replace
from typing import Any

import pytest

from lms.matching.models import PinKind
from lms.matching.rules.judging import judge
from lms.matching.rules.problem import Candidate, Host, Pin, Placing, Problem, Visit
from lms.matching.rules.proposal import HardRule, Proof, Violation
from lms.matching.rules.proposing import propose
from tests.matching.people import HOSTS_FROM, groups, pairs, visits

TODAY = 1000
FIRST = HOSTS_FROM + 2
ONE_VISIT = Placing(visits=(Visit(visitor=1, host=FIRST),))


def changed(problem: Problem, key: int, **facts: Any) -> Problem:
    """The same round with other facts about one participant, or about a host."""
    return replace(
        problem,
        candidates=tuple(replace(one, **facts) if one.key == key else one for one in problem.candidates),
        hosts=tuple(replace(one, **facts) if one.key == key else one for one in problem.hosts),
    )


def rules_of(problem: Problem, placing: Placing) -> set[HardRule]:
    return {violation.rule for violation in judge(problem, placing).violations}


@pytest.mark.parametrize(
    ("facts", "of_host", "rule"),
    [
        ({"family": 2}, {}, HardRule.ORGANISATION),
        ({"seen": frozenset({2})}, {}, HardRule.SEEN),
        ({"reach": frozenset({7})}, {"place": 8}, HardRule.TRAVEL),
        ({"needs": frozenset({1})}, {"offers": frozenset({2})}, HardRule.ACCESS),
        ({"dates": frozenset({TODAY + 1})}, {"dates": {TODAY + 2: 1}}, HardRule.DATES),
        ({"away": frozenset({TODAY + 2})}, {"dates": {TODAY + 2: 1}}, HardRule.DATES),
        ({}, {"dates": {TODAY + 2: 1}, "notice_days": 3}, HardRule.NOTICE),
        ({}, {"capacity": 0}, HardRule.SEATS),
        ({"managers": frozenset({2})}, {}, HardRule.PRIVATE),
    ],
)
def test_a_visit_that_may_not_be(facts: dict[str, Any], of_host: dict[str, Any], rule: HardRule) -> None:
    problem = changed(changed(visits(1, 2, today=TODAY), 1, **facts), FIRST, **of_host)

    assert rule in rules_of(problem, ONE_VISIT)
    assert not [visit for visit in propose(problem).visits if visit.visitor == 1]


def test_who_cannot_go_elsewhere_on_a_day_can_still_receive() -> None:
    problem = changed(visits(1, 2, today=TODAY), FIRST, dates={TODAY + 2: 1})

    assert not rules_of(changed(problem, 2, away=frozenset({TODAY + 2})), placing_on(TODAY + 2))


def test_a_host_without_days_suits_whoever_can_on_some_days_only() -> None:
    problem = changed(visits(1, 2, today=TODAY), 1, dates=frozenset({TODAY + 1}), away=frozenset({TODAY + 2}))

    assert not rules_of(problem, ONE_VISIT)
    assert Visit(visitor=1, host=FIRST) in propose(problem).visits


def test_who_has_seen_two_organisations_may_come_back_to_one() -> None:
    assert not rules_of(changed(visits(1, 2), 1, seen=frozenset({2, 3})), ONE_VISIT)


def test_a_host_from_outside_who_is_barred_is_told_as_any_private_ground() -> None:
    problem = visits(1, 2, barred=frozenset({(1, FIRST)}))

    assert rules_of(problem, ONE_VISIT) == {HardRule.PRIVATE}
    assert [visit.visitor for visit in propose(problem).visits] == [2]


def placing_on(day: int) -> Placing:
    return Placing(visits=(Visit(visitor=1, host=FIRST, date=day),))


def test_nobody_goes_to_the_same_host_twice_unless_somebody_decides_so() -> None:
    problem = visits(1, 2, visited=frozenset({(1, FIRST)}))
    pinned = replace(problem, pins=(Pin(kind=PinKind.VISIT, first=1, second=FIRST),))

    assert rules_of(problem, ONE_VISIT) == {HardRule.EARLIER}
    assert [visit.visitor for visit in propose(problem).visits] == [2]
    assert [visit.visitor for visit in propose(pinned).visits] == [1, 2]


def test_parent_and_child_are_one_family_and_flagged_ones_are_two() -> None:
    people = (
        Candidate(key=1, organisation=10, family=1),
        Candidate(key=2, organisation=11, family=1),
        Candidate(key=3, organisation=12, family=12),
    )
    hosts = tuple(
        Host(key=HOSTS_FROM + one.key, organisation=one.organisation, family=one.family, member=one.key)
        for one in people
    )
    placed = {visit.visitor: visit.host for visit in propose(visits(candidates=people, hosts=hosts)).visits}
    assert placed[3] in {HOSTS_FROM + 1, HOSTS_FROM + 2}
    assert set(placed.values()) <= {HOSTS_FROM + 3, placed[3]}


def test_a_host_never_has_more_than_two_visitors_whatever_it_offers() -> None:
    problem = changed(visits(1, 1, 1, 1, 2), HOSTS_FROM + 5, capacity=9)
    received = [visit for visit in propose(problem).visits if visit.host == HOSTS_FROM + 5]
    assert len(received) == 2


def test_a_day_takes_as_many_visitors_as_it_has_places() -> None:
    one_day = changed(visits(1, 1, 2, today=TODAY), HOSTS_FROM + 3, capacity=2, dates={TODAY + 5: 1})
    two_days = changed(one_day, HOSTS_FROM + 3, dates={TODAY + 5: 1, TODAY + 6: 1})
    to_third = [
        [visit.date for visit in propose(problem).visits if visit.host == HOSTS_FROM + 3]
        for problem in (one_day, two_days)
    ]
    assert [sorted(filter(None, days)) for days in to_third] == [[TODAY + 5], [TODAY + 5, TODAY + 6]]


def test_nobody_receives_a_visitor_on_the_day_of_their_own_visit() -> None:
    day = {TODAY + 5: 1}
    problem = changed(changed(visits(1, 2, today=TODAY), HOSTS_FROM + 1, dates=day), FIRST, dates=day)
    both = Placing(
        visits=(
            Visit(visitor=1, host=FIRST, date=TODAY + 5),
            Visit(visitor=2, host=HOSTS_FROM + 1, date=TODAY + 5),
        )
    )
    assert len(propose(problem).visits) == 1
    assert rules_of(problem, both) == {HardRule.BUSY}


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"discipline": 2}, HardRule.DISCIPLINE),
        ({"managers": frozenset({2})}, HardRule.PRIVATE),
        ({"dates": frozenset({TODAY})}, HardRule.DATES),
    ],
)
def test_a_pair_that_may_not_be(facts: dict[str, Any], rule: HardRule) -> None:
    problem = changed(changed(pairs(1, 2, 3, 4), 1, **facts), 2, dates=frozenset({TODAY + 1}))

    assert rules_of(problem, Placing(groups=((1, 2), (3, 4)))) == {rule}
    assert (1, 2) not in propose(problem).groups


def test_a_pair_of_an_earlier_round_comes_back_only_when_somebody_decides_so() -> None:
    problem = pairs(1, 2, 3, 4, met={(2, 1): 1})
    pinned = replace(problem, pins=(Pin(kind=PinKind.TOGETHER, first=1, second=2),))

    assert (1, 2) not in propose(problem).groups
    assert propose(pinned).groups == ((1, 2), (3, 4))


def test_a_manager_is_in_no_group_of_their_own_people_and_is_left_out_when_every_group_has_one() -> None:
    people = groups(1, 2, 3, 4, 5, 6, 7, 8)
    one_report = changed(people, 2, managers=frozenset({1}))
    two_reports = changed(one_report, 3, managers=frozenset({1}))
    surrounded = replace(people, vetoes=frozenset((1, key) for key in range(2, 9)))

    assert not any({1, 2} <= set(group) for group in propose(one_report).groups)
    assert not any(1 in group and {2, 3} & set(group) for group in propose(two_reports).groups)
    assert [one.key for one in propose(surrounded).unplaced] == [1]
    assert propose(surrounded).least_unplaced == 1


def test_pins_hold() -> None:
    people = (1, 1, 1, 2, 2, 2, 3, 3)
    together, apart = (
        Pin(kind=PinKind.TOGETHER, first=1, second=2),
        Pin(kind=PinKind.APART, first=4, second=7),
    )
    found = propose(groups(*people, pins=(together, apart))).groups
    assert any({1, 2} <= set(group) for group in found)
    assert not any({4, 7} <= set(group) for group in found)

    dated = changed(visits(*people, today=TODAY), HOSTS_FROM + 4, dates={TODAY + 1: 1, TODAY + 2: 1})
    pin = Pin(kind=PinKind.VISIT, first=1, second=HOSTS_FROM + 4, date=TODAY + 2)
    placed = propose(replace(dated, pins=(pin,))).visits
    assert Visit(visitor=1, host=HOSTS_FROM + 4, date=TODAY + 2) in placed


@pytest.mark.parametrize("seed", range(4))
def test_who_is_fixed_at_a_host_gets_the_last_seat(seed: int) -> None:
    problem = visits(1, 1, 1, 2, seed=seed)
    scarce = replace(problem, hosts=tuple(host for host in problem.hosts if host.member == 4))
    pinned = replace(scarce, pins=(Pin(kind=PinKind.VISIT, first=2, second=HOSTS_FROM + 4),))
    found = propose(pinned)
    assert [visit.visitor for visit in found.visits] == [2]
    assert (found.least_unplaced, len(found.unplaced)) == (3, 3)
    assert found.proof is Proof.SOLVER


def test_a_placing_by_hand_is_told_everything_that_is_wrong_with_it() -> None:
    problem = groups(1, 2, 3, 4, 5, 6, 7, 8, pins=(Pin(kind=PinKind.TOGETHER, first=1, second=2),))
    wrong = Placing(groups=((1, 3, 4, 5, 6, 7), (2, 3), (99,)))

    assert {(one.rule, one.keys) for one in judge(problem, wrong).violations} == {
        (HardRule.TOGETHER, (1, 2)),
        (HardRule.TWICE, (3,)),
        (HardRule.SIZE, (2, 3)),
        (HardRule.SIZE, (99,)),
        (HardRule.UNKNOWN, (99,)),
    }
    assert not judge(problem, wrong).is_publishable
    assert [one.key for one in judge(problem, wrong).unplaced] == [8]


def test_two_trios_are_one_too_many() -> None:
    wrong = Placing(groups=((1, 2, 3), (4, 5, 6)))
    found = judge(pairs(1, 2, 3, 4, 5, 6), wrong).violations
    assert found == (Violation(rule=HardRule.SIZE, keys=(1, 2, 3, 4, 5, 6)),)
