"""Moving by hand, and what people are told of it: pure rules."""

from __future__ import annotations

import pytest

from lms.matching.models import RoundKind
from lms.matching.rules.moves import (
    ImpossibleMoveError,
    Move,
    MoveKind,
    aligned,
    changed_people,
    moved,
    possible_moves,
)
from lms.matching.rules.problem import Candidate, Host, Placing, Problem, Visit
from lms.matching.rules.proposal import Broken
from lms.matching.rules.telling import gathered
from lms.matching.rules.weights import SoftRule

PEOPLE = tuple(Candidate(key=key, organisation=key, family=key) for key in range(1, 6))
GROUPS = Problem(kind=RoundKind.INTERVISION_GROUPS, candidates=PEOPLE)
HOSTS = (Host(key=0, organisation=9, family=9), Host(key=1, organisation=8, family=8, member=5))
VISITS = Problem(kind=RoundKind.SHADOW_VISITS, candidates=PEOPLE, hosts=HOSTS)
BEFORE = Placing(groups=((1, 2), (3, 4)))
VISITED = Placing(visits=(Visit(visitor=1, host=0), Visit(visitor=2, host=1)))


@pytest.mark.parametrize(
    ("move", "after"),
    [
        (Move(key=1, kind=MoveKind.TO_GROUP, target=1), ((2,), (3, 4, 1))),
        (Move(key=5, kind=MoveKind.TO_GROUP, target=0), ((1, 2, 5), (3, 4))),
        (Move(key=1, kind=MoveKind.SWAP, target=3), ((3, 2), (1, 4))),
        (Move(key=1, kind=MoveKind.NEW_GROUP), ((2,), (3, 4), (1,))),
        (Move(key=1, kind=MoveKind.OUT), ((2,), (3, 4))),
    ],
)
def test_groups_keep_their_order_when_somebody_moves(move: Move, after: tuple[tuple[int, ...], ...]) -> None:
    assert moved(GROUPS, BEFORE, move).groups == after


@pytest.mark.parametrize(
    "move",
    [
        Move(key=99, kind=MoveKind.OUT),
        Move(key=1, kind=MoveKind.TO_GROUP, target=2),
        Move(key=1, kind=MoveKind.TO_GROUP),
        Move(key=5, kind=MoveKind.SWAP, target=1),
        Move(key=1, kind=MoveKind.TO_HOST, target=0),
    ],
)
def test_what_is_not_there_is_no_place(move: Move) -> None:
    with pytest.raises(ImpossibleMoveError):
        moved(GROUPS, BEFORE, move)


def test_visitors_go_to_another_host_or_swap() -> None:
    other = moved(VISITS, VISITED, Move(key=1, kind=MoveKind.TO_HOST, target=1, date=7))
    assert other.visits == (Visit(visitor=1, host=1, date=7), Visit(visitor=2, host=1))
    swapped = moved(VISITS, VISITED, Move(key=1, kind=MoveKind.SWAP, target=2))
    assert swapped.visits == (Visit(visitor=1, host=1), Visit(visitor=2, host=0))
    with pytest.raises(ImpossibleMoveError):
        moved(VISITS, VISITED, Move(key=3, kind=MoveKind.SWAP, target=1))


def test_every_possible_move_is_one_that_can_be_made() -> None:
    for problem, placing in ((GROUPS, BEFORE), (VISITS, VISITED)):
        for one in PEOPLE:
            moves = possible_moves(problem, placing, one.key)
            assert moves
            assert all(moved(problem, placing, move) != placing for move in moves)


def test_only_whose_company_differs_has_changed() -> None:
    after = Placing(groups=((1, 2), (3, 4, 5)))
    assert changed_people(BEFORE, after, {}) == {3, 4, 5}
    assert changed_people(VISITED, Placing(visits=(Visit(visitor=1, host=0),)), {0: None, 1: 5}) == {2, 5}


def test_groups_keep_the_number_that_most_of_their_people_know() -> None:
    assert aligned([[1, 2, 3], [4, 5]], [(4, 5, 3), (1, 2)]) == [[1, 2], [4, 5, 3]]


def test_pairs_with_one_ground_become_one_sentence() -> None:
    def pair(first: int, second: int, rule: SoftRule = SoftRule.ORGANISATIONS) -> Broken:
        return Broken(rule=rule, keys=(first, second), cost=3)

    told = gathered([pair(1, 2), pair(4, 5), pair(2, 3), pair(1, 3), pair(1, 2, SoftRule.ROLES)])
    assert [(one.rule, one.keys, one.cost) for one in told] == [
        (SoftRule.ORGANISATIONS, (1, 2, 3), 9),
        (SoftRule.ORGANISATIONS, (4, 5), 3),
        (SoftRule.ROLES, (1, 2), 3),
    ]
