"""When the three cohorts of the demo start, counted back from the day on which it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from lms.cohorts.rules import likely_academic_year
from lms.core import clock
from lms.papers.calendar import is_working_day, public_holidays

THURSDAY = 3
WEEKS = 41
STARTED_WEEKS_AGO = {"finished": 54, "running": 18, "planned": -7}
"""Weeks between the first meeting and the newest Thursday that is over."""

CHRISTMAS_EVE = (12, 24)


@dataclass(frozen=True)
class Timeline:
    """The weeks of one cohort, of which the first is number 0 and starts with its first meeting."""

    starts_on: date

    @property
    def ends_on(self) -> date:
        """The closing day."""
        return self.day(WEEKS)

    @property
    def academic_year(self) -> str:
        """The study year in which the middle of the cohort lies (DR-61)."""
        return likely_academic_year(self.starts_on, self.ends_on)

    @property
    def month(self) -> str:
        """The month in which it starts, as part of a name: `juli 2026`."""
        return format_date(self.starts_on, "MMMM y", locale="nl")

    def day(self, week: int, days: int = 0) -> date:
        """The day that lies so many weeks and days after the first meeting."""
        return self.starts_on + timedelta(weeks=week, days=days)

    def at(self, week: int, days: int = 0, hour: int = 20, minute: int = 0) -> datetime:
        """A moment on the Dutch clock in one of the weeks; in the evening unless told otherwise."""
        return clock.at(self.day(week, days), hour, minute)

    def meeting_days(self, weeks: Sequence[int]) -> Sequence[date]:
        """The Thursdays of these weeks; one that is free moves to the nearest one that is not taken."""
        taken = {self.day(week) for week in weeks if not is_free(self.day(week))}
        days = []
        for week in weeks:
            day = self.day(week)
            if is_free(day):
                day = self._nearest(day, taken)
                taken.add(day)
            days.append(day)
        return sorted(days)

    def _nearest(self, day: date, taken: set[date]) -> date:
        near = (day + timedelta(weeks=side * weeks) for weeks in range(1, WEEKS) for side in (-1, 1))
        return next(
            other
            for other in near
            if self.starts_on <= other <= self.ends_on and not is_free(other) and other not in taken
        )


def is_free(day: date) -> bool:
    """Whether nobody works: a public holiday, or between Christmas and New Year."""
    return day in public_holidays(day.year) or (day.month, day.day) >= CHRISTMAS_EVE


def at_work(moment: datetime) -> datetime:
    """The same time on the first working day from there on: trainers have weekends."""
    while not is_working_day(clock.local(moment).date()):
        moment += timedelta(days=1)
    return moment


def timeline_of(state: str, *, today: date) -> Timeline:
    """The weeks of the finished, the running or the planned cohort; Thursdays stay Thursdays."""
    yesterday = today - timedelta(days=1)
    newest_thursday = yesterday - timedelta(days=(yesterday.weekday() - THURSDAY) % 7)
    return Timeline(newest_thursday - timedelta(weeks=STARTED_WEEKS_AGO[state]))
