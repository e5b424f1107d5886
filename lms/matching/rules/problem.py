"""What goes into a round: people, hosts, pins, wishes and history, known to the rules by numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lms.matching.models import PinKind, RoundKind
from lms.matching.rules.weights import SoftRule, Weights, weights_of


class WishKind(StrEnum):
    """What a participant may wish for."""

    HOST = "host"
    ORGANISATION = "organisation"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A coordinator's fixed choice; `second` is a host's key for visits, else a candidate's."""

    kind: PinKind
    first: int
    second: int
    date: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One wish of a participant: the key of a host, an organisation or a fellow participant."""

    kind: WishKind
    key: int


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody to be placed. `family` is the root of the organisation's tree unless flagged apart (DR-01)."""

    key: int
    organisation: int
    family: int
    discipline: int | None = None
    role: int | None = None
    goals: frozenset[int] = frozenset()
    managers: frozenset[int] = frozenset()  # keys of candidates who are this person's line manager (DR-05)
    dates: frozenset[int] | None = None  # days (ordinals) on which this person can; none: any day
    away: frozenset[int] = frozenset()  # days on which this person can receive, but cannot go elsewhere
    reach: frozenset[int] | None = None  # places within the travel limit; none: no limit
    needs: frozenset[int] = frozenset()  # what a place must offer this person
    seen: frozenset[int] = frozenset()  # families visited in earlier rounds (DR-07)


@dataclass(frozen=True, kw_only=True)
class Host:
    """Somebody who can receive visitors: a participant (`member` is the candidate's key) or an outsider."""

    key: int
    organisation: int
    family: int
    member: int | None = None
    discipline: int | None = None
    role: int | None = None
    capacity: int = 1  # visitors in this round, never more than the round's own most (DR-07)
    dates: Mapping[int, int] | None = None  # places on each day; none: the day is agreed on later
    notice_days: int = 0
    place: int | None = None
    offers: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()  # the learning goals that can be seen here
    has_hosted: bool = False  # received somebody in an earlier round


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visitor with one host, on a day when days are known."""

    visitor: int
    host: int
    date: int | None = None


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Who is with whom: groups or pairs of candidates' keys, or visits."""

    groups: tuple[tuple[int, ...], ...] = ()
    visits: tuple[Visit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One round as the matcher sees it: the same problem always gets the same answer."""

    kind: RoundKind
    candidates: tuple[Candidate, ...]
    hosts: tuple[Host, ...] = ()
    pins: tuple[Pin, ...] = ()
    vetoes: frozenset[tuple[int, int]] = frozenset()  # (author, target), both candidates' keys
    met: Mapping[tuple[int, int], int] = field(default_factory=dict)  # two candidates: times together
    visited: frozenset[tuple[int, int]] = frozenset()  # (visitor's key, host's key) of earlier rounds
    barred: frozenset[tuple[int, int]] = frozenset()  # (visitor's key, host's key), for a private ground
    wishes: Mapping[int, tuple[Wish, ...]] = field(default_factory=dict)  # most wanted first
    balance: Mapping[int, int] = field(default_factory=dict)  # family: days hosted minus days received
    weights: Weights = field(default_factory=dict)  # what is not named weighs as it starts
    seed: int = 1
    today: int | None = None  # the ordinal of today, for hosts who want notice
    smallest: int = 4
    largest: int = 6
    visitors_per_host: int = 2

    def weight(self, rule: SoftRule) -> int:
        return weights_of(self.kind, self.weights).get(rule, 0)

    def without(self, key: int) -> Problem:
        """The same round when somebody is no longer there, as participant and as host."""
        hosts = tuple(host for host in self.hosts if host.member != key)
        gone = {host.key for host in self.hosts} - {host.key for host in hosts}
        return replace(
            self,
            candidates=tuple(one for one in self.candidates if one.key != key),
            hosts=hosts,
            pins=tuple(pin for pin in self.pins if not self._concerns(pin, key, gone)),
        )

    def without_host(self, key: int) -> Problem:
        """The same round when a host can receive nobody any more."""
        pins = tuple(pin for pin in self.pins if not self._concerns(pin, None, {key}))
        return replace(self, hosts=tuple(host for host in self.hosts if host.key != key), pins=pins)

    def _concerns(self, pin: Pin, key: int | None, hosts: set[int]) -> bool:
        if self.kind is RoundKind.SHADOW_VISITS:
            return pin.first == key or pin.second in hosts
        return key in (pin.first, pin.second)
