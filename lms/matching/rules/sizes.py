"""How many groups or pairs, and how large (DR-03, DR-04)."""

from __future__ import annotations

from lms.matching.models import RoundKind
from lms.matching.rules.problem import Problem

PREFERRED = 5


def group_sizes(people: int, *, smallest: int = 4, largest: int = 6) -> tuple[int, ...]:
    """Even groups of about five: 14 is 5/5/4, 13 is 5/4/4, 11 is 6/5; what cannot be divided stays whole."""
    if people < 2:
        return ()
    preferred = min(max(PREFERRED, smallest), largest)
    count = max(1, -(-people // preferred))
    while count > 1 and people // count < smallest:
        count -= 1
    return _even(people, count)


def pair_sizes(people: int) -> tuple[int, ...]:
    """Duos; an odd number has exactly one trio (DR-03)."""
    if people < 2:
        return ()
    return (3,) * (people % 2) + (2,) * ((people - 3 * (people % 2)) // 2)


def _even(people: int, count: int) -> tuple[int, ...]:
    least, larger = divmod(people, count)
    return (least + 1,) * larger + (least,) * (count - larger)


def planned_sizes(problem: Problem, people: int) -> tuple[int, ...]:
    """The sizes in which this number of people is placed, by the kind of the round."""
    if problem.kind is RoundKind.TRAINING_PAIRS:
        return pair_sizes(people)
    return group_sizes(people, smallest=problem.smallest, largest=problem.largest)


def allowed_sizes(problem: Problem, people: int) -> range:
    """The sizes a placing by hand may have: duos and trios, or what lies between smallest and largest."""
    if problem.kind is RoundKind.TRAINING_PAIRS:
        return range(2, 4)
    planned = planned_sizes(problem, people) or (problem.smallest,)
    return range(min(problem.smallest, *planned), max(problem.largest, *planned) + 1)
