"""Working days in the Netherlands: weekends and public holidays are skipped (DR-35)."""

from __future__ import annotations

from datetime import date, timedelta

from lms.core.holidays import easter, public_holidays

__all__ = ["add_working_days", "easter", "is_working_day", "public_holidays"]

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether a day is no Saturday, no Sunday and no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that is this many working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
