"""When a reminder goes out, and what can be planned; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.cohorts.models import Enrolment, EnrolmentState
from lms.core import clock
from lms.core.errors import DomainError
from lms.papers.models import Assignment
from lms.programmes.models import Requirement
from lms.programmes.rules import planned_on
from lms.reminders.models import Anchor, Reminder, ReminderKind

SEND_HOUR, NOON = 9, 12
FOLLOWED_FOR = timedelta(days=60)
LONGEST_OFFSET = 180
USUAL_OFFSET = 7
LEARNING = (EnrolmentState.IN_TRAINING, EnrolmentState.RESIT)
EXPECTED = (EnrolmentState.INVITED, *LEARNING)
BY_LINK = frozenset({ReminderKind.INVITATION, ReminderKind.MANAGER_SIGNATURE})


class NoDeadlineError(DomainError):
    """What still must be done has no last day from which could be counted."""

    status = 422


class MomentPassedError(DomainError):
    """The planned moment lies behind us."""

    status = 422

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment.isoformat())
        self.moment = moment


class ReminderStoppedError(DomainError):
    """The reminder was stopped."""


class ReminderSentError(DomainError):
    """The reminder went out at its moment and stays as it was."""


class NobodyToRemindError(DomainError):
    """Nobody is left who must act and did not get this reminder."""


@dataclass(frozen=True)
class Subject:
    """What a reminder is about: a kind, and for a paper or for evidence which one."""

    kind: ReminderKind
    assignment: Assignment | None = None
    requirement: Requirement | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        about = self.assignment or self.requirement
        return f"{self.kind}:{about.public_id}" if about else str(self.kind)

    def deadline_on(self, starts_on: date) -> date | None:
        """The last day to do it, if there is one."""
        if self.assignment is not None:
            return clock.local(self.assignment.closes_at).date()
        return planned_on(self.requirement, starts_on) if self.requirement is not None else None


def subject_of(reminder: Reminder) -> Subject:
    """What this reminder is about."""
    return Subject(reminder.kind, reminder.assignment, reminder.requirement)


def planned_moment(subject: Subject, *, anchor: Anchor, offset_days: int, starts_on: date) -> datetime:
    """The instant from which the reminder goes out: nine o'clock on a Dutch clock."""
    day = starts_on if anchor is Anchor.START else subject.deadline_on(starts_on)
    if day is None:
        raise NoDeadlineError
    return clock.at(day + timedelta(days=offset_days), SEND_HOUR)


def first_days(starts_on: date, *, day: date) -> int:
    """How many days after the start a new form proposes: a week, or tomorrow when that has passed."""
    tomorrow = (day - starts_on).days + 1
    return max(USUAL_OFFSET, tomorrow) if tomorrow <= LONGEST_OFFSET else USUAL_OFFSET


def moment_of(reminder: Reminder) -> datetime:
    """When this reminder goes out, as its cohort and its deadline are planned now."""
    return planned_moment(
        subject_of(reminder),
        anchor=reminder.anchor,
        offset_days=reminder.offset_days,
        starts_on=reminder.cohort.starts_on,
    )


def is_due(reminder: Reminder, *, moment: datetime) -> bool:
    """Whether it is time, and it neither went out nor was stopped."""
    return reminder.sent_at is None and reminder.stopped_at is None and moment_of(reminder) <= moment


def is_morning(moment: datetime) -> bool:
    """Whether reminders go out: from nine o'clock on a Dutch clock until noon."""
    return SEND_HOUR <= clock.local(moment).hour < NOON


def joined_since(enrolment: Enrolment, reminder: Reminder, *, day: date) -> bool:
    """Whether somebody joined after a reminder went out, and before today."""
    return reminder.sent_at is not None and clock.local(reminder.sent_at).date() < enrolment.joined_on < day
