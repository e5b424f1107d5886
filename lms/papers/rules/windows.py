"""When a paper can be handed in, on a Dutch clock, and when its judgement is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from lms.core import clock
from lms.papers.calendar import add_working_days
from lms.papers.models import GradeEvent, Outcome

LATE_DAYS = 2
RETURN_WORKING_DAYS = 5
RESIT_WEEKS = 12
MINUTE = timedelta(minutes=1)


class LogLine(Protocol):
    """A line of the grade log, as far as the rules read it."""

    assessment_id: int | None
    event: GradeEvent
    grade: Decimal | None
    outcome: Outcome | None
    entered_at: datetime


def standing_releases(log: Iterable[LogLine]) -> Sequence[LogLine]:
    """The releases that were not taken back by a reopening, oldest first."""
    standing: list[LogLine] = []
    for line in log:
        if line.event is GradeEvent.RELEASED:
            standing.append(line)
        elif line.event is GradeEvent.REOPENED:
            standing = [s for s in standing if s.assessment_id != line.assessment_id]
    return standing


def was_returned(log: Iterable[LogLine]) -> bool:
    """Whether the paper has gone back for its entry conditions before."""
    return any(line.outcome is Outcome.RETURNED for line in standing_releases(log))


class Chance(StrEnum):
    """Which opportunity a hand-in window gives."""

    FIRST = "first"
    AFTER_RETURN = "after_return"
    RESIT = "resit"


class WindowState(StrEnum):
    """Whether a paper can be handed in at a moment."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """From when until when a paper can be handed in; the minute of closing counts whole."""

    opens_at: datetime
    closes_at: datetime
    late_until: datetime
    chance: Chance = Chance.FIRST

    def state(self, moment: datetime) -> WindowState:
        """How the window stands at a moment."""
        if moment < self.opens_at:
            return WindowState.NOT_YET
        if moment < self.closes_at + MINUTE:
            return WindowState.OPEN
        if moment < self.late_until + MINUTE:
            return WindowState.LATE
        return WindowState.CLOSED

    def accepts(self, moment: datetime) -> bool:
        """Whether a paper is taken in at a moment, on time or late."""
        return self.state(moment) in (WindowState.OPEN, WindowState.LATE)


def late_limit(closes_at: datetime) -> datetime:
    """Until when a late paper is still taken in: two days on, at the same time on a Dutch clock."""
    wall = clock.local(closes_at)
    return clock.at(wall.date() + timedelta(days=LATE_DAYS), wall.hour, wall.minute)


def current_window(first: Window, log: Iterable[LogLine]) -> Window | None:
    """The window that holds after what was released: none after a pass or a failed resit.

    A returned paper may come back within five working days, a failed one within twelve weeks, once.
    """
    releases = standing_releases(log)
    if not releases:
        return first
    last = releases[-1]
    day = clock.local(last.entered_at).date()
    if last.outcome is Outcome.RETURNED:
        return _window_from(last.entered_at, add_working_days(day, RETURN_WORKING_DAYS), Chance.AFTER_RETURN)
    failures = sum(1 for line in releases if line.outcome is Outcome.FAILED)
    if last.outcome is Outcome.FAILED and failures == 1:
        return _window_from(last.entered_at, day + timedelta(weeks=RESIT_WEEKS), Chance.RESIT)
    return None


def _window_from(opens_at: datetime, last_day: date, chance: Chance) -> Window:
    closes_at = clock.at(last_day, 23, 59)
    return Window(opens_at, closes_at, closes_at, chance)


def grade_due_on(*, handed_in_at: datetime, closes_at: datetime, working_days: int) -> date:
    """The day on which the result is due: working days after handing in, or after the window closed."""
    start = max(clock.local(handed_in_at).date(), clock.local(closes_at).date())
    return add_working_days(start, working_days)


@dataclass(frozen=True)
class TimeLeft:
    """How long until a moment, in the words' own units."""

    days: int
    hours: int
    minutes: int


def time_left(until: datetime, moment: datetime) -> TimeLeft:
    """The whole days, hours and minutes until the end of the closing minute; never negative."""
    seconds = max(0, int((until + MINUTE - moment).total_seconds()))
    return TimeLeft(seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60)
