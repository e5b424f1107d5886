"""Groups of four to six (DR-04): the best ones found, with a bound that no others can beat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from lms.matching.rules.bounds import counting_bound
from lms.matching.rules.judging import Solution
from lms.matching.rules.problem import Candidate, Placing, Problem
from lms.matching.rules.proposal import Proof
from lms.matching.rules.sizes import planned_sizes
from lms.matching.rules.table import FORBIDDEN, Grid, Table
from lms.matching.rules.tabu import Tabu

STEPS = 400
STARTS = 4


def place_in_groups(problem: Problem) -> Solution:
    """The best groups found, with a proven bound; as few people as possible without a place."""
    people = tuple(sorted(problem.candidates, key=lambda one: one.key))
    absent = 0
    while len(people) > 1:
        sizes = planned_sizes(problem, len(people))
        table = Table(problem, people)
        bound = counting_bound(problem, sizes, absent=absent)
        found = _search(table, sizes, enough=bound - FORBIDDEN * _bonds(table))
        unkept = _obstructing(table, found)
        if unkept is None:
            return _solution(problem, table, found, bound, absent)
        people = tuple(one for place, one in enumerate(people) if place != unkept)
        absent += 1
    return Solution(placing=Placing(), proof=Proof.NONE if absent else Proof.EXHAUSTIVE)


def _search(table: Table, sizes: Sequence[int], *, enough: int) -> Grid:
    runs = []
    for start in range(STARTS):
        run = Tabu(table, sizes, seed=table.problem.seed * STARTS + start)
        found = run.run(STEPS, enough=enough)
        runs.append((_cost(table, found), start, found))
        if runs[-1][0] <= enough:
            break
    return min(runs, key=lambda one: one[:2])[2]


def _cost(table: Table, group: Grid) -> int:
    same = group[:, None] == group[None, :]
    inside = int(table.hard[same].sum()) // 2
    return inside + sum(table.costs.of_spread(members) for members in _members(table, group))


def _members(table: Table, group: Grid) -> list[list[Candidate]]:
    found: list[list[Candidate]] = [[] for _ in range(int(group.max()) + 1)]
    for person, place in zip(table.people, group.tolist(), strict=True):
        found[place].append(person)
    return found


def _bonds(table: Table) -> int:
    return int((table.hard < -FORBIDDEN // 2).sum()) // 2


def _obstructing(table: Table, group: Grid) -> int | None:
    """Who stands in most of the hard rules that these groups break; nobody when they break none."""
    broken = [0] * len(table.people)
    for one, other in combinations(range(len(table.people)), 2):
        cost, together = table.hard[one, other], group[one] == group[other]
        if (cost > FORBIDDEN // 2 and together) or (cost < -FORBIDDEN // 2 and not together):
            broken[one] += 1
            broken[other] += 1
    most = max(broken)
    return broken.index(most) if most else None


def _solution(problem: Problem, table: Table, found: Grid, bound: int, absent: int) -> Solution:
    groups = tuple(tuple(one.key for one in members) for members in _members(table, found))
    cost = _cost(table, found) + FORBIDDEN * _bonds(table)
    is_proven = cost == bound and not absent
    return Solution(
        placing=Placing(groups=groups),
        lower_bound=bound,
        proof=Proof.BOUND if is_proven else Proof.NONE,
    )
