"""The meetings with the group: moved, and written down in counts and in what worked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.trainings import rules
from lms.trainings.events import TrainingMeetingLogged, TrainingMeetingMoved
from lms.trainings.models import MeetingLog, PairMember, TrainingMeeting
from lms.trainings.operations.refusals import (
    MeetingLoggedError,
    NotHeldYetError,
    NotRunningError,
    PastMidnightError,
    TooManyPresentError,
)
from lms.trainings.rules import LogFacts


def move_meeting(
    session: Session, *, actor: Actor, meeting: TrainingMeeting, starts_at: datetime, version: int
) -> None:
    """Give a meeting that is still to be held another day or time; calendars follow."""
    _refuse_before_go(meeting)
    if meeting.log is not None:
        raise MeetingLoggedError
    if meeting.version != version:
        raise ConflictError
    if meeting.starts_at == starts_at:
        return
    if clock.passes_midnight(starts_at, meeting.minutes):
        raise PastMidnightError
    meeting.starts_at = starts_at
    session.flush()
    pair = meeting.plan.pair
    event = TrainingMeetingMoved(actor=actor, pair_id=pair.public_id, meeting_id=meeting.public_id)
    publish(session, event)


def log_meeting(
    session: Session,
    *,
    actor: Actor,
    meeting: TrainingMeeting,
    member: PairMember,
    facts: LogFacts,
    version: int,
) -> MeetingLog:
    """Write down how a meeting went, or correct that; with the last one the training has ended."""
    _refuse_before_go(meeting)
    if facts.held_on > clock.today():
        raise NotHeldYetError
    if facts.present_count > facts.expected_count:
        raise TooManyPresentError
    log, pair = meeting.log, meeting.plan.pair
    if (log.version if log else 0) != version:
        raise ConflictError
    is_correction, was_cancelled = log is not None, log is not None and log.is_cancelled
    if facts.is_cancelled != was_cancelled:
        # Calendars take a meeting out, or back in, only when its number rises.
        flag_modified(meeting, "aim")
    if log is None:
        log = MeetingLog(logged_by=member)
        meeting.log = log
    for name, value in vars(facts).items():
        setattr(log, name, value)
    log.logged_by = member
    pair.ended_on = rules.last_day(pair)
    session.flush()
    publish(
        session,
        TrainingMeetingLogged(
            actor=actor,
            pair_id=pair.public_id,
            meeting_id=meeting.public_id,
            is_correction=is_correction,
            is_cancellation=facts.is_cancelled and not was_cancelled,
        ),
    )
    return log


def _refuse_before_go(meeting: TrainingMeeting) -> None:
    if not rules.is_running(meeting.plan) or meeting.plan.pair.dissolved_at is not None:
        raise NotRunningError
