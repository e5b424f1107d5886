"""The hard rules between two people, and between a visitor and a host (DR-01, DR-02, DR-05, DR-07)."""

from __future__ import annotations

from lms.matching.models import PinKind, RoundKind
from lms.matching.rules.problem import Candidate, Host, Problem
from lms.matching.rules.proposal import HardRule

Pair = tuple[int, int]
Days = tuple[int | None, ...]
ANY_DAY: Days = (None,)


class Barriers:
    """What keeps people apart. Managers and vetoes become one set here; nothing later tells them apart."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = {one.key: one for one in problem.candidates}
        self._private = private_pairs(problem)
        apart = [pin for pin in problem.pins if pin.kind is PinKind.APART]
        together = [pin for pin in problem.pins if pin.kind is not PinKind.APART]
        self._apart = {self._pinned(pin.first, pin.second) for pin in apart}
        self._together = {self._pinned(pin.first, pin.second) for pin in together}
        self._in_time: dict[int, Days] = {}
        self._met = {pair(first, second) for (first, second), times in problem.met.items() if times > 0}

    def is_private(self, first: int, second: int) -> bool:
        """Whether two people are kept apart by something that is nobody else's business."""
        return pair(first, second) in self._private

    def is_pinned(self, first: int, second: int) -> bool:
        return self._pinned(first, second) in self._together

    def between(self, first: Candidate, second: Candidate) -> HardRule | None:
        """Why two people may not be in one group or pair; public grounds come before private ones."""
        if pair(first.key, second.key) in self._apart:
            return HardRule.APART
        if self.problem.kind is RoundKind.TRAINING_PAIRS and (rule := self._between_partners(first, second)):
            return rule
        return HardRule.PRIVATE if self.is_private(first.key, second.key) else None

    def to_host(self, visitor: Candidate, host: Host) -> HardRule | None:
        """Why a visitor may not go to a host; public grounds come before private ones."""
        if rule := self._before_days(visitor, host):
            return rule
        if not self.days(visitor, host):
            return HardRule.NOTICE if _free(visitor, self._offered(host)) else HardRule.DATES
        return HardRule.PRIVATE if self._is_private_host(visitor, host) else None

    def days(self, visitor: Candidate, host: Host) -> Days:
        """The days on which this visit can be, soonest first; one unnamed day when the host named none."""
        if host.key not in self._in_time:
            first = -1 if self.problem.today is None else self.problem.today + host.notice_days
            self._in_time[host.key] = tuple(day for day in self._offered(host) if day is None or day >= first)
        return _free(visitor, self._in_time[host.key])

    def open_days(self, visitor: Candidate, host: Host) -> Days:
        """The days of a visit in whose way nothing stands; none when something does."""
        if self._before_days(visitor, host) or self._is_private_host(visitor, host):
            return ()
        return self.days(visitor, host)

    def _offered(self, host: Host) -> Days:
        """The days on which a host has places, and can be there as a participant."""
        if host.dates is None:
            return ANY_DAY
        member = self.people.get(host.member) if host.member is not None else None
        days = tuple(day for day, places in sorted(host.dates.items()) if places > 0)
        return days if member is None else _common(member, days)

    def _before_days(self, visitor: Candidate, host: Host) -> HardRule | None:
        if visitor.family == host.family or visitor.key == host.member:
            return HardRule.ORGANISATION
        return self._public(visitor, host)

    def _is_private_host(self, visitor: Candidate, host: Host) -> bool:
        if (visitor.key, host.key) in self.problem.barred:
            return True
        return host.member is not None and self.is_private(visitor.key, host.member)

    def _between_partners(self, first: Candidate, second: Candidate) -> HardRule | None:
        if first.discipline is not None and first.discipline == second.discipline:
            return HardRule.DISCIPLINE
        if pair(first.key, second.key) in self._met and not self.is_pinned(first.key, second.key):
            return HardRule.EARLIER
        if first.dates is not None and second.dates is not None and not first.dates & second.dates:
            return HardRule.DATES
        return None

    def _public(self, visitor: Candidate, host: Host) -> HardRule | None:
        if (visitor.key, host.key) in self._apart:
            return HardRule.APART
        if (visitor.key, host.key) in self.problem.visited and not self.is_pinned(visitor.key, host.key):
            return HardRule.EARLIER
        if visitor.seen == {host.family}:
            return HardRule.SEEN
        if is_too_far(visitor, host):
            return HardRule.TRAVEL
        if not visitor.needs <= host.offers:
            return HardRule.ACCESS
        return None

    def _pinned(self, first: int, second: int) -> Pair:
        return (first, second) if self.problem.kind is RoundKind.SHADOW_VISITS else pair(first, second)


def _common(one: Candidate, days: Days) -> Days:
    """Those of these days on which somebody can; the unnamed day is agreed on later."""
    if one.dates is None:
        return days
    return tuple(day for day in days if day is None or day in one.dates)


def _free(visitor: Candidate, days: Days) -> Days:
    """Those of these days on which somebody can go elsewhere."""
    days = _common(visitor, days)
    return tuple(day for day in days if day not in visitor.away) if visitor.away else days


def pair(first: int, second: int) -> Pair:
    """Two people, in whichever order they were named."""
    return (first, second) if first < second else (second, first)


def private_pairs(problem: Problem) -> frozenset[Pair]:
    """Everybody kept apart privately: line managers and their people (DR-05), and vetoes, either way."""
    managed = {pair(one.key, manager) for one in problem.candidates for manager in one.managers}
    return frozenset(managed | {pair(author, target) for author, target in problem.vetoes})


def is_too_far(visitor: Candidate, host: Host) -> bool:
    """Whether a host's place lies outside a visitor's travel limit; an unknown place counts as near."""
    return visitor.reach is not None and host.place is not None and host.place not in visitor.reach
