"""The whole account of a placing, whether the matcher made it or somebody's hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.matching.models import RoundKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.bounds import quick_bound
from lms.matching.rules.explaining import broken_rules, costs_by_rule, placed_keys, score_of, whys
from lms.matching.rules.problem import Candidate, Placing, Problem
from lms.matching.rules.proposal import Block, Contradiction, HardRule, Proof, Proposal, Shortage, Unplaced
from lms.matching.rules.violations import seats_of, violations_of

UNNAMED = {HardRule.PRIVATE, HardRule.SEATS, HardRule.NOBODY_LEFT}


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What a search hands over: a placing, and what is known about all others."""

    placing: Placing
    lower_bound: int = 0
    least_unplaced: int = 0
    proof: Proof = Proof.NONE
    shortage: Shortage | None = None


def judge(problem: Problem, placing: Placing) -> Proposal:
    """The account of a placing made by hand: what it breaks and costs, who is left, and why each match."""
    return account(problem, Solution(placing=placing, lower_bound=quick_bound(problem, placing)))


def account(problem: Problem, solution: Solution, contradictions: tuple[Contradiction, ...] = ()) -> Proposal:
    """A solution as a proposal, with everything a coordinator asks about it."""
    placing = tidy(solution.placing)
    broken = broken_rules(problem, placing)
    score = score_of(broken)
    return Proposal(
        placing=placing,
        score=score,
        lower_bound=min(solution.lower_bound, score),
        least_unplaced=solution.least_unplaced,
        proof=solution.proof,
        why=whys(problem, placing),
        broken=broken,
        unplaced=unplaced_in(problem, placing),
        violations=violations_of(problem, placing),
        contradictions=contradictions,
        shortage=solution.shortage,
        costs=costs_by_rule(broken),
    )


def tidy(placing: Placing) -> Placing:
    """The same placing in the one order in which it is always told: largest groups first, then by key."""
    groups = sorted(
        (tuple(sorted(group)) for group in placing.groups if group), key=lambda one: (-len(one), one)
    )
    visits = sorted(placing.visits, key=lambda one: (one.visitor, one.host, one.date or 0))
    return Placing(groups=tuple(groups), visits=tuple(visits))


def unplaced_in(problem: Problem, placing: Placing) -> tuple[Unplaced, ...]:
    """Everybody without a place, with the hard rules that stand between them and the others."""
    barriers, placed = Barriers(problem), placed_keys(placing)
    return tuple(
        Unplaced(key=one.key, blocks=_blocks(barriers, placing, one))
        for one in sorted(problem.candidates, key=lambda one: one.key)
        if one.key not in placed
    )


def _blocks(barriers: Barriers, placing: Placing, one: Candidate) -> tuple[Block, ...]:
    problem = barriers.problem
    found: dict[HardRule, list[int]] = {}
    if problem.kind is RoundKind.SHADOW_VISITS:
        full = _full_hosts(problem, placing)
        for host in problem.hosts:
            left = HardRule.SEATS if host.key in full else HardRule.NOBODY_LEFT
            found.setdefault(barriers.to_host(one, host) or left, []).append(host.key)
    else:
        for other in problem.candidates:
            if other.key != one.key:
                rule = barriers.between(one, other) or HardRule.NOBODY_LEFT
                found.setdefault(rule, []).append(other.key)
    return tuple(_block(rule, found[rule]) for rule in sorted(found))


def _block(rule: HardRule, keys: Iterable[int]) -> Block:
    """Only public grounds name others: whoever was missing from all names would be kept apart privately."""
    return Block(rule=rule, keys=() if rule in UNNAMED else tuple(sorted(keys)))


def _full_hosts(problem: Problem, placing: Placing) -> set[int]:
    received = [visit.host for visit in placing.visits]
    return {host.key for host in problem.hosts if received.count(host.key) >= seats_of(problem, host)}
