"""Duos and one trio for an odd number, solved exactly (DR-02, DR-03)."""

from __future__ import annotations

from lms.matching.rules.duos import Duos
from lms.matching.rules.judging import Solution
from lms.matching.rules.pricing import best
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import Proof


def place_in_pairs(problem: Problem) -> Solution:
    """The best pairs there are: first nobody left alone who could have a partner, then the least cost."""
    if not problem.candidates:
        return Solution(placing=Placing(), proof=Proof.EXHAUSTIVE)
    is_odd = len(problem.candidates) % 2 == 1
    found = _placed(problem, has_trio=is_odd)
    is_anybody_left = sum(len(group) for group in found.placing.groups) < len(problem.candidates)
    return _placed(problem, has_trio=True) if is_anybody_left and not is_odd else found


def _placed(problem: Problem, *, has_trio: bool) -> Solution:
    duos = Duos(problem, has_trio=has_trio)
    answer, columns = best(duos)
    members = [columns[column] for column in answer.chosen if column < len(columns)]
    alone = len(problem.candidates) - sum(len(group) for group in members)
    return Solution(
        placing=Placing(groups=tuple(tuple(duos.people[one].key for one in group) for group in members)),
        lower_bound=max(0, answer.lower_bound - alone * duos.alone),
        least_unplaced=answer.lower_bound // duos.alone,
        proof=Proof.SOLVER if answer.is_optimal else Proof.NONE,
    )
