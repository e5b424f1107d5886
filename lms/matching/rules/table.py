"""A round of groups or pairs as one table of costs, the form in which searches read it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from lms.matching.models import RoundKind
from lms.matching.rules.barriers import Barriers
from lms.matching.rules.costs import Costs
from lms.matching.rules.problem import Candidate, Problem
from lms.matching.rules.weights import SoftRule

Grid = npt.NDArray[np.int64]
FORBIDDEN = 1_000_000


class Table:
    """Who costs what beside whom: `soft` counts in the score; `hard` also forbids, and keeps pins."""

    def __init__(self, problem: Problem, people: tuple[Candidate, ...]) -> None:
        self.problem = problem
        self.people = people
        self.costs = Costs(problem)
        self.barriers = Barriers(problem)
        count = len(people)
        self.soft: Grid = np.zeros((count, count), dtype=np.int64)
        self.hard: Grid = np.zeros((count, count), dtype=np.int64)
        for one, other in combinations(range(count), 2):
            self._fill(one, other)
        families = sorted({person.family for person in people})
        self.family: Grid = np.array([families.index(person.family) for person in people], dtype=np.int64)
        self.families = len(families)

    def _fill(self, one: int, other: int) -> None:
        first, second = self.people[one], self.people[other]
        cost = sum(cost for _, cost in self.costs.of_two(first, second))
        cost += self._wishes(first, second) + self._wishes(second, first)
        self.soft[one, other] = self.soft[other, one] = cost
        if self.barriers.between(first, second):
            cost += FORBIDDEN
        elif self.barriers.is_pinned(first.key, second.key):
            cost -= FORBIDDEN
        self.hard[one, other] = self.hard[other, one] = cost

    def _wishes(self, own: Candidate, other: Candidate) -> int:
        if self.problem.kind is not RoundKind.TRAINING_PAIRS:
            return 0
        return self.costs.weights[SoftRule.WISHES] * len(self.costs.passed_over(own.key, (other,)))
