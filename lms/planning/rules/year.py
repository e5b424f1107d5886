"""A year as a picture: weeks beside each other, and in each lane the meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.cohorts.models import Meeting
from lms.planning.rules.calendar import HolidayCalendar, Obstacle

WORKING_DAYS = 5


@dataclass(frozen=True)
class Week:
    """One week by its Monday; `obstacle` when most of its working days are off."""

    monday: date
    obstacle: Obstacle | None
    is_now: bool

    @property
    def number(self) -> int:
        """The ISO number of the week."""
        return self.monday.isocalendar().week

    @property
    def starts_month(self) -> bool:
        """Whether this is the first Monday of a month."""
        return self.monday.day <= 7


@dataclass(frozen=True)
class Mark:
    """A meeting in its week, counted from the first week; `row` keeps meetings of one week apart."""

    week: int
    meeting: Meeting
    row: int


@dataclass(frozen=True)
class Lane:
    """The meetings that stand in one row, under one name."""

    label: str
    marks: Sequence[Mark]

    @property
    def rows(self) -> int:
        """How many marks lie below each other in its fullest week."""
        return max((mark.row for mark in self.marks), default=0) + 1


@dataclass(frozen=True)
class Year:
    """The weeks of a picture and its lanes."""

    weeks: Sequence[Week]
    lanes: Sequence[Lane]


def year_of(
    lanes: Sequence[tuple[str, Sequence[Meeting]]], *, today: date, calendar: HolidayCalendar
) -> Year:
    """Lay meetings out over the weeks from the first to the last of them."""
    days = [meeting.held_on for _label, meetings in lanes for meeting in meetings] or [today]
    first, last = _monday(min(days)), _monday(max(days))
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return Year(
        weeks=[
            Week(monday, _obstacle(monday, calendar), is_now=monday == _monday(today)) for monday in mondays
        ],
        lanes=[
            Lane(label, _marks([((_monday(row.held_on) - first).days // 7, row) for row in meetings]))
            for label, meetings in lanes
        ],
    )


def _marks(placed: Sequence[tuple[int, Meeting]]) -> Sequence[Mark]:
    """Meetings of one week below each other, the earliest on top."""
    held = Counter[int]()
    marks = []
    for week, meeting in sorted(placed, key=lambda pair: pair[1].held_on):
        marks.append(Mark(week, meeting, row=held[week]))
        held[week] += 1
    return marks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _obstacle(monday: date, calendar: HolidayCalendar) -> Obstacle | None:
    found = [calendar.obstacle_on(monday + timedelta(days=number)) for number in range(WORKING_DAYS)]
    known = [obstacle for obstacle in found if obstacle is not None]
    return known[-1] if len(known) * 2 > WORKING_DAYS else None
