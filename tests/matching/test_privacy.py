"""A veto looks like any other private ground, from whichever side it came (features.md 3.2)."""

import random
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import pytest

from lms.matching.models import PinKind, RoundKind
from lms.matching.rules import proposal as told
from lms.matching.rules.contradictions import contradictions
from lms.matching.rules.judging import judge
from lms.matching.rules.problem import Pin, Placing, Problem, Visit
from lms.matching.rules.proposal import Block, HardRule, Shortage, Violation
from lms.matching.rules.proposing import propose
from lms.matching.rules.repairing import repair
from tests.matching.people import HOSTS_FROM, cohort, groups, hosts_of, pairs, visits

KINDS = tuple(RoundKind)


def with_grounds(problem: Problem, *grounds: tuple[int, int], how: str) -> Problem:
    """The round in which two are kept apart each time: by a veto, by its answer, or by a manager."""
    plain = tuple(replace(one, managers=frozenset()) for one in problem.candidates)
    if how == "veto":
        return replace(problem, candidates=plain, vetoes=frozenset(grounds))
    if how == "veto the other way":
        return replace(
            problem, candidates=plain, vetoes=frozenset((second, first) for first, second in grounds)
        )
    managed = {
        one.key: frozenset(second for first, second in grounds if first == one.key)
        for one in problem.candidates
    }
    people = tuple(replace(one, managers=managed[one.key]) for one in plain)
    return replace(problem, candidates=people, vetoes=frozenset())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", ["veto the other way", "manager"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_output_is_the_same_for_a_veto_and_for_a_manager(
    kind: RoundKind, other: str, seed: int
) -> None:
    plain = cohort(kind, 14, 5, seed=seed)
    chance = random.Random(seed)
    grounds = [(first, second) for first, second in (chance.sample(range(1, 15), 2) for _ in range(4))]
    pins = (Pin(kind=PinKind.TOGETHER, first=grounds[0][0], second=grounds[0][1]),)
    if kind is RoundKind.SHADOW_VISITS:
        pins = (Pin(kind=PinKind.VISIT, first=grounds[0][0], second=HOSTS_FROM + grounds[0][1]),)
    by_veto = with_grounds(replace(plain, pins=pins), *grounds, how="veto")
    by_other = with_grounds(replace(plain, pins=pins), *grounds, how=other)
    by_hand = propose(with_grounds(plain, how="veto")).placing

    assert propose(by_veto) == propose(by_other)
    assert judge(by_veto, by_hand) == judge(by_other, by_hand)
    assert repair(by_veto, by_hand, gone=1) == repair(by_other, by_hand, gone=1)
    assert contradictions(by_veto) == contradictions(by_other)


def test_no_type_that_comes_out_has_a_word_for_a_veto() -> None:
    kinds = [one for one in vars(told).values() if isinstance(one, type)]
    words = [member.value for one in kinds if issubclass(one, StrEnum) for member in one]
    words += [field.name for one in kinds if is_dataclass(one) for field in fields(one)]

    assert "private" in words
    assert not [word for word in words if "veto" in word or "manager" in word]


def test_a_group_made_by_hand_says_that_it_cannot_be_but_not_between_whom() -> None:
    problem = groups(1, 2, 3, 4, 5, vetoes=frozenset({(2, 4)}))
    proposal = judge(problem, Placing(groups=((1, 2, 3, 4, 5),)))

    assert proposal.violations == (Violation(rule=HardRule.PRIVATE, keys=(1, 2, 3, 4, 5)),)


def test_who_is_left_is_told_a_private_ground_without_a_name_and_nobody_is_named_by_leaving_others_out() -> (
    None
):
    problem = pairs(1, 2, vetoes=frozenset({(1, 2)}))
    assert [one.blocks for one in propose(problem).unplaced] == [(Block(rule=HardRule.PRIVATE),)] * 2

    problem = visits(1, 2, 3, 3, vetoes=frozenset({(1, 2), (1, 3), (1, 4)}))
    alone = {one.key: one.blocks for one in propose(problem).unplaced}
    assert alone[1] == (
        Block(rule=HardRule.ORGANISATION, keys=(HOSTS_FROM + 1,)),
        Block(rule=HardRule.PRIVATE),
    )


def test_a_shortage_is_told_by_public_rules_alone() -> None:
    families = (1, 1, 1, 2)
    vetoed = visits(*families, vetoes=frozenset({(1, 4)}))

    assert propose(vetoed).shortage == propose(visits(*families)).shortage
    assert propose(visits(*families)).shortage == Shortage(
        visitors=(1, 2, 3), hosts=(HOSTS_FROM + 4,), seats=1
    )


def test_nothing_that_is_written_down_of_an_answer_speaks_of_a_veto() -> None:
    problem = cohort(RoundKind.SHADOW_VISITS, 14, 5)
    answers: list[Any] = [propose(problem), judge(problem, Placing()), repair(problem, Placing(), gone=1)]
    assert "veto" not in repr(answers)


def test_a_host_from_outside_knows_no_private_grounds_of_participants() -> None:
    people = visits(1, 2).candidates
    outsider = replace(hosts_of(people)[1], member=None)
    problem = visits(1, 2, hosts=(outsider,), vetoes=frozenset({(1, 2)}))
    assert propose(problem).visits == (Visit(visitor=1, host=outsider.key),)
