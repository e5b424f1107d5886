"""The study load: how many minutes every week asks, beside the hours that were agreed with the employer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from lms.programmes.rules import Outline

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class WeekLoad:
    """What one week asks, in minutes: being at meetings, working on activities, and own days elsewhere."""

    monday: date
    meeting_minutes: int
    study_minutes: int
    own_minutes: int = 0

    @property
    def total_minutes(self) -> int:
        """Everything that the week asks."""
        return self.meeting_minutes + self.study_minutes + self.own_minutes

    def exceeds(self, agreed: int | None) -> bool:
        """Whether the week asks more than was agreed, in the tenths of hours that people read."""
        return agreed is not None and _tenths(self.total_minutes) > _tenths(agreed)


@dataclass(frozen=True)
class OwnDay:
    """A day that a participant spends elsewhere for the programme: a visit, or a training that they give."""

    enrolment_id: int
    day: date
    minutes: int


def _tenths(minutes: int) -> int:
    return int((Decimal(minutes) / 6).quantize(Decimal(1), ROUND_HALF_EVEN))


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


def with_own_days(loads: Sequence[WeekLoad], days: Iterable[OwnDay]) -> Sequence[WeekLoad]:
    """The weeks of a cohort as they are for one participant, with the days that are theirs alone."""
    own = _per_monday((monday_of(item.day), item.minutes) for item in days)
    return [replace(load, own_minutes=own.get(load.monday, 0)) for load in loads]


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
