"""What any feature may tell a person: the kinds of its notices, and how soon a mail follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Delivery(StrEnum):
    """How somebody wants to be mailed about one kind of notice; the notice itself is always shown."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


class Audience(StrEnum):
    """For whom a kind of notice is meant: who learns, or who wears a hat."""

    PARTICIPANT = "participant"
    STAFF = "staff"


class CalendarMethod(StrEnum):
    """What a calendar does with a mail: keep or change a meeting, take it out, or keep all that is in it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """One kind of notice: what it is called in the preferences, and whether its mail can be turned off."""

    key: str
    label: Any
    may_be_off: bool = True
    default: Delivery = Delivery.DAILY
    audience: Audience = Audience.PARTICIPANT

    @property
    def choices(self) -> tuple[Delivery, ...]:
        """What a person may choose for this kind."""
        off = (Delivery.OFF,) if self.may_be_off else ()
        return (Delivery.AT_ONCE, Delivery.DAILY, *off)

    @property
    def least(self) -> Delivery:
        """The least mail that this kind allows."""
        return self.choices[-1]


@dataclass(frozen=True, kw_only=True)
class CalendarPart:
    """A meeting as a calendar reads it; whoever gets one gets it at once."""

    method: CalendarMethod | str
    text: str


kinds: dict[str, NoticeKind] = {}
"""Every kind that some feature's manifest declares, in the order of the features."""


def declare(declared: Iterable[NoticeKind]) -> None:
    """Make the kinds of a manifest known; two features never share a key."""
    for kind in declared:
        if kind.key in kinds:
            raise ValueError(f"the notice kind {kind.key} is declared twice")
        kinds[kind.key] = kind
