"""Groups of a small cohort: every group that could be is a column, which proves how good the best can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np

from lms.matching.rules.contradictions import bonds
from lms.matching.rules.solver import ALMOST, Choice, Relaxation, whole
from lms.matching.rules.table import Grid, Members, Table
from lms.matching.rules.weights import SoftRule

MOST_COLUMNS = 70_000
MOST_CHOSEN_FROM = 4_000


def is_small(people: int, sizes: Sequence[int]) -> bool:
    """Whether all groups that could be are few enough to look at."""
    return sum(comb(people, size) for size in set(sizes)) <= MOST_COLUMNS


class Partition:
    """All groups of these sizes that no hard rule forbids and that tear no pin apart, with their costs."""

    def __init__(self, table: Table, sizes: Sequence[int], *, absent: int) -> None:
        self.table = table
        self.sizes = Counter(sizes)
        self.absent = absent
        first = len(table.people)
        self._counted = {size: row for row, size in enumerate(sorted(self.sizes), first)}
        self.columns: list[Members] = []
        self.costs: list[int] = []
        for size in sorted(self.sizes):
            self._lay(np.array(list(combinations(range(len(table.people)), size)), dtype=np.int64))

    def _lay(self, groups: Grid) -> None:
        inside: Grid = np.zeros(len(groups), dtype=np.int64)
        is_allowed = np.ones(len(groups), dtype=np.bool_)
        for one, other in combinations(range(groups.shape[1]), 2):
            inside += self.table.soft[groups[:, one], groups[:, other]]
            is_allowed &= ~self.table.is_forbidden[groups[:, one], groups[:, other]]
        places = {one.key: place for place, one in enumerate(self.table.people)}
        for keys in bonds(self.table.problem):
            held = np.isin(groups, [places[key] for key in keys if key in places]).sum(axis=1)
            is_allowed &= (held == 0) | (held == len(keys))
        inside += self._spread(groups)
        self.columns += [tuple(members) for members in groups[is_allowed].tolist()]
        self.costs += inside[is_allowed].tolist()

    def _spread(self, groups: Grid) -> Grid:
        families = np.sort(self.table.family[groups], axis=1)
        distinct = 1 + (np.diff(families, axis=1) != 0).sum(axis=1)
        wanted = min(self.table.costs.spread_over, groups.shape[1])
        found: Grid = self.table.costs.weights[SoftRule.SPREAD] * np.maximum(0, wanted - distinct)
        return found

    def relax(self) -> Relaxation | None:
        """A bound that all groups obey; none when there are no such groups at all."""
        return self._choice(range(len(self.columns))).relax() if self.columns else None

    def better(self, relaxed: Relaxation, known: int) -> tuple[int, list[Members] | None]:
        """A proven bound, and the groups that reach it when they are better than the known cost."""
        bound = whole(relaxed.cost)
        worth = relaxed.duals
        near = []
        for column, members in enumerate(self.columns):
            rows = [*members, self._counted[len(members)]]
            if self.costs[column] - float(worth[rows].sum()) <= known - relaxed.cost + ALMOST:
                near.append(column)
        if known <= bound or len(near) > MOST_CHOSEN_FROM:
            return min(bound, known), None
        answer = self._choice(near).solve()
        if answer is None or answer.cost >= known:
            return min(known, max(bound, answer.lower_bound if answer else bound)), None
        return max(bound, answer.lower_bound), [
            self.columns[near[place]] for place in answer.chosen if place < len(near)
        ]

    def _choice(self, columns: Sequence[int]) -> Choice:
        choice = Choice(self.table.problem.seed)
        people = len(self.table.people)
        for _ in range(people):
            choice.add_row(least=1, most=1)
        for size in sorted(self.sizes):
            choice.add_row(least=self.sizes[size], most=self.sizes[size])
        for column in columns:
            members = self.columns[column]
            rows = dict.fromkeys(members, 1)
            rows[self._counted[len(members)]] = 1
            choice.add_column(self.costs[column], rows)
        if self.absent:
            left = choice.add_row(least=self.absent, most=self.absent)
            for place in range(people):
                choice.add_column(0, {place: 1, left: 1})
        return choice
