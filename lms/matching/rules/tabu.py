"""A search over groups of given sizes: swap two people, best swap first, and dare a worse one when stuck."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from lms.matching.rules.table import FORBIDDEN, Grid, Members, Table
from lms.matching.rules.weights import SoftRule

NEVER = 4 * FORBIDDEN


class Tabu:
    """One run over a table; limited by steps, never by the clock.

    Smaller groups hold an empty chair, so that moving somebody is a swap too; two chairs never share a group.
    """

    def __init__(self, table: Table, sizes: Sequence[int], *, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.people = len(table.people)
        widest = max(sizes)
        chairs = widest * len(sizes) - self.people
        self.hard: Grid = np.zeros((self.people + chairs,) * 2, dtype=np.int64)
        self.hard[: self.people, : self.people] = table.hard
        self.hard[self.people :, self.people :] = FORBIDDEN
        np.fill_diagonal(self.hard, 0)
        self.is_person = np.arange(self.people + chairs) < self.people
        self.family: Grid = np.append(table.family, np.full(chairs, table.families))
        self.families = table.families
        self.spread = table.costs.weights[SoftRule.SPREAD]
        self.wanted = min(table.costs.spread_over, *sizes)
        self.group = self._start(sizes, widest)
        self._count(len(sizes))

    def _start(self, sizes: Sequence[int], widest: int) -> Grid:
        order = list(range(self.people))
        self.random.shuffle(order)
        group: Grid = np.empty(len(self.hard), dtype=np.int64)
        group[order] = np.repeat(np.arange(len(sizes)), sizes)
        group[self.people :] = np.repeat(np.arange(len(sizes)), [widest - size for size in sizes])
        return group

    def _count(self, groups: int) -> None:
        member = np.zeros((len(self.hard), groups), dtype=np.int64)
        member[np.arange(len(self.hard)), self.group] = 1
        self.beside: Grid = self.hard @ member
        self.present: Grid = np.zeros((groups, self.families + 1), dtype=np.int64)
        np.add.at(self.present, (self.group, self.family), 1)

    def cost(self) -> int:
        """What the groups cost now, hard rules included."""
        inside = int(self.beside[np.arange(len(self.group)), self.group].sum()) // 2
        return inside + int(self._lacking(self._distinct()).sum())

    def run(self, steps: int, *, enough: int) -> list[Members]:
        """The best groups met within so many steps; stops at once when the bound is reached."""
        cost = least = self.cost()
        best = self.group.copy()
        banned = np.zeros(len(self.group), dtype=np.int64)
        for step in range(1, steps + 1):
            if least <= enough:
                break
            change = self._swaps()
            ban = (banned[:, None] > step) | (banned[None, :] > step)
            change[ban & (change >= least - cost)] = NEVER
            ties = np.flatnonzero(change == change.min())
            one, other = divmod(int(ties[self.random.randrange(len(ties))]), len(self.group))
            if change[one, other] >= NEVER:
                continue
            cost += int(change[one, other])
            self._swap(one, other)
            banned[[one, other]] = step + 3 + self.random.randrange(2 + len(self.group) // 4)
            if cost < least:
                best, least = self.group.copy(), cost
        placed = best[: self.people]
        return [tuple(np.flatnonzero(placed == place).tolist()) for place in range(int(placed.max()) + 1)]

    def _swaps(self) -> Grid:
        """What every swap of two would change; within a group there is nothing to swap."""
        there = self.beside[:, self.group]
        own = np.diagonal(there)
        side = there - own[:, None]
        if self.spread:
            side = side + self._spread_side()
        change: Grid = side + side.T - 2 * self.hard
        change[self.group[:, None] == self.group[None, :]] = NEVER
        return change

    def _spread_side(self) -> Grid:
        """For each two what the first one's group gains or loses in spread when the second comes instead."""
        distinct = self._distinct()
        here = self.present[self.group]
        is_last = (here[np.arange(len(self.group)), self.family] == 1) & self.is_person
        is_new = (here[:, self.family] == 0) & self.is_person[None, :]
        after = distinct[self.group][:, None] - is_last[:, None] + is_new
        side: Grid = self._lacking(after) - self._lacking(distinct)[self.group][:, None]
        side[self.family[:, None] == self.family[None, :]] = 0
        return side

    def _distinct(self) -> Grid:
        found: Grid = (self.present[:, : self.families] > 0).sum(axis=1)
        return found

    def _lacking(self, distinct: Grid) -> Grid:
        found: Grid = self.spread * np.maximum(0, self.wanted - distinct)
        return found

    def _swap(self, one: int, other: int) -> None:
        here, there = int(self.group[one]), int(self.group[other])
        change = self.hard[other] - self.hard[one]
        self.beside[:, here] += change
        self.beside[:, there] -= change
        for place, leaves, comes in ((here, one, other), (there, other, one)):
            self.present[place, self.family[leaves]] -= 1
            self.present[place, self.family[comes]] += 1
        self.group[[one, other]] = there, here
