"""The only reader of the time; a moved clock lets a demo or a test live on another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """The present instant in UTC."""
    return _moved_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the Netherlands."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """An instant as the clock on a Dutch wall shows it."""
    return instant.astimezone(AMSTERDAM)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The UTC instant of a Dutch wall-clock time on a day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


def exists_on(day: date, moment: time) -> bool:
    """Whether the Dutch clock shows this time on that day; in one night of March an hour is skipped.

    A time that comes twice, in a night of October, is the first one of the two: that of summer time.
    """
    instant = at(day, moment.hour, moment.minute)
    return local(instant).time() == moment.replace(second=0, microsecond=0)


def passes_midnight(instant: datetime, minutes: int) -> bool:
    """Whether so many minutes from an instant end on another day on the Dutch clock."""
    ends_at = instant + timedelta(minutes=minutes)
    return local(ends_at - timedelta(seconds=1)).date() != local(instant).date()


@contextmanager
def moved_to(instant: datetime) -> Iterator[None]:
    """Let the clock stand still at an instant for as long as the block runs."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _moved_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _moved_to.reset(token)
