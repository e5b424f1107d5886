"""A round of groups as one table of costs, the form in which searches read it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from lms.matching.rules.barriers import Barriers
from lms.matching.rules.costs import Costs
from lms.matching.rules.problem import Candidate, Problem

Grid = npt.NDArray[np.int64]
Members = tuple[int, ...]
FORBIDDEN = 1_000_000


class Table:
    """Who costs what beside whom: `soft` counts in the score; `hard` also forbids, and keeps pins."""

    def __init__(self, problem: Problem, people: tuple[Candidate, ...]) -> None:
        self.problem = problem
        self.people = people
        self.costs = Costs(problem)
        count = len(people)
        self.soft: Grid = np.zeros((count, count), dtype=np.int64)
        self.is_forbidden = np.zeros((count, count), dtype=np.bool_)
        self.is_pinned = np.zeros((count, count), dtype=np.bool_)
        self._fill(Barriers(problem))
        families = sorted({person.family for person in people})
        self.family: Grid = np.array([families.index(person.family) for person in people], dtype=np.int64)
        self.families = len(families)
        self.hard: Grid = self.soft + FORBIDDEN * (self.is_forbidden.astype(int) - self.is_pinned)

    def _fill(self, barriers: Barriers) -> None:
        for one, other in combinations(range(len(self.people)), 2):
            first, second = self.people[one], self.people[other]
            both = ([one, other], [other, one])
            self.soft[both] = sum(cost for _, cost in self.costs.of_two(first, second))
            self.is_forbidden[both] = barriers.between(first, second) is not None
            self.is_pinned[both] = barriers.is_pinned(first.key, second.key)

    def only(self, places: Sequence[int]) -> Table:
        """The same table for some of its people."""
        return Table(self.problem, tuple(self.people[place] for place in places))

    def bonds(self) -> int:
        """How many pairs of people are held together by a pin."""
        return int(self.is_pinned.sum()) // 2

    def cost(self, groups: Sequence[Members]) -> int:
        """What these groups cost in soft rules."""
        inside = sum(int(self.soft[np.ix_(members, members)].sum()) // 2 for members in groups)
        return inside + sum(self.costs.of_spread([self.people[one] for one in members]) for members in groups)

    def obstructions(self, groups: Sequence[Members]) -> int:
        """How often these groups break a hard rule or tear a pin apart."""
        inside = [np.ix_(members, members) for members in groups]
        forbidden = sum(int(self.is_forbidden[places].sum()) for places in inside) // 2
        kept = sum(int(self.is_pinned[places].sum()) for places in inside) // 2
        placed = sorted(one for members in groups for one in members)
        return forbidden + int(self.is_pinned[np.ix_(placed, placed)].sum()) // 2 - kept
