"""What waits for somebody, and the page that shows it: the pieces that every hat's start page is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms.cohorts.models import Enrolment, Meeting
from lms.cohorts.queries import StaffedCohort
from lms.cohorts.rules import AttendanceFigures, PersonalDayPart
from lms.core import clock, rendering
from lms.core.outbox import QueueStanding
from lms.learning.rules import RequirementStanding

MOST_WAITING = 3


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its date in words, what it is, one line, one button."""

    when: str
    title: str
    label: str
    url: str
    line: str = ""
    tone: str | None = None
    due_on: date = date.max


@dataclass
class StartPage:
    """All that one start page shows; what a hat has no use for stays empty."""

    waiting: Sequence[Waiting] = ()
    more_waiting: int = 0
    enrolment: Enrolment | None = None
    meeting: Meeting | None = None
    check_ins: Sequence[PersonalDayPart] = ()
    attendance: AttendanceFigures | None = None
    standings: Sequence[RequirementStanding] = ()
    cohorts: Sequence[StaffedCohort] = ()
    progress: Sequence[Any] = field(default_factory=list)
    queue: QueueStanding | None = None


def with_waiting(waiting: Sequence[Waiting], **values: Any) -> StartPage:
    """A start page with the first few things that wait, the nearest first, and how many more there are."""
    in_order = sorted(waiting, key=lambda item: item.due_on)
    return StartPage(
        waiting=in_order[:MOST_WAITING], more_waiting=max(0, len(in_order) - MOST_WAITING), **values
    )


def _when(day: date | None) -> tuple[str, str | None]:
    """A due day in words, and the tone for one that is near or past."""
    if day is None:
        return _("Deze periode"), None
    left = (day - clock.today()).days
    if left < 0:
        return _("Sinds %(day)s", day=rendering.day_brief(day)), "wait"
    if left == 0:
        return _("Vandaag"), "wait"
    return rendering.day_brief(day), None


def waiting(due_on: date | None, **values: Any) -> Waiting:
    """One thing that waits, with its due day in words."""
    words, tone = _when(due_on)
    return Waiting(when=words, tone=tone, due_on=due_on or date.max, **values)
