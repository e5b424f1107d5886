"""The study load: how many minutes every week asks, beside the hours that were agreed with the employer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lms.programmes.rules import Outline

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class WeekLoad:
    """What one week asks, in minutes: being at meetings, and working on activities."""

    monday: date
    meeting_minutes: int
    study_minutes: int

    @property
    def total_minutes(self) -> int:
        """Everything that the week asks."""
        return self.meeting_minutes + self.study_minutes

    def exceeds(self, agreed: int | None) -> bool:
        """Whether the week asks more minutes than were agreed; never so when nothing was."""
        return agreed is not None and self.total_minutes > agreed


def agreed_minutes(hours: Decimal | None) -> int | None:
    """The agreed hours of a week in minutes."""
    return None if hours is None else int(hours * 60)


def monday_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def spread(minutes: int, *, weeks: int) -> Sequence[int]:
    """Minutes divided over weeks as evenly as whole minutes go, the first weeks first."""
    share, rest = divmod(minutes, weeks)
    return [share + (place < rest) for place in range(weeks)]


def week_loads(
    outline: Outline, *, meetings: Iterable[tuple[date, int]], starts_on: date, ends_on: date
) -> Sequence[WeekLoad]:
    """Every week of a cohort, from its first to its last, with what it asks.

    An activity asks its minutes evenly from the week in which its module opens to that in which it is due.
    """
    first, last = monday_of(starts_on), monday_of(ends_on)
    meeting = _per_monday((monday_of(day), minutes) for day, minutes in meetings)
    study = _per_monday(_study(outline, first=first))
    last = max([last, *meeting, *study])
    mondays = [first + WEEK * number for number in range((last - first).days // 7 + 1)]
    return [WeekLoad(monday, meeting.get(monday, 0), study.get(monday, 0)) for monday in mondays]


def weeks_from(loads: Sequence[WeekLoad], *, day: date, number: int) -> Sequence[WeekLoad]:
    """The week of a day and those after it, so many in all."""
    return [load for load in loads if load.monday >= monday_of(day)][:number]


def exceeded(loads: Sequence[WeekLoad], *, agreed: int | None, day: date) -> Sequence[WeekLoad]:
    """The weeks from a day on that ask more than was agreed."""
    return [load for load in loads if load.monday >= monday_of(day) and load.exceeds(agreed)]


def _per_monday(asked: Iterable[tuple[date, int]]) -> Mapping[date, int]:
    found: dict[date, int] = defaultdict(int)
    for monday, minutes in asked:
        found[monday] += minutes
    return found


def _study(outline: Outline, *, first: date) -> Iterable[tuple[date, int]]:
    for module in outline.modules:
        opens = max(0, module.opens_after_weeks)
        for activity in module.activities:
            due = module.planned_until_week if activity.due_after_weeks is None else activity.due_after_weeks
            weeks = max(opens, due) - opens + 1
            for place, minutes in enumerate(spread(activity.minutes, weeks=weeks)):
                yield first + WEEK * (opens + place), minutes
