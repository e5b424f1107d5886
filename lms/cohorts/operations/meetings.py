"""Plan, change, move and cancel meetings; what a meeting was before stays known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lms.cohorts import rules
from lms.cohorts.events import (
    DayPartCancelled,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.cohorts.models import Cohort, DayPart, Meeting, MeetingKind, MeetingMove
from lms.cohorts.rules import DayPartPlan
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish


class ImpossibleDayPartsError(DomainError):
    """There is none, one ends before it starts, two overlap, or the net time does not fit."""

    status = 422


class SkippedHourError(DomainError):
    """In the night in which summer time begins, the clock never shows this time."""

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
    kind: MeetingKind = MeetingKind.TRAINING_DAY,
    module_key: str | None = None,
    location: str = "",
    video_url: str = "",
    in_plan: bool = False,
) -> Meeting:
    """Plan a day on which the cohort meets, in day parts with a start, an end and net minutes."""
    check_times(cohort, kind, held_on, day_parts)
    meeting = Meeting(
        cohort=cohort,
        kind=kind,
        title=title,
        module_key=module_key or None,
        held_on=held_on,
        location=location,
        place_key=rules.place_key(location),
        video_url=video_url,
    )
    meeting.day_parts = [_day_part(held_on, plan) for plan in day_parts]
    session.add(meeting)
    session.flush()
    publish(
        session,
        MeetingPlanned(
            actor=actor, cohort_id=cohort.public_id, meeting_id=meeting.public_id, in_plan=in_plan
        ),
    )
    return meeting


def change_meeting(
    session: Session,
    *,
    actor: Actor,
    meeting: Meeting,
    title: str,
    module_key: str | None,
    kind: MeetingKind,
    video_url: str,
    version: int,
) -> None:
    """Change the words of a meeting; nothing new is no change at all."""
    _refuse_stale(meeting, version, title=title, video_url=video_url)
    if meeting.cancelled_at is not None:
        raise AlreadyCancelledError
    is_heard = (title, video_url) != (meeting.title, meeting.video_url)
    if not is_heard and (module_key or None, kind) == (meeting.module_key, meeting.kind):
        return
    meeting.title, meeting.video_url = title, video_url
    meeting.module_key, meeting.kind = module_key or None, kind
    meeting.sequence += is_heard
    publish(
        session,
        MeetingChanged(
            actor=actor,
            cohort_id=meeting.cohort.public_id,
            meeting_id=meeting.public_id,
            is_heard=is_heard,
        ),
    )


def move_meeting(
    session: Session,
    *,
    actor: Actor,
    meeting: Meeting,
    held_on: date,
    day_parts: Sequence[DayPartPlan],
    location: str,
    version: int,
    reason: str = "",
) -> None:
    """Give a meeting with loaded day parts and moves another day, time or place; what it was stays known.

    Day and times only as long as nothing is registered; the same day, times and place is no move at all.
    """
    check_move(meeting, held_on=held_on, day_parts=day_parts, location=location, version=version)
    is_retimed = _is_retimed(meeting, held_on, day_parts)
    if not is_retimed and location == meeting.location:
        return
    move = _keep_move(actor, meeting, reason)
    if is_retimed:
        _retime(meeting, held_on, day_parts)
    meeting.location, meeting.place_key = location, rules.place_key(location)
    meeting.sequence += 1
    session.flush()
    publish(
        session,
        MeetingMoved(
            actor=actor,
            cohort_id=meeting.cohort.public_id,
            meeting_id=meeting.public_id,
            move_id=move.public_id,
        ),
    )


def check_move(
    meeting: Meeting, *, held_on: date, day_parts: Sequence[DayPartPlan], location: str, version: int
) -> None:
    """Refuse a move that cannot be, before anybody is asked to confirm it."""
    _refuse_stale(meeting, version, held_on=held_on, location=location)
    if meeting.cancelled_at is not None:
        raise AlreadyCancelledError
    if not _is_retimed(meeting, held_on, day_parts):
        return
    if any(day_part.registered_at for day_part in meeting.day_parts):
        raise AlreadyRegisteredError
    check_times(meeting.cohort, meeting.kind, held_on, day_parts)


def check_cancel(meeting: Meeting, day_part: DayPart | None = None) -> None:
    """Refuse to call off what is off already or took place, before anybody is asked to confirm it."""
    if meeting.cancelled_at is not None or (day_part is not None and day_part.cancelled_at is not None):
        raise AlreadyCancelledError
    if any(part.registered_at for part in ([day_part] if day_part else meeting.day_parts)):
        raise AlreadyRegisteredError


def cancel_meeting(session: Session, *, actor: Actor, meeting: Meeting, reason: str = "") -> None:
    """Call a meeting off; a meeting with registered attendance took place and stays."""
    check_cancel(meeting)
    meeting.cancelled_at, meeting.cancel_reason = clock.now(), reason
    meeting.sequence += 1
    publish(
        session,
        MeetingCancelled(actor=actor, cohort_id=meeting.cohort.public_id, meeting_id=meeting.public_id),
    )


def cancel_day_part(session: Session, *, actor: Actor, day_part: DayPart, reason: str = "") -> None:
    """Call one day part off, so that it leaves the count (DR-12); with the last one goes the meeting."""
    meeting = day_part.meeting
    check_cancel(meeting, day_part)
    if all(part.cancelled_at for part in meeting.day_parts if part is not day_part):
        cancel_meeting(session, actor=actor, meeting=meeting, reason=reason)
        return
    day_part.cancelled_at, day_part.cancel_reason = clock.now(), reason
    meeting.sequence += 1
    publish(
        session,
        DayPartCancelled(
            actor=actor,
            cohort_id=meeting.cohort.public_id,
            meeting_id=meeting.public_id,
            day_part_id=day_part.public_id,
        ),
    )


def planned_day_parts(meeting: Meeting) -> list[DayPartPlan]:
    """The day parts of a meeting that are not called off, as they were planned, on the Dutch clock."""
    return [
        DayPartPlan(
            clock.local(day_part.starts_at).time(), clock.local(day_part.ends_at).time(), day_part.net_minutes
        )
        for day_part in _open_day_parts(meeting)
    ]


def check_times(cohort: Cohort, kind: MeetingKind, held_on: date, day_parts: Sequence[DayPartPlan]) -> None:
    """Refuse times that no meeting of this cohort can have; only a reunion comes after its last day."""
    if not rules.are_possible(day_parts):
        raise ImpossibleDayPartsError
    if held_on < cohort.starts_on or (held_on > cohort.ends_on and kind is not MeetingKind.REUNION):
        raise OutsideCohortError
    if not all(clock.exists_on(held_on, moment) for part in day_parts for moment in part[:2]):
        raise SkippedHourError


def _open_day_parts(meeting: Meeting) -> list[DayPart]:
    return [part for part in meeting.day_parts if part.cancelled_at is None]


def _refuse_stale(meeting: Meeting, version: int, **facts: Any) -> None:
    if meeting.version != version:
        raise ConflictError(
            yours=[(name, str(value)) for name, value in facts.items()],
            theirs=[(name, str(getattr(meeting, name))) for name in facts],
        )


def _keep_move(actor: Actor, meeting: Meeting, reason: str) -> MeetingMove:
    """Write down what a meeting was before it moves."""
    known = _open_day_parts(meeting) or meeting.day_parts
    move = MeetingMove(
        from_held_on=meeting.held_on,
        from_starts_at=min(part.starts_at for part in known),
        from_ends_at=max(part.ends_at for part in known),
        from_location=meeting.location,
        reason=reason,
        moved_by_id=actor.person_id,
    )
    meeting.moves.append(move)
    return move


def _is_retimed(meeting: Meeting, held_on: date, day_parts: Sequence[DayPartPlan]) -> bool:
    return (held_on, [DayPartPlan(*plan) for plan in day_parts]) != (
        meeting.held_on,
        planned_day_parts(meeting),
    )


def _retime(meeting: Meeting, held_on: date, day_parts: Sequence[DayPartPlan]) -> None:
    """Give the open day parts other times; one that was called off goes along to the new day."""
    kept, off = _open_day_parts(meeting), [part for part in meeting.day_parts if part.cancelled_at]
    for day_part in off:
        plan = DayPartPlan(
            clock.local(day_part.starts_at).time(), clock.local(day_part.ends_at).time(), day_part.net_minutes
        )
        _set_times(day_part, _day_part(held_on, plan))
    for day_part, plan in zip(kept, day_parts, strict=False):
        _set_times(day_part, _day_part(held_on, plan))
    added = [_day_part(held_on, plan) for plan in day_parts[len(kept) :]]
    meeting.held_on = held_on
    meeting.day_parts = off + kept[: len(day_parts)] + added


def _set_times(day_part: DayPart, planned: DayPart) -> None:
    day_part.starts_at, day_part.ends_at = planned.starts_at, planned.ends_at
    day_part.net_minutes = planned.net_minutes


def _day_part(held_on: date, plan: DayPartPlan) -> DayPart:
    starts, ends, net_minutes = plan
    return DayPart(
        starts_at=clock.at(held_on, starts.hour, starts.minute),
        ends_at=clock.at(held_on, ends.hour, ends.minute),
        net_minutes=net_minutes,
    )
