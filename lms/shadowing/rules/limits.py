"""When a participant cannot walk along: days of the week, and single days or weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Period = tuple[date, date]
MOST_PERIODS = 3


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a round keeps to; days of the week count from Monday, which is 0."""

    weekdays: frozenset[int] = frozenset()
    periods: tuple[Period, ...] = ()

    def is_away(self, day: date) -> bool:
        """Whether somebody cannot walk along on this day."""
        return day.weekday() in self.weekdays or any(first <= day <= last for first, last in self.periods)

    def coming(self, today: date) -> tuple[Period, ...]:
        """The periods that are not over."""
        return tuple(period for period in sorted(self.periods) if period[1] >= today)


NO_LIMITS = Limits()
