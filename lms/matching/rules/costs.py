"""What each soft rule costs between two people, for a group, and between a visitor and a host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lms.matching.models import RoundKind
from lms.matching.rules.barriers import pair
from lms.matching.rules.problem import Candidate, Host, Problem, Wish, WishKind
from lms.matching.rules.weights import SoftRule

Part = tuple[SoftRule, int]
SPREAD_OVER = 3


class Costs:
    """The price list of one round; every search and the account of its result read the same one."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = {rule: problem.weight(rule) for rule in SoftRule}
        self.people = {one.key: one for one in problem.candidates}
        self.hosts = {host.key: host for host in problem.hosts}
        self._met: dict[tuple[int, int], int] = {}
        for (first, second), times in sorted(problem.met.items()):
            self._met[pair(first, second)] = self._met.get(pair(first, second), 0) + times
        self._own = {host.member: host.key for host in problem.hosts if host.member is not None}
        families = {one.family for one in problem.candidates}
        self.spread_over = min(SPREAD_OVER, len(families))

    def times_met(self, first: int, second: int) -> int:
        return self._met.get(pair(first, second), 0)

    def of_two(self, first: Candidate, second: Candidate) -> list[Part]:
        """What it costs that two people are in one group or pair."""
        is_pair = self.problem.kind is RoundKind.TRAINING_PAIRS
        parts = [
            (SoftRule.ORGANISATIONS, first.family == second.family),
            (SoftRule.DISCIPLINES, not is_pair and is_same(first.discipline, second.discipline)),
            (SoftRule.ROLES, is_same(first.role, second.role)),
            (SoftRule.GOALS, is_apart(first.goals, second.goals)),
            (SoftRule.NEW_PARTNERS, self.times_met(first.key, second.key)),
        ]
        return self._priced(parts)

    def of_spread(self, group: Sequence[Candidate]) -> int:
        """What it costs that a group holds fewer than three organisations while more could be had (DR-04)."""
        wanted = min(self.spread_over, len(group))
        missing = max(0, wanted - len({one.family for one in group}))
        return self.weights[SoftRule.SPREAD] * missing

    def of_visit(self, visitor: Candidate, host: Host) -> list[Part]:
        """What it costs that somebody visits a host, apart from wishes and from what others do."""
        back = host.member is not None and (
            self.times_met(visitor.key, host.member) > 0 or self._was_visited_by(visitor, host.member)
        )
        parts = [
            (SoftRule.ORGANISATIONS, host.family in visitor.seen),
            (SoftRule.DISCIPLINES, is_same(visitor.discipline, host.discipline)),
            (SoftRule.ROLES, is_same(visitor.role, host.role)),
            (SoftRule.GOALS, is_apart(visitor.goals, host.themes)),
            (SoftRule.NEW_PARTNERS, back),
        ]
        return self._priced(parts)

    def price(self, visitor: Candidate, host: Host) -> int:
        """What a visit costs by itself: what is not met, and the wishes that are passed over."""
        own = sum(cost for _, cost in self.of_visit(visitor, host))
        return own + self.weights[SoftRule.WISHES] * len(self.passed_over(visitor.key, host=host))

    def passed_over(
        self, key: int, others: Iterable[Candidate] = (), host: Host | None = None
    ) -> tuple[Wish, ...]:
        """The wishes that somebody wanted more than what they get; all of them when none is met."""
        wishes = self.problem.wishes.get(key, ())
        met = [
            rank
            for rank, wish in enumerate(wishes)
            if (host is not None and is_met_by_host(wish, host))
            or any(is_met_by_person(wish, other) for other in others)
        ]
        return wishes[: min(met, default=len(wishes))]

    def _was_visited_by(self, visitor: Candidate, member: int) -> bool:
        own = self._own.get(visitor.key)
        return own is not None and (member, own) in self.problem.visited

    def _priced(self, parts: Sequence[tuple[SoftRule, int]]) -> list[Part]:
        return [(rule, self.weights[rule] * times) for rule, times in parts if times and self.weights[rule]]


def is_same(first: int | None, second: int | None) -> bool:
    """Whether two known facts are the same; what is not known is not held against anybody."""
    return first is not None and first == second


def is_apart(first: frozenset[int], second: frozenset[int]) -> bool:
    """Whether two people with goals have none in common."""
    return bool(first and second and not first & second)


def is_met_by_host(wish: Wish, host: Host) -> bool:
    """Whether a visit to this host is what was wished for."""
    if wish.kind is WishKind.HOST:
        return wish.key == host.key
    return wish.key == (host.organisation if wish.kind is WishKind.ORGANISATION else host.member)


def is_met_by_person(wish: Wish, other: Candidate) -> bool:
    """Whether being with this person is what was wished for."""
    return wish.key == {WishKind.PERSON: other.key, WishKind.ORGANISATION: other.organisation}.get(wish.kind)
