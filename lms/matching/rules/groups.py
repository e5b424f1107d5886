"""Groups of four to six (DR-04): the best ones found, with a bound that no others can beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.matching.rules.bounds import counting_bound
from lms.matching.rules.judging import Solution
from lms.matching.rules.partitions import Partition, is_small
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import Proof
from lms.matching.rules.sizes import planned_sizes
from lms.matching.rules.solver import whole
from lms.matching.rules.table import FORBIDDEN, Members, Table
from lms.matching.rules.tabu import Tabu

STARTS = 4
STEPS_EACH = 20
WORK = 40_000_000
IMPOSSIBLE = 1_000 * FORBIDDEN


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What came of placing all but so many people: groups or nothing, and a bound for all such groups."""

    bound: int
    groups: tuple[Members, ...] | None = None
    is_solved: bool = False


def place_in_groups(problem: Problem) -> Solution:
    """The best groups found; people are only left out when no groups of all of them keep the hard rules."""
    table = Table(problem, tuple(sorted(problem.candidates, key=lambda one: one.key)))
    present = tuple(range(len(table.people)))
    least_unplaced, is_sure = 0, True
    for absent in range(len(table.people)):
        sizes = planned_sizes(problem, len(table.people) - absent)
        if not sizes:
            break
        found = _attempt(table, sizes, present, absent)
        if found.groups is not None:
            return _solution(table, found, least_unplaced, is_sure)
        is_sure = is_sure and found.bound >= IMPOSSIBLE
        least_unplaced += is_sure
        present = _without_most_obstructing(table, present)
    return Solution(
        placing=Placing(),
        least_unplaced=len(table.people) if is_sure else least_unplaced,
        proof=Proof.EXHAUSTIVE if is_sure else Proof.NONE,
    )


def _attempt(table: Table, sizes: Sequence[int], present: Members, absent: int) -> Attempt:
    counted = counting_bound(table.problem, sizes, absent=absent)
    if not is_small(len(table.people), sizes):
        return Attempt(bound=counted, groups=_search(table, sizes, present, counted))
    partition = Partition(table, sizes, absent=absent)
    relaxed = partition.relax()
    if relaxed is None:
        return Attempt(bound=IMPOSSIBLE)
    groups = _search(table, sizes, present, max(counted, whole(relaxed.cost)))
    known = IMPOSSIBLE if groups is None else table.cost(groups)
    bound, better = partition.better(relaxed, known)
    return Attempt(bound=max(bound, counted), groups=tuple(better) if better else groups, is_solved=True)


def _search(table: Table, sizes: Sequence[int], present: Members, enough: int) -> tuple[Members, ...] | None:
    """The best groups of several runs; none when every run still breaks a hard rule."""
    part = table.only(present)
    steps = min(STEPS_EACH * len(present), WORK // len(present) ** 2)
    goal = enough - FORBIDDEN * part.bonds()
    found = []
    for start in range(STARTS):
        placed = Tabu(part, sizes, seed=table.problem.seed * STARTS + start).run(steps, enough=goal)
        groups = tuple(tuple(present[one] for one in members) for members in placed)
        if not table.obstructions(groups):
            found.append((table.cost(groups), start, groups))
            if found[-1][0] <= enough:
                break
    return min(found)[2] if found else None


def _without_most_obstructing(table: Table, present: Members) -> Members:
    """Everybody but the one whom hard rules keep from most others."""
    against = {one: sum(int(table.is_forbidden[one, other]) for other in present) for one in present}
    most = max(present, key=lambda one: (against[one], -one))
    return tuple(one for one in present if one != most)


def _solution(table: Table, found: Attempt, least_unplaced: int, is_sure: bool) -> Solution:
    groups = found.groups or ()
    is_proven = is_sure and table.cost(groups) <= found.bound
    how = Proof.SOLVER if found.is_solved else Proof.BOUND
    return Solution(
        placing=Placing(groups=tuple(tuple(table.people[one].key for one in group) for group in groups)),
        lower_bound=found.bound,
        least_unplaced=least_unplaced,
        proof=how if is_proven else Proof.NONE,
    )
