"""The same meeting attended with another cohort: proposed by a participant, decided by staff."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from lms.cohorts import queries, rules
from lms.cohorts.events import MadeUpSessionDecided, MadeUpSessionProposed
from lms.cohorts.models import Attendance, AttendanceStatus, DayPart, MadeUpSession, MadeUpState
from lms.cohorts.operations.catch_up import NotMissedError, drop_needless_tasks
from lms.cohorts.operations.register import correct_attendance
from lms.cohorts.policies import is_self
from lms.cohorts.rules import AttendanceEntry, PersonalDayPart
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish


class NotHeldYetError(DomainError):
    """A meeting that was attended elsewhere lies in the past, or is today."""

    status = 422


class MadeUpDecidedError(DomainError):
    """Somebody decided on this before."""


class OwnMadeUpError(DomainError):
    """Nobody confirms the own attendance elsewhere."""


def propose_made_up(
    session: Session,
    *,
    actor: Actor,
    own: PersonalDayPart,
    held_on: date,
    place: str,
    attended: DayPart | None = None,
) -> MadeUpSession:
    """Say where and when somebody attended the same meeting; what staff writes down is confirmed at once."""
    if not rules.may_be_made_up(own, moment=clock.now()):
        raise NotMissedError
    if held_on > clock.today():
        raise NotHeldYetError
    made_up = MadeUpSession(
        day_part_id=own.day_part.id,
        attended_part_id=attended.id if attended else None,
        enrolment_id=own.enrolment.id,
        held_on=held_on,
        place=place,
        state=MadeUpState.PROPOSED,
    )
    session.add(made_up)
    session.flush()
    if is_self(actor, own.enrolment):
        publish(session, MadeUpSessionProposed(actor=actor, made_up_id=made_up.public_id))
    else:
        made_up.day_part, made_up.enrolment = own.day_part, own.enrolment
        decide_made_up(session, actor=actor, made_up=made_up, is_confirmed=True)
    return made_up


def decide_made_up(session: Session, *, actor: Actor, made_up: MadeUpSession, is_confirmed: bool) -> None:
    """Confirm, so that the day part counts, or refuse."""
    if is_self(actor, made_up.enrolment):
        raise OwnMadeUpError
    if made_up.state is not MadeUpState.PROPOSED:
        raise MadeUpDecidedError
    if is_confirmed:
        _count(session, actor, made_up)
    made_up.state = MadeUpState.CONFIRMED if is_confirmed else MadeUpState.REFUSED
    _decided(session, actor, made_up)


def withdraw_made_up(session: Session, *, actor: Actor, made_up: MadeUpSession, reason: str) -> None:
    """Take a confirmation back: what the register said before counts again."""
    if is_self(actor, made_up.enrolment):
        raise OwnMadeUpError
    if made_up.state is not MadeUpState.CONFIRMED:
        raise MadeUpDecidedError
    own = queries.get_personal_day_part(session, enrolment=made_up.enrolment, day_part=made_up.day_part)
    if own.attendance is not None:
        _uncount(session, actor, own.attendance, reason)
    made_up.state = MadeUpState.WITHDRAWN
    _decided(session, actor, made_up)


def _decided(session: Session, actor: Actor, made_up: MadeUpSession) -> None:
    made_up.decided_by_id, made_up.decided_at = actor.person_id, clock.now()
    publish(
        session,
        MadeUpSessionDecided(
            actor=actor,
            cohort_id=made_up.enrolment.cohort_id,
            made_up_id=made_up.public_id,
            state=made_up.state,
        ),
    )


def _count(session: Session, actor: Actor, made_up: MadeUpSession) -> None:
    own = queries.get_personal_day_part(session, enrolment=made_up.enrolment, day_part=made_up.day_part)
    there = AttendanceEntry(AttendanceStatus.MADE_UP)
    if own.attendance is not None:
        where = f"{made_up.place}, {made_up.held_on:%d-%m-%Y}"
        correct_attendance(session, actor=actor, attendance=own.attendance, entry=there, reason=where)
        drop_needless_tasks(session, actor=actor, day_part=made_up.day_part, attendances=[own.attendance])
        return
    session.add(
        Attendance(
            day_part_id=made_up.day_part_id,
            enrolment_id=made_up.enrolment_id,
            status=there.status,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
    )


def _uncount(session: Session, actor: Actor, attendance: Attendance, reason: str) -> None:
    """Who had no entry before has none again; that it was decided and withdrawn stays on record."""
    latest = queries.find_latest_correction(session, attendance=attendance)
    if latest is None:
        session.delete(attendance)
        return
    before = AttendanceEntry(
        latest.old_status, latest.old_minutes_missed, latest.old_absence_reason, latest.old_absence_note
    )
    correct_attendance(session, actor=actor, attendance=attendance, entry=before, reason=reason)
