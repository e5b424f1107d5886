"""A year from relative weeks: each meeting keeps its weekday and its place in the order (DR-60)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from lms.cohorts.rules import DayPartPlan
from lms.core.errors import DomainError
from lms.planning.rules.calendar import HolidayCalendar, Obstacle

NEARBY_WEEKS = 4
FARTHEST_WEEKS = 60


class NoFreeDayError(DomainError):
    """There is no free day for a meeting for more than a year."""

    status = 422


@dataclass(frozen=True)
class ToPlace:
    """A meeting to give a day: weeks after the first one, its weekday and times, and perhaps a chosen day."""

    key: int
    week: int
    weekday: int
    starts: time
    ends: time
    pinned_on: date | None = None


@dataclass(frozen=True)
class PlacedItem:
    """The day of a meeting; where it would lie by its weeks, and what stood in the way there."""

    key: int
    nominal_on: date
    held_on: date
    obstacle: Obstacle | None
    is_pinned: bool

    @property
    def is_shifted(self) -> bool:
        """Whether it lies on another day than its weeks say."""
        return self.held_on != self.nominal_on


Moment = tuple[date, time]


def propose(items: Sequence[ToPlace], *, starts_on: date, calendar: HolidayCalendar) -> Sequence[PlacedItem]:
    """A day for every meeting: never on a holiday, never before the one that goes first.

    A blocked meeting goes to the nearest free week between its neighbours, rather later than earlier; when
    there is none it goes later and pushes what follows. A chosen day is kept as it is, and nothing comes
    before the first day.
    """
    ordered = sorted(items, key=lambda item: (item.week, item.weekday, item.starts, item.key))
    if not ordered:
        return []
    first_weekday = ordered[0].weekday
    nominal = {
        item.key: starts_on + timedelta(weeks=item.week, days=item.weekday - first_weekday)
        for item in ordered
    }
    taken = [(item.pinned_on, item) for item in ordered if item.pinned_on is not None]
    placed: list[PlacedItem] = []
    after: Moment = (starts_on, time.min)
    for place, item in enumerate(ordered):
        day = nominal[item.key]
        if item.pinned_on is not None:
            placed.append(PlacedItem(item.key, day, item.pinned_on, calendar.obstacle_on(day), True))
            continue
        before = next(
            ((nominal[row.key], row.starts) for row in ordered[place + 1 :] if row.pinned_on is None), None
        )
        held_on = _free_day(item, day, after, before, taken, calendar)
        placed.append(PlacedItem(item.key, day, held_on, calendar.obstacle_on(day), False))
        after = (held_on, item.ends)
    return placed


def _free_day(
    item: ToPlace,
    day: date,
    after: Moment,
    before: Moment | None,
    taken: Sequence[tuple[date, ToPlace]],
    calendar: HolidayCalendar,
) -> date:
    def is_free(other: date) -> bool:
        return (
            (other, item.starts) >= after
            and calendar.obstacle_on(other) is None
            and not any(
                pinned_on == other and row.starts < item.ends and item.starts < row.ends
                for pinned_on, row in taken
            )
        )

    if is_free(day):
        return day
    for weeks in range(1, NEARBY_WEEKS + 1):
        for near in (day + timedelta(weeks=weeks), day - timedelta(weeks=weeks)):
            if is_free(near) and (before is None or (near, item.ends) <= before):
                return near
    for weeks in range(1, FARTHEST_WEEKS + 1):
        if is_free(later := day + timedelta(weeks=weeks)):
            return later
    raise NoFreeDayError


def plans_of(day_parts: Sequence[Sequence[Any]]) -> list[DayPartPlan]:
    """The day parts of a plan as they are kept, read as times."""
    return [
        DayPartPlan(time.fromisoformat(starts), time.fromisoformat(ends), int(net))
        for starts, ends, net in day_parts
    ]


def written(day_parts: Sequence[DayPartPlan]) -> list[list[Any]]:
    """Day parts in the form in which a plan keeps them."""
    return [[f"{plan.starts:%H:%M}", f"{plan.ends:%H:%M}", plan.net_minutes] for plan in day_parts]
