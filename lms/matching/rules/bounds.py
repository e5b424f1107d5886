"""Lower bounds: what no placing can do better than, by counting alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lms.matching.models import RoundKind
from lms.matching.rules.costs import Costs
from lms.matching.rules.problem import Placing, Problem
from lms.matching.rules.weights import SoftRule


def quick_bound(problem: Problem, placing: Placing) -> int:
    """A bound for a placing made by hand: how well groups of these sizes could do."""
    sizes = [len(group) for group in placing.groups]
    if problem.kind is RoundKind.SHADOW_VISITS or sum(sizes) != len(problem.candidates):
        return 0
    return counting_bound(problem, sizes)


def counting_bound(problem: Problem, sizes: Sequence[int], *, absent: int = 0) -> int:
    """How often people alike must meet in groups of these sizes, even if each rule had its own best placing.

    Whoever is left without a place could have been of any class, so each class is counted without so many.
    """
    costs = Costs(problem)
    families = _classes((one.family for one in problem.candidates), absent)
    roles = _classes((one.role for one in problem.candidates), absent)
    bound = costs.weights[SoftRule.ORGANISATIONS] * least_meetings(families, sizes)
    bound += costs.weights[SoftRule.ROLES] * least_meetings(roles, sizes)
    if problem.kind is RoundKind.INTERVISION_GROUPS:
        disciplines = _classes((one.discipline for one in problem.candidates), absent)
        bound += costs.weights[SoftRule.DISCIPLINES] * least_meetings(disciplines, sizes)
        if not absent:
            bound += costs.weights[SoftRule.SPREAD] * least_missing(families, sizes, costs.spread_over)
    return bound


def _classes(values: Iterable[int | None], absent: int) -> Counter[int]:
    counted = Counter(value for value in values if value is not None)
    return Counter({value: count - absent for value, count in counted.items() if count > absent})


def least_meetings(classes: Counter[int], sizes: Sequence[int]) -> int:
    """The fewest pairs of people alike in groups of these sizes: each class spread as evenly as it goes."""
    return sum(_meetings(count, sizes) for count in classes.values())


def least_missing(classes: Counter[int], sizes: Sequence[int], wanted: int) -> int:
    """How many organisations must at least be missing over all groups, when each should hold so many."""
    needed = sum(min(wanted, size) for size in sizes)
    return max(0, needed - sum(min(count, len(sizes)) for count in classes.values()))


def _meetings(count: int, sizes: Sequence[int]) -> int:
    taken = [0] * len(sizes)
    for _ in range(count):
        free = [place for place, size in enumerate(sizes) if taken[place] < size]
        if not free:
            break
        taken[min(free, key=lambda place: taken[place])] += 1
    return sum(number * (number - 1) // 2 for number in taken)
