"""Arithmetic and time of papers: grades, outcomes and the window in which a paper can be handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol

from lms.core import clock
from lms.papers.calendar import add_working_days
from lms.papers.models import GradeEvent, Outcome
from lms.programmes.models import Level

TENTH = Decimal("0.1")
PASS = Decimal("5.5")
SHORTEST_MOTIVATION = 30
LATE_DAYS = 2
RETURN_WORKING_DAYS = 5
RESIT_WEEKS = 12
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Choice:
    """A criterion's weight and whether it is a knock-out, with the level that was chosen, if any."""

    weight: int
    is_must_pass: bool
    level: Level | None


def half_up(value: Decimal) -> Decimal:
    """One decimal; exactly half goes up: 5,45 becomes 5,5 (DR-30)."""
    return value.quantize(TENTH, rounding=ROUND_HALF_UP)


def provisional_grade(choices: Iterable[Choice]) -> Decimal | None:
    """The weighted grade over the criteria chosen so far; None before the first choice.

    Computed in whole tenths, so that no intermediate rounding can lift or lower it.
    """
    chosen = [(c.weight, c.level.points) for c in choices if c.level is not None and c.weight > 0]
    weight = sum(w for w, _ in chosen)
    if weight == 0:
        return None
    points = sum(w * p for w, p in chosen)
    return Decimal((20 * points + weight) // (2 * weight)) / 10


def is_complete(choices: Sequence[Choice]) -> bool:
    """Whether every criterion has a level."""
    return bool(choices) and all(c.level is not None for c in choices)


def is_knocked_out(choice: Choice) -> bool:
    """Whether a criterion that must be sufficient is not."""
    return choice.is_must_pass and choice.level is Level.INSUFFICIENT


@dataclass(frozen=True)
class Judgement:
    """What a finished form means: a grade unless the paper goes back, and the outcome."""

    grade: Decimal | None
    outcome: Outcome


def goes_back(*, has_unmet: bool, was_returned: bool) -> bool:
    """A paper that misses an entry condition goes back ungraded, but only once."""
    return has_unmet and not was_returned


def judge(choices: Sequence[Choice], *, has_unmet: bool, was_returned: bool) -> Judgement:
    """Passed is a grade of 5,5 or more, no knock-out on insufficient, and all entry conditions met."""
    if goes_back(has_unmet=has_unmet, was_returned=was_returned):
        return Judgement(None, Outcome.RETURNED)
    grade = provisional_grade(choices)
    passed = (
        grade is not None
        and is_complete(choices)
        and grade >= PASS
        and not has_unmet
        and not any(is_knocked_out(c) for c in choices)
    )
    return Judgement(grade, Outcome.PASSED if passed else Outcome.FAILED)


class LogLine(Protocol):
    """A line of the grade log, as far as the rules read it."""

    assessment_id: int | None
    event: GradeEvent
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
