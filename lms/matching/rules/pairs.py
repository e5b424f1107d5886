"""Duos and one trio for an odd number (DR-02, DR-03)."""

from __future__ import annotations

from lms.matching.rules.groups import place_in_groups
from lms.matching.rules.judging import Solution
from lms.matching.rules.problem import Problem


def place_in_pairs(problem: Problem) -> Solution:
    """The best pairs found, with a proven bound."""
    return place_in_groups(problem)
