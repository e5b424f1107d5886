"""When and where a participant cannot walk along: days of the week, periods, places that are too far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Period = tuple[date, date]
MOST_PERIODS = 3


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a round keeps to; days of the week count from Monday, which is 0."""

    weekdays: frozenset[int] = frozenset()
    periods: tuple[Period, ...] = ()
    too_far: frozenset[str] = frozenset()

    def is_away(self, day: date) -> bool:
        """Whether somebody cannot walk along on this day."""
        return day.weekday() in self.weekdays or any(first <= day <= last for first, last in self.periods)

    def within_reach(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of these places, by key, to which somebody can travel."""
        return frozenset(keys) - {place_key(name) for name in self.too_far}

    def coming(self, today: date) -> tuple[Period, ...]:
        """The periods that are not over."""
        return tuple(period for period in sorted(self.periods) if period[1] >= today)


def place_key(name: str) -> str:
    """A place however it is written; empty when it is not known."""
    return " ".join(name.casefold().split())


def distinct_places(names: Iterable[str]) -> list[str]:
    """The known places among these, each once as it was written first, by the alphabet."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(place_key(name), name)
    return [found[key] for key in sorted(found) if key]


NO_LIMITS = Limits()
