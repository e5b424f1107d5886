"""Pairs that are kept apart by chance, so that being kept apart tells nothing (decision 0021)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from itertools import combinations, islice

from lms.matching.models import RoundKind
from lms.matching.rules.barriers import Barriers, Pair
from lms.matching.rules.problem import Candidate, Host, Problem
from lms.matching.rules.sizes import planned_sizes

TURN, APART_DAYS = 10_000, 365
FEWEST_OTHERS = 6


def apart_by_chance(problem: Problem, *, secret: str, day: int) -> frozenset[Pair]:
    """The pairs whose turn it is: each a year long in every 10,000 days, at a time that the secret decides.

    Nobody is kept apart by chance who could be with few others by the rules that everybody may know, or when
    all are in one group: somebody would be left without a place.
    """
    is_groups = problem.kind is RoundKind.INTERVISION_GROUPS
    if is_groups and len(planned_sizes(problem, len(problem.candidates))) < 2:
        return frozenset()
    keys = sorted(one.key for one in problem.candidates)
    drawn = [two for two in combinations(keys, 2) if _has_turn(two, secret, day)]
    choices = _Choices(problem)
    return frozenset(two for two in drawn if all(choices.are_enough(key) for key in two))


def _has_turn(two: Pair, secret: str, day: int) -> bool:
    drawn = blake2b(f"{secret}\n{two[0]}-{two[1]}".encode(), digest_size=8).digest()
    return (int.from_bytes(drawn) + day) % TURN < APART_DAYS


class _Choices:
    """With how many others somebody could be as far as everybody may know: no manager, veto or pin counts."""

    def __init__(self, problem: Problem) -> None:
        people = tuple(replace(one, managers=frozenset()) for one in problem.candidates)
        self._problem = replace(problem, candidates=people, vetoes=frozenset(), pins=())
        self._barriers = Barriers(self._problem)
        self._known: dict[int, bool] = {}

    def are_enough(self, key: int) -> bool:
        if key not in self._known:
            self._known[key] = self._count(self._barriers.people[key])
        return self._known[key]

    def _count(self, one: Candidate) -> bool:
        if self._problem.kind is not RoundKind.SHADOW_VISITS:
            others = (other for other in self._problem.candidates if other.key != one.key)
            return _is_enough(self._barriers.between(one, other) is None for other in others)
        own = [host for host in self._problem.hosts if host.member == one.key]
        return all(
            [
                _is_enough(self._can_be(one, host) for host in self._problem.hosts),
                *(
                    _is_enough(self._can_be(other, host) for other in self._problem.candidates)
                    for host in own
                ),
            ]
        )

    def _can_be(self, visitor: Candidate, host: Host) -> bool:
        return self._barriers.to_host(visitor, host) is None


def _is_enough(possible: Iterable[bool]) -> bool:
    return len(list(islice(filter(None, possible), FEWEST_OTHERS))) == FEWEST_OTHERS
