"""The public holidays of the Netherlands and carnival, by rule and once for every year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

SUNDAY = 6
LUSTRUM = 5
CARNIVAL_DAYS = range(-50, -41)
"""From the Saturday before carnival to the Sunday after it, counted from Easter Sunday."""


class PublicHoliday(StrEnum):
    """A day off for the whole country."""

    NEW_YEAR = "new_year"
    EASTER = "easter"
    KINGS_DAY = "kings_day"
    LIBERATION_DAY = "liberation_day"
    ASCENSION = "ascension"
    WHITSUN = "whitsun"
    CHRISTMAS = "christmas"


@cache
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


@cache
def named_holidays(year: int) -> Mapping[date, PublicHoliday]:
    """The Dutch public holidays of a year with their names; Bevrijdingsdag is off once in five years."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == SUNDAY:
        kings_day -= timedelta(days=1)
    days = {
        date(year, 1, 1): PublicHoliday.NEW_YEAR,
        sunday: PublicHoliday.EASTER,
        sunday + timedelta(days=1): PublicHoliday.EASTER,
        kings_day: PublicHoliday.KINGS_DAY,
        sunday + timedelta(days=39): PublicHoliday.ASCENSION,
        sunday + timedelta(days=49): PublicHoliday.WHITSUN,
        sunday + timedelta(days=50): PublicHoliday.WHITSUN,
        date(year, 12, 25): PublicHoliday.CHRISTMAS,
        date(year, 12, 26): PublicHoliday.CHRISTMAS,
    }
    if year % LUSTRUM == 0:
        days.setdefault(date(year, 5, 5), PublicHoliday.LIBERATION_DAY)
    return MappingProxyType(days)


def public_holidays(year: int) -> frozenset[date]:
    """The Dutch public holidays of a year."""
    return frozenset(named_holidays(year))


def is_carnival(day: date) -> bool:
    """Whether a day lies in the week of carnival, in which the south of the country is off."""
    return (day - easter(day.year)).days in CARNIVAL_DAYS
