"""The matcher's front door: one round in, one proposal out, the same one every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lms.matching.models import RoundKind
from lms.matching.rules.contradictions import without_contradictions
from lms.matching.rules.groups import place_in_groups
from lms.matching.rules.judging import Solution, account
from lms.matching.rules.pairs import place_in_pairs
from lms.matching.rules.problem import Problem
from lms.matching.rules.proposal import Proposal
from lms.matching.rules.visits import place_visits

SEARCHES: Mapping[RoundKind, Callable[[Problem], Solution]] = {
    RoundKind.INTERVISION_GROUPS: place_in_groups,
    RoundKind.TRAINING_PAIRS: place_in_pairs,
    RoundKind.SHADOW_VISITS: place_visits,
}


def propose(problem: Problem) -> Proposal:
    """The best placing found; pins that contradict each other are told and left out."""
    usable, found = without_contradictions(problem)
    return account(usable, SEARCHES[problem.kind](usable), found)
