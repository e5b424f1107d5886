"""What people are told of an arrangement: pairs with one ground as one sentence, and how mixed a group is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.matching.models import Arrangement
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import Broken, Proposal
from lms.matching.rules.weights import SoftRule


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """One soft rule that is not met by these people together, and what that costs."""

    rule: SoftRule
    keys: tuple[int, ...]
    cost: int
    broken: Broken


@dataclass(frozen=True, kw_only=True)
class Mix:
    """How mixed a group is: how many organisations and disciplines of as many as there could be."""

    size: int
    organisations: int
    disciplines: int
    most_organisations: int
    most_disciplines: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How good an arrangement is: its minus points beside what nobody can avoid."""

    score: int
    bound: int
    is_proven: bool

    @property
    def left_to_win(self) -> int:
        """How many minus points another arrangement could at most save."""
        return max(0, self.score - self.bound)


def gathered(broken: Iterable[Broken]) -> tuple[Gathered, ...]:
    """Pairs that break one rule and hang together as one, dearest first."""
    found: list[tuple[SoftRule, set[int], list[Broken]]] = []
    for one in broken:
        touching = [entry for entry in found if _belongs(entry[0], entry[1], one)]
        keys = set(one.keys).union(*(entry[1] for entry in touching))
        rows = [one, *(row for entry in touching for row in entry[2])]
        found = [entry for entry in found if entry not in touching]
        found.append((one.rule, keys, rows))
    told = [
        Gathered(rule=rule, keys=tuple(sorted(keys)), cost=sum(row.cost for row in rows), broken=rows[0])
        for rule, keys, rows in found
    ]
    return tuple(sorted(told, key=lambda one: (-one.cost, one.rule, one.keys)))


def _belongs(rule: SoftRule, keys: set[int], one: Broken) -> bool:
    return rule is one.rule and one.wish is None and len(one.keys) == 2 and bool(keys & set(one.keys))


def mix_of(problem: Problem, group: Sequence[int]) -> Mix:
    """How mixed a group is; a department counts as its whole organisation (DR-01)."""
    everybody = problem.candidates
    people = [one for one in everybody if one.key in group]
    return Mix(
        size=len(people),
        organisations=len({one.family for one in people}),
        disciplines=len({one.discipline for one in people if one.discipline is not None}),
        most_organisations=max(1, min(len(people), len({one.family for one in everybody}))),
        most_disciplines=max(
            1, min(len(people), len({one.discipline for one in everybody if one.discipline is not None}))
        ),
    )


def broken_in(proposal: Proposal, group: Sequence[int]) -> tuple[Gathered, ...]:
    """What is not met within one group."""
    return gathered(one for one in proposal.broken if one.keys and set(one.keys) <= set(group))


def broken_between(proposal: Proposal, groups: Sequence[Sequence[int]]) -> tuple[Gathered, ...]:
    """What is not met and belongs to no single group."""
    inside = [set(group) for group in groups]
    return gathered(
        one for one in proposal.broken if not one.keys or not any(set(one.keys) <= group for group in inside)
    )


def rule_counts(proposal: Proposal) -> dict[SoftRule, int]:
    """In how many sentences each rule is not met, to lay arrangements side by side."""
    inside = [one for group in proposal.groups for one in broken_in(proposal, group)]
    found = Counter(one.rule for one in [*inside, *broken_between(proposal, proposal.groups)])
    return {rule: found[rule] for rule in SoftRule if found[rule]}


def standing_of(arrangement: Arrangement, others: Iterable[Arrangement]) -> Standing:
    """How good an arrangement is; a bound that was proven for one holds for all that leave nobody out."""
    account = arrangement.account
    rows = [row.account for row in (arrangement, *others)]
    same = [row for row in rows if row["unplaced"] == account["unplaced"]]
    bound = min(account["score"], max(row["bound"] for row in same))
    proven = any(row["proof"] != "none" and row["score"] == account["score"] for row in same)
    return Standing(score=account["score"], bound=bound, is_proven=proven or bound == account["score"])


def without_place(problem: Problem, placing: Placing) -> frozenset[int]:
    """Who has no place."""
    placed = {key for group in placing.groups for key in group} | {one.visitor for one in placing.visits}
    return frozenset(one.key for one in problem.candidates if one.key not in placed)
