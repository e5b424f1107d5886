"""Pins that cannot all hold are named with what they run into, and left out of the proposal."""

from dataclasses import replace

import pytest

from lms.matching.models import PinKind
from lms.matching.rules.contradictions import contradictions
from lms.matching.rules.problem import Pin, Problem
from lms.matching.rules.proposal import Contradiction, HardRule
from lms.matching.rules.proposing import propose
from tests.matching.people import HOSTS_FROM, groups, pairs, visits


def together(first: int, second: int) -> Pin:
    return Pin(kind=PinKind.TOGETHER, first=first, second=second)


def apart(first: int, second: int) -> Pin:
    return Pin(kind=PinKind.APART, first=first, second=second)


def visit(visitor: int, host: int, date: int | None = None) -> Pin:
    return Pin(kind=PinKind.VISIT, first=visitor, second=HOSTS_FROM + host, date=date)


EIGHT = (1, 2, 3, 4, 5, 6, 7, 8)


@pytest.mark.parametrize(
    ("problem", "pins", "rule"),
    [
        (groups(*EIGHT), (together(1, 2), together(2, 3), apart(1, 3)), HardRule.APART),
        (groups(*EIGHT), tuple(together(1, key) for key in range(2, 6)), HardRule.SIZE),
        (groups(*EIGHT, vetoes=frozenset({(1, 2)})), (together(1, 2),), HardRule.PRIVATE),
        (groups(*EIGHT), (together(1, 99),), HardRule.UNKNOWN),
        (groups(*EIGHT), (together(1, 1),), HardRule.UNKNOWN),
        (pairs(1, 2, 3, 4), (together(1, 2), together(2, 3)), HardRule.SIZE),
        (pairs(1, 2, 3, 4, 5), (together(1, 2), together(2, 3), apart(3, 1)), HardRule.APART),
        (visits(1, 1, 2), (visit(1, 2),), HardRule.ORGANISATION),
        (visits(1, 2, 3), (visit(1, 2), visit(1, 3)), HardRule.TWICE),
        (visits(1, 1, 2), (visit(1, 3), visit(2, 3)), HardRule.SEATS),
        (visits(1, 2), (visit(1, 2), apart(1, HOSTS_FROM + 2)), HardRule.APART),
    ],
)
def test_pins_that_cannot_hold_are_named(problem: Problem, pins: tuple[Pin, ...], rule: HardRule) -> None:
    pinned = replace(problem, pins=pins)
    assert contradictions(pinned) == (Contradiction(rule=rule, pins=pins),)

    proposal = propose(pinned)
    assert proposal.contradictions == contradictions(pinned)
    assert proposal.placing == propose(problem).placing


def test_two_visits_on_one_day_by_a_host_who_is_away_are_named() -> None:
    people = visits(1, 2, 3)
    problem = replace(people, hosts=tuple(replace(host, dates={5: 1, 6: 1}) for host in people.hosts))
    clash = (visit(1, 2, 5), visit(2, 3, 5))

    assert contradictions(replace(problem, pins=clash)) == (Contradiction(rule=HardRule.BUSY, pins=clash),)
    assert contradictions(replace(problem, pins=(visit(1, 2, 5), visit(2, 3, 6)))) == ()
    assert [one.rule for one in contradictions(replace(problem, pins=(visit(1, 2, 9),)))] == [HardRule.DATES]


def test_a_trio_may_be_pinned_when_the_number_is_odd() -> None:
    pins = (together(1, 2), together(2, 3))
    assert contradictions(pairs(1, 2, 3, 4, 5, pins=pins)) == ()
    assert (1, 2, 3) in propose(pairs(1, 2, 3, 4, 5, pins=pins)).groups


def test_pins_that_fit_are_no_contradiction() -> None:
    assert contradictions(groups(*EIGHT, pins=(together(1, 2), together(3, 4), apart(1, 3)))) == ()
