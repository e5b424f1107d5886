"""Days and hours of visits: how long, how early to ask, and in which window of the year (DR-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from lms.core import clock

SHORTEST_DAY, LONGEST_DAY = timedelta(hours=4), timedelta(hours=8)
LONGEST_REAL_HOURS = Decimal(12)
LEAD_DAYS = 7
MOST_IN_SERIES = 12
MOST_VISITORS = 2
SECOND_WINDOW_FROM_WEEK = 16


class DayFault(StrEnum):
    """Why these times are no day to walk along."""

    OVER_MIDNIGHT = "over_midnight"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class Repeat(StrEnum):
    """How a day that a host offers comes back."""

    NEVER = "never"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


class Window(StrEnum):
    """The half of the study year in which a visit lies; a host receives at most two visitors in each."""

    FIRST = "first"
    SECOND = "second"


def day_fault(starts: time, ends: time) -> DayFault | None:
    """Whether a day of these times can be: on one day, and four to eight hours long."""
    if ends <= starts:
        return DayFault.OVER_MIDNIGHT
    length = datetime.combine(date.min, ends) - datetime.combine(date.min, starts)
    if length < SHORTEST_DAY:
        return DayFault.TOO_SHORT
    return DayFault.TOO_LONG if length > LONGEST_DAY else None


def series_days(first: date, *, repeat: Repeat, until: date | None) -> Sequence[date]:
    """The days of a series from the first one up to the last; at most twelve, and never none."""
    if repeat is Repeat.NEVER or until is None:
        return [first]
    step = timedelta(weeks=1 if repeat is Repeat.WEEKLY else 2)
    days = [first + number * step for number in range(MOST_IN_SERIES)]
    return [day for day in days if day <= until] or [first]


def last_day_to_ask(starts_at: datetime, lead_days: int) -> date:
    """The last day on which a host can still be asked for this day."""
    return clock.local(starts_at).date() - timedelta(days=lead_days)


def is_in_time(starts_at: datetime, lead_days: int, *, moment: datetime) -> bool:
    """Whether the host is asked early enough, and the day has not begun."""
    return clock.local(moment).date() <= last_day_to_ask(starts_at, lead_days) and moment < starts_at


def window_of(moment: datetime, *, starts_on: date) -> Window:
    """In which window of its cohort's year a day lies."""
    return Window.SECOND if moment >= second_window_from(starts_on) else Window.FIRST


def second_window_from(starts_on: date) -> datetime:
    """The moment at which the second window of a cohort's year begins."""
    return clock.at(starts_on + timedelta(weeks=SECOND_WINDOW_FROM_WEEK), 0)


def places_left(received: Iterable[datetime], *, day: datetime, starts_on: date) -> int:
    """How many visitors more a host can have in the window of a day, given when visits begin (DR-07)."""
    window = window_of(day, starts_on=starts_on)
    return max(0, MOST_VISITORS - sum(window_of(one, starts_on=starts_on) is window for one in received))


def overlaps(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Whether two stretches of time have a moment in common."""
    return one[0] < other[1] and other[0] < one[1]
