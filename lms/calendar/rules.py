"""Which month is shown, and on which days of it something is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lms.core import clock

_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
DECEMBER = 12


class ItemKind(StrEnum):
    """What an item in the calendar is about."""

    MEETING = "meeting"
    PAPER = "paper"
    INTAKE = "intake"
    VISIT = "visit"
    HOSTING = "hosting"
    TRAINING = "training"


@dataclass(frozen=True, kw_only=True)
class CalendarItem:
    """Something with a time, of the reader's own; `object_id` is what its page is about, `entry_id` itself.

    A title names nobody. `is_deadline` says that only the end matters.
    """

    kind: ItemKind
    object_id: UUID
    entry_id: UUID
    title: str
    line: str
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0
    place: str = ""
    is_cancelled: bool = False
    is_deadline: bool = False

    @property
    def day(self) -> date:
        """The day on the Dutch clock."""
        return clock.local(self.starts_at).date()


@dataclass(frozen=True)
class Month:
    """A month on a page, with the first of the month before and after it."""

    first: date

    @property
    def before(self) -> date:
        """The first of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first of the month after."""
        is_last = self.first.month == DECEMBER
        return date(self.first.year + is_last, 1 if is_last else self.first.month + 1, 1)

    @property
    def weeks(self) -> Sequence[Sequence[date]]:
        """Its weeks from Monday to Sunday, with the days of other months that fill them up."""
        monday = self.first - timedelta(days=self.first.weekday())
        found = []
        while monday < self.after:
            found.append([monday + timedelta(days=place) for place in range(7)])
            monday += timedelta(weeks=1)
        return found

    def holds(self, day: date) -> bool:
        """Whether a day lies in this month."""
        return (day.year, day.month) == (self.first.year, self.first.month)


def month_of(word: str | None, *, today: date) -> Month:
    """The month that an address names as 2026-11; anything else is this month."""
    if word and _MONTH.fullmatch(word):
        year, month = word.split("-")
        return Month(date(int(year), int(month), 1))
    return Month(today.replace(day=1))


def by_day(items: Sequence[CalendarItem]) -> Mapping[date, Sequence[CalendarItem]]:
    """The items of each day, in order of time."""
    found: dict[date, list[CalendarItem]] = {}
    for item in sorted(items, key=lambda item: (item.starts_at, item.title)):
        found.setdefault(item.day, []).append(item)
    return found
