"""Shadow visits, solved exactly: as many visitors as can be placed, and then at the least cost."""

from __future__ import annotations

from lms.matching.rules.judging import Solution
from lms.matching.rules.market import Market
from lms.matching.rules.pricing import best
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.proposal import Proof
from lms.matching.rules.shortages import shortage_in


def place_visits(problem: Problem) -> Solution:
    """The best visits there are: first whatever is fixed, then as many as can be, then the least cost."""
    if not problem.candidates:
        return Solution(placing=Placing(), proof=Proof.EXHAUSTIVE)
    market = Market(problem)
    answer, columns = best(market)
    visits = market.chosen(answer, columns)
    unplaced = len(problem.candidates) - len(visits)
    unkept = len(market.pinned - {visit.visitor for visit in visits})
    bound = max(0, answer.lower_bound - unkept * market.insisting)
    return Solution(
        placing=Placing(visits=tuple(visits)),
        lower_bound=max(0, bound - unplaced * market.home),
        least_unplaced=bound // market.home,
        proof=Proof.SOLVER if answer.is_optimal else Proof.NONE,
        shortage=shortage_in(problem) if unplaced else None,
    )
