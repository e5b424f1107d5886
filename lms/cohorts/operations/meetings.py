"""Plan, change and cancel meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.cohorts import rules
from lms.cohorts.events import MeetingCancelled, MeetingChanged, MeetingPlanned
from lms.cohorts.models import Cohort, DayPart, Meeting
from lms.cohorts.rules import DayPartPlan
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish


class ImpossibleDayPartsError(DomainError):
    """There is none, one ends before it starts, two overlap, or the net time does not fit."""

    status = 422


class OutsideCohortError(DomainError):
    """The day lies before the first or after the last day of the cohort."""

    status = 422


class AlreadyRegisteredError(DomainError):
    """Attendance is registered, so the day and the times stay as they are."""


class AlreadyCancelledError(DomainError):
    """The meeting was cancelled before."""


def plan_meeting(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    title: str,
    held_on: date,
    day_parts: Sequence[DayPartPlan],
    module_key: str | None = None,
    location: str = "",
) -> Meeting:
    """Plan a day on which the cohort meets, in day parts with a start, an end and net minutes."""
    _check(cohort, held_on, day_parts)
    meeting = Meeting(
        cohort=cohort, title=title, module_key=module_key or None, held_on=held_on, location=location
    )
    meeting.day_parts = [_day_part(held_on, plan) for plan in day_parts]
    session.add(meeting)
    session.flush()
    publish(session, MeetingPlanned(actor=actor, cohort_id=cohort.public_id, meeting_id=meeting.public_id))
    return meeting


def change_meeting(
    session: Session,
    *,
    actor: Actor,
    meeting: Meeting,
    title: str,
    held_on: date,
    day_parts: Sequence[DayPartPlan],
    module_key: str | None,
    location: str,
    version: int,
) -> None:
    """Change a meeting with loaded day parts; day and times only as long as nothing is registered."""
    if meeting.version != version:
        raise ConflictError(
            yours=[("title", title), ("held_on", str(held_on)), ("location", location)],
            theirs=[
                ("title", meeting.title),
                ("held_on", str(meeting.held_on)),
                ("location", meeting.location),
            ],
        )
    if meeting.cancelled_at is not None:
        raise AlreadyCancelledError
    if held_on != meeting.held_on or [tuple(plan) for plan in day_parts] != planned_day_parts(meeting):
        _move(meeting, held_on, day_parts)
    meeting.title, meeting.location, meeting.module_key = title, location, module_key or None
    flag_modified(meeting, "title")
    publish(
        session,
        MeetingChanged(actor=actor, cohort_id=meeting.cohort.public_id, meeting_id=meeting.public_id),
    )


def cancel_meeting(session: Session, *, actor: Actor, meeting: Meeting) -> None:
    """Call a meeting off; a meeting with registered attendance took place and stays."""
    if meeting.cancelled_at is not None:
        raise AlreadyCancelledError
    if any(day_part.registered_at for day_part in meeting.day_parts):
        raise AlreadyRegisteredError
    meeting.cancelled_at = clock.now()
    publish(
        session,
        MeetingCancelled(actor=actor, cohort_id=meeting.cohort_id, meeting_id=meeting.public_id),
    )


def planned_day_parts(meeting: Meeting) -> list[DayPartPlan]:
    """The day parts of a meeting as they were planned, on the Dutch clock."""
    return [
        DayPartPlan(
            clock.local(day_part.starts_at).time(), clock.local(day_part.ends_at).time(), day_part.net_minutes
        )
        for day_part in meeting.day_parts
    ]


def _move(meeting: Meeting, held_on: date, day_parts: Sequence[DayPartPlan]) -> None:
    if any(day_part.registered_at for day_part in meeting.day_parts):
        raise AlreadyRegisteredError
    _check(meeting.cohort, held_on, day_parts)
    meeting.held_on = held_on
    kept = meeting.day_parts[: len(day_parts)]
    for day_part, plan in zip(kept, day_parts, strict=False):
        moved = _day_part(held_on, plan)
        day_part.starts_at, day_part.ends_at = moved.starts_at, moved.ends_at
        day_part.net_minutes = moved.net_minutes
    meeting.day_parts = kept + [_day_part(held_on, plan) for plan in day_parts[len(kept) :]]


def _check(cohort: Cohort, held_on: date, day_parts: Sequence[DayPartPlan]) -> None:
    if not rules.are_possible(day_parts):
        raise ImpossibleDayPartsError
    if not cohort.starts_on <= held_on <= cohort.ends_on:
        raise OutsideCohortError


def _day_part(held_on: date, plan: DayPartPlan) -> DayPart:
    starts, ends, net_minutes = plan
    return DayPart(
        starts_at=clock.at(held_on, starts.hour, starts.minute),
        ends_at=clock.at(held_on, ends.hour, ends.minute),
        net_minutes=net_minutes,
    )
