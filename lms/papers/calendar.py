"""Working days in the Netherlands: weekends and public holidays are skipped (DR-35)."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5
SUNDAY = 6
LUSTRUM = 5


def easter(year: int) -> date:
    """Easter Sunday of a year, by the rule that the western churches share."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, skipped = century // 4, century % 4
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[date]:
    """The Dutch public holidays of a year; Bevrijdingsdag is a day off once in five years."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == SUNDAY:
        kings_day -= timedelta(days=1)
    movable = {sunday + timedelta(days=days) for days in (0, 1, 39, 49, 50)}
    fixed = {date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)}
    lustrum = {date(year, 5, 5)} if year % LUSTRUM == 0 else set()
    return frozenset(movable | fixed | lustrum)


def is_working_day(day: date) -> bool:
    """Whether a day is no Saturday, no Sunday and no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that is this many working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
