"""Laws over random cohorts: no hard rule broken, sizes right, never worse than chance, exact if provable."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.matching.models import RoundKind
from lms.matching.rules.judging import judge
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposing import propose
from lms.matching.rules.repairing import repair
from lms.matching.rules.sizes import planned_sizes
from tests.matching.oracle import best_of_all, faults_of, some_legal, standing
from tests.matching.people import cohort, with_days

KINDS = tuple(RoundKind)
kinds = st.sampled_from(KINDS)
seeds = st.integers(1, 10_000)


def steady(examples: int) -> settings:
    return settings(
        max_examples=examples, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )


def check(problem: Problem) -> None:
    """What holds for every answer whatever went in."""
    proposal = propose(problem)
    placed = len(problem.candidates) - len(proposal.unplaced)

    assert faults_of(problem, proposal.placing) == []
    assert proposal.violations == ()
    assert proposal.lower_bound <= proposal.score == sum(broken.cost for broken in proposal.broken)
    assert proposal.least_unplaced <= len(proposal.unplaced)
    assert not proposal.is_optimal or proposal.lower_bound == proposal.score
    if problem.kind is not RoundKind.SHADOW_VISITS:
        assert tuple(len(group) for group in proposal.groups) == planned_sizes(problem, placed)
    assert set(proposal.why) | {one.key for one in proposal.unplaced} == {
        one.key for one in problem.candidates
    }
    assert all(proposal.why.values())


@steady(18)
@given(kind=kinds, people=st.integers(13, 60), organisations=st.integers(3, 40), seed=seeds)
def test_no_hard_rule_is_ever_broken(kind: RoundKind, people: int, organisations: int, seed: int) -> None:
    check(cohort(kind, people, organisations, seed=seed))


@steady(8)
@given(people=st.integers(13, 40), organisations=st.integers(3, 12), seed=seeds)
def test_nor_with_days_notice_and_seats(people: int, organisations: int, seed: int) -> None:
    check(with_days(cohort(RoundKind.SHADOW_VISITS, people, organisations, seed=seed)))


@pytest.mark.parametrize("kind", KINDS)
def test_nor_for_three_hundred_people_of_forty_organisations(kind: RoundKind) -> None:
    check(cohort(kind, 300, 40))


@steady(6)
@given(kind=kinds, people=st.integers(13, 24), organisations=st.integers(3, 15), seed=seeds)
def test_no_answer_is_worse_than_the_best_of_two_hundred_random_legal_ones(
    kind: RoundKind, people: int, organisations: int, seed: int
) -> None:
    problem = cohort(kind, people, organisations, seed=seed)
    chance = random.Random(seed)
    by_chance = [some_legal(problem, chance) for _ in range(200)]

    assert all(not faults_of(problem, placing) for placing in by_chance[:5])
    assert standing(problem, propose(problem).placing) <= min(standing(problem, one) for one in by_chance)


@steady(30)
@given(kind=kinds, people=st.integers(1, 8), organisations=st.integers(1, 4), seed=seeds)
def test_the_answer_for_a_few_people_is_the_best_of_all_there_are(
    kind: RoundKind, people: int, organisations: int, seed: int
) -> None:
    size = min(people, 4) if kind is RoundKind.SHADOW_VISITS else people
    problem = replace(cohort(kind, size, organisations, seed=seed), smallest=3)
    proposal = propose(problem)

    assert standing(problem, proposal.placing) == best_of_all(problem)
    assert proposal.is_optimal
    assert (proposal.least_unplaced, proposal.lower_bound) == standing(problem, proposal.placing)


@steady(12)
@given(kind=kinds, people=st.integers(12, 30), organisations=st.integers(4, 10), seed=seeds)
def test_a_repair_breaks_no_hard_rule_and_comes_in_the_order_of_what_changes(
    kind: RoundKind, people: int, organisations: int, seed: int
) -> None:
    problem = cohort(kind, people, organisations, seed=seed)
    before = propose(problem).placing
    options = repair(problem, before, gone=1)

    assert 1 <= len(options) <= 5
    assert all(judge(problem.without(1), one.proposal.placing).violations == () for one in options)
    order = [(len(one.proposal.unplaced), len(one.moved), len(one.touched)) for one in options]
    assert order == sorted(order)
    assert len({one.proposal.placing for one in options}) == len(options)


def test_an_empty_round_has_an_empty_answer() -> None:
    for kind in KINDS:
        proposal = propose(Problem(kind=kind, candidates=()))
        assert (proposal.placing, proposal.score, proposal.is_optimal) == (Placing(), 0, True)
