"""Who may walk along with whom (DR-01, DR-05, DR-07)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from lms.cohorts.models import Enrolment
from lms.shadowing.models import Host, HostSlot
from lms.shadowing.rules.days import Window


class HostFault(StrEnum):
    """Why somebody cannot walk along with this host."""

    OWN_ORGANISATION = "own_organisation"
    LINE_MANAGER = "line_manager"
    SAME_PAIR = "same_pair"
    SAME_ORGANISATION_AGAIN = "same_organisation_again"
    RETIRED = "retired"


@dataclass(frozen=True)
class HostPlace:
    """A host as a participant of the same cohort stands before it; `enrolment` is that participant's own."""

    host: Host
    enrolment: Enrolment | None


@dataclass(frozen=True)
class SlotPlace:
    """A day of a host as a participant of the same cohort stands before it."""

    slot: HostSlot
    enrolment: Enrolment | None


@dataclass(frozen=True)
class OfferedDay:
    """A day of a host with the seats that are left on it; `places` are left in its window."""

    slot: HostSlot
    seats_left: int
    window: Window
    places: int


def seats_left(offered: Iterable[Sequence[OfferedDay]]) -> int:
    """How many visitors these days of hosts can still take together (DR-07)."""
    return sum(_seats_of_host(days) for days in offered)


def _seats_of_host(days: Sequence[OfferedDay]) -> int:
    places = {day.window: day.places for day in days}
    return sum(
        min(most, sum(day.seats_left for day in days if day.window is window))
        for window, most in places.items()
    )


@dataclass(frozen=True, kw_only=True)
class HostPeople:
    """What decides whether a visitor can go to a host; organisations are known with their family.

    `visited` holds the families that the visitor has a visit with, and `met` the hosts. `in_line` are hosts
    of the cohort who are line manager or report; `manager_addresses` finds a manager from outside.
    """

    own_family: Set[int]
    visited: Collection[int]
    visited_families: int
    met: Collection[int]
    manager_addresses: Collection[str]
    in_line: Collection[int]


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one mailbox."""
    return one.strip().casefold() == other.strip().casefold() != ""


def fault_of_host(host: Host, people: HostPeople) -> HostFault | None:
    """Why this visitor cannot go to this host; None when nothing stands in the way.

    Two different organisations come first (DR-07): the same one again is for whoever has seen two.
    """
    if host.organisation_id in people.own_family:
        return HostFault.OWN_ORGANISATION
    is_manager = any(same_address(host.email, address) for address in people.manager_addresses)
    if is_manager or host.id in people.in_line:
        return HostFault.LINE_MANAGER
    if host.id in people.met:
        return HostFault.SAME_PAIR
    if host.retired_at is not None:
        return HostFault.RETIRED
    if host.organisation_id in people.visited and people.visited_families == 1:
        return HostFault.SAME_ORGANISATION_AGAIN
    return None
