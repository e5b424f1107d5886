"""All duos and trios of a round that no hard rule forbids, with their costs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import inf

import numpy as np

from lms.matching.rules.barriers import Barriers
from lms.matching.rules.contradictions import bonds
from lms.matching.rules.costs import Costs
from lms.matching.rules.market import shuffled
from lms.matching.rules.problem import Candidate, Problem
from lms.matching.rules.solver import ALMOST, Answer, Choice, Numbers, Relaxation, always
from lms.matching.rules.table import Grid
from lms.matching.rules.weights import SoftRule

FEW = 30
EACH = 12
TRIOS_AT_ONCE = 200
Members = tuple[int, ...]


class Duos:
    """Columns are duos and at most one trio (DR-03), rows are people; being left alone is dearer than all."""

    def __init__(self, problem: Problem, *, has_trio: bool) -> None:
        self.problem = problem
        self.has_trio = has_trio
        self.costs = Costs(problem)
        self.barriers = Barriers(problem)
        self.people = shuffled(problem.candidates, problem.seed)
        count = len(self.people)
        self.beside: Grid = np.zeros((count, count), dtype=np.int64)
        self.passed: Grid = np.zeros((count, count), dtype=np.int64)
        self.is_open = np.zeros((count, count), dtype=np.bool_)
        for one, other in combinations(range(count), 2):
            self._fill(one, other)
        self.duo_cost: Grid = self.beside + self.passed + self.passed.T
        self.bound = self._bonds()
        self.alone = 1 + 3 * count * int(self.duo_cost.max(initial=0)) + 3 * self._all_wishes()

    def _fill(self, one: int, other: int) -> None:
        first, second = self.people[one], self.people[other]
        cost = sum(cost for _, cost in self.costs.of_two(first, second))
        self.beside[one, other] = self.beside[other, one] = cost
        self.passed[one, other] = self._wishes(first, second)
        self.passed[other, one] = self._wishes(second, first)
        self.is_open[one, other] = self.is_open[other, one] = not self.barriers.between(first, second)

    def _wishes(self, own: Candidate, other: Candidate) -> int:
        return self.costs.weights[SoftRule.WISHES] * len(self.costs.passed_over(own.key, (other,)))

    def _all_wishes(self) -> int:
        wishes = sum(len(self.problem.wishes.get(one.key, ())) for one in self.people)
        return self.costs.weights[SoftRule.WISHES] * wishes

    def _bonds(self) -> dict[int, frozenset[int]]:
        places = {one.key: place for place, one in enumerate(self.people)}
        sets = [frozenset(places[key] for key in keys) for keys in bonds(self.problem)]
        return {place: members for members in sets for place in members}

    def cost(self, members: Members) -> int:
        """What a duo or trio costs; a wish is met by either of two partners."""
        own = sum(int(self.beside[one, other]) for one, other in combinations(members, 2))
        for one in members:
            own += min(int(self.passed[one, other]) for other in members if other != one)
        return own

    def is_allowed(self, members: Members) -> bool:
        """No hard rule between any two, and everybody whom a pin binds to one of them is there."""
        if not all(self.is_open[one, other] for one, other in combinations(members, 2)):
            return False
        return all(self.bound.get(one, frozenset()) <= set(members) for one in members)

    def start(self) -> list[Members]:
        """Every duo and trio of a small cohort, else everybody's cheapest duos and the trios these make."""
        everybody = range(len(self.people))
        if len(self.people) <= FEW:
            found: list[Members] = [*combinations(everybody, 2)]
            found += combinations(everybody, 3) if self.has_trio else ()
            return [members for members in found if self.is_allowed(members)]
        near = self._nearest().tolist()
        sets = {tuple(sorted((one, other))) for one in everybody for other in near[one]}
        sets |= {tuple(sorted(members)) for members in self.bound.values()}
        if self.has_trio:
            sets |= {tuple(sorted((one, *near[one][:2]))) for one in everybody}
        return [members for members in sorted(sets) if self.is_allowed(members)]

    def _nearest(self) -> Grid:
        """Everybody's cheapest partners; of equals everybody takes those who come after them in the round."""
        count = len(self.people)
        places = np.arange(count)
        after = (places[None, :] - places[:, None]) % count
        ranked = np.argsort(np.where(self.is_open, self.duo_cost, self.alone) * count + after, axis=1)
        found: Grid = ranked[:, :EACH]
        return found

    def is_whole(self, columns: list[Members]) -> bool:
        return len(self.people) <= FEW

    def relax(self, columns: list[Members]) -> Relaxation:
        return always(self._choice(columns).relax())

    def choose(self, columns: list[Members]) -> Answer:
        return always(self._choice(columns).solve())

    def entrants(self, duals: Numbers, columns: list[Members], *, below: float, most: int) -> list[Members]:
        beyond = self._beyond(duals)
        found = [(float(beyond[one, other]), (one, other)) for one, other in _cheap(beyond, below)]
        fresh = self._new(found, columns)
        if self.has_trio and (below > 0 or not fresh):
            room = most if below > 0 else TRIOS_AT_ONCE
            fresh += self._new(self._trios(duals, below, room + len(columns)), columns)[:room]
        return fresh[:most]

    def slack(self, duals: Numbers) -> float:
        least = self._beyond(duals).min(axis=1, initial=0.0).sum() / 2
        trios = self._trios(duals, -ALMOST, 1) if self.has_trio else []
        return float(least) + min((beyond for beyond, _ in trios), default=0.0)

    def _beyond(self, duals: Numbers) -> Numbers:
        worth = duals[: len(self.people)]
        cost = self.duo_cost - worth[:, None] - worth[None, :]
        found: Numbers = np.where(self.is_open, cost, np.inf)
        return found

    def _new(self, found: Sequence[tuple[float, Members]], columns: list[Members]) -> list[Members]:
        taken = set(columns)
        return [members for _, members in sorted(found) if members not in taken and self.is_allowed(members)]

    def _trios(self, duals: Numbers, below: float, most: int) -> list[tuple[float, Members]]:
        """The cheapest trios, by their first member, for there are far too many to lay out."""
        worth, trio = duals[: len(self.people)], float(duals[len(self.people)])
        found: list[tuple[float, Members]] = []
        for one in range(len(self.people)):
            rest = np.flatnonzero(self.is_open[one])
            rest = rest[rest > one]
            square = np.ix_(rest, rest)
            beside, passed = self.beside[one, rest], self.passed[rest, one]
            own = np.minimum(self.passed[one, rest][:, None], self.passed[one, rest][None, :])
            back = np.minimum(passed[:, None], self.passed[square])
            cost = beside[:, None] + beside[None, :] + self.beside[square] + own + back + back.T
            beyond = cost - worth[rest][:, None] - worth[rest][None, :] - worth[one] - trio
            beyond[~self.is_open[square]] = np.inf
            for second, third in _cheap(beyond, below):
                found.append((float(beyond[second, third]), (one, int(rest[second]), int(rest[third]))))
            if len(found) > 4 * most:
                found = sorted(found)[:most]
        return sorted(found)[:most]

    def _choice(self, columns: list[Members]) -> Choice:
        choice = Choice(self.problem.seed)
        for _ in self.people:
            choice.add_row(least=1, most=1)
        trio = choice.add_row(most=1)
        for members in columns:
            rows = dict.fromkeys(members, 1)
            if len(members) == 3:
                rows[trio] = 1
            choice.add_column(self.cost(members), rows, most=inf)
        for place, one in enumerate(self.people):
            unmet = self.costs.weights[SoftRule.WISHES] * len(self.problem.wishes.get(one.key, ()))
            choice.add_column(self.alone + unmet, {place: 1})
        return choice


def _cheap(beyond: Numbers, below: float) -> list[tuple[int, int]]:
    """The places above the diagonal that cost less."""
    return [(one, other) for one, other in np.argwhere(np.triu(beyond < below, 1)).tolist()]
