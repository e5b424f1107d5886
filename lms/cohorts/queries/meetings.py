"""Readers of meetings and day parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Person
from lms.accounts.queries.reader import TAUGHT, reader
from lms.cohorts.models import (
    Cohort,
    DayPart,
    Meeting,
    MeetingKind,
    MeetingMove,
)
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.core.reading import first
from lms.programmes.models import Module, Programme, ProgrammeVersion


def get_meeting(session: Session, *, meeting_id: UUID) -> Meeting:
    """A meeting with its day parts, what it was before, and its cohort."""
    return _read(session, meeting_id, selectinload(Meeting.moves))


def find_meeting_outside(session: Session, *, cohort: Cohort, starts_on: date, ends_on: date) -> date | None:
    """The first day outside these days on which a cohort meets; only a reunion comes after the last one."""
    too_late = sa.and_(Meeting.held_on > ends_on, Meeting.kind != MeetingKind.REUNION)
    statement = (
        sa.select(Meeting.held_on)
        .where(
            Meeting.cohort_id == cohort.id,
            Meeting.cancelled_at.is_(None),
            sa.or_(Meeting.held_on < starts_on, too_late),
        )
        .order_by(Meeting.held_on)
        .limit(1)
    )
    return session.scalars(statement).one_or_none()


def get_meeting_with_people(session: Session, *, meeting_id: UUID) -> Meeting:
    """A meeting with all that its page tells: also who moved it, and who belongs to its cohort."""
    return _read(
        session,
        meeting_id,
        selectinload(Meeting.moves).joinedload(MeetingMove.moved_by),
        joinedload(Meeting.cohort).selectinload(Cohort.enrolments),
    )


def _read(session: Session, meeting_id: UUID, *more: ORMOption) -> Meeting:
    statement = (
        sa.select(Meeting)
        .where(Meeting.public_id == meeting_id)
        .options(
            joinedload(Meeting.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
            selectinload(Meeting.day_parts),
            *more,
        )
    )
    meeting = session.scalars(statement).one_or_none()
    if meeting is None:
        raise NotFoundError
    return meeting


def list_meetings(session: Session, *, cohort: Cohort) -> Sequence[Meeting]:
    """All meetings of a cohort with their day parts and what they were before, in order of time."""
    statement = (
        sa.select(Meeting)
        .where(Meeting.cohort_id == cohort.id)
        .options(selectinload(Meeting.day_parts), joinedload(Meeting.moves))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return session.scalars(statement).unique().all()


# Made once, for every participant's start page asks it.
_NEXT_ID = (
    sa.select(Meeting.id)
    .where(
        Meeting.cohort_id == sa.bindparam("cohort_id"),
        Meeting.held_on >= sa.bindparam("day"),
        Meeting.cancelled_at.is_(None),
    )
    .order_by(Meeting.held_on, Meeting.id)
    .limit(first(1))
)
_NEXT = (
    sa.select(Meeting)
    .outerjoin(Meeting.day_parts)
    .where(Meeting.id == _NEXT_ID.scalar_subquery())
    .options(
        load_only(Meeting.title, Meeting.held_on, Meeting.location, Meeting.cancelled_at, raiseload=True),
        contains_eager(Meeting.day_parts).load_only(
            DayPart.meeting_id,
            DayPart.public_id,
            DayPart.meeting_id,
            DayPart.starts_at,
            DayPart.ends_at,
            DayPart.registered_at,
            DayPart.cancelled_at,
            raiseload=True,
        ),
    )
    .order_by(DayPart.starts_at)
)


def find_next_meeting(session: Session, *, cohort: Cohort, day: date) -> Meeting | None:
    """When and where the next meeting from a day on is, with its day parts; nothing more of it."""
    values = {"cohort_id": cohort.id, "day": day}
    return session.scalars(_NEXT, values).unique().one_or_none()


_COMING = (
    sa.select(Meeting)
    .where(
        Meeting.cohort_id == sa.bindparam("cohort_id"),
        Meeting.held_on >= sa.bindparam("day"),
        Meeting.cancelled_at.is_(None),
    )
    .options(joinedload(Meeting.day_parts))
    .order_by(Meeting.held_on, Meeting.id)
    .limit(sa.bindparam("most", type_=sa.Integer()))
)


def list_coming_meetings(session: Session, *, cohort: Cohort, day: date, limit: int) -> Sequence[Meeting]:
    """The next meetings from a day on that are not cancelled, with their day parts."""
    values = {"cohort_id": cohort.id, "day": day, "most": limit}
    return session.scalars(_COMING, values).unique().all()


# Made once, for every trainer's start page asks it.
_UNREGISTERED = (
    sa.select(DayPart)
    .join(DayPart.meeting)
    .join(Meeting.cohort)
    .where(
        Cohort.public_id.in_(TAUGHT),
        DayPart.ends_at <= sa.bindparam("moment"),
        DayPart.registered_at.is_(None),
        DayPart.cancelled_at.is_(None),
        Meeting.cancelled_at.is_(None),
        Meeting.kind == MeetingKind.TRAINING_DAY,
    )
    .options(
        contains_eager(DayPart.meeting)
        .load_only(Meeting.cohort_id, Meeting.title, Meeting.held_on, raiseload=True)
        .contains_eager(Meeting.cohort)
        .load_only(Cohort.public_id, Cohort.name, raiseload=True)
    )
    .order_by(DayPart.starts_at, DayPart.id)
)


def list_unregistered_day_parts(session: Session, *, actor: Actor) -> Sequence[DayPart]:
    """Ended day parts that count without a register, of the cohorts that the actor teaches; oldest first."""
    return session.scalars(_UNREGISTERED, {**reader(actor), "moment": clock.now()}).all()


# Made once, for it runs at every register.
_DAY_PART = (
    sa.select(DayPart)
    .where(DayPart.public_id == sa.bindparam("day_part_id"))
    .options(
        joinedload(DayPart.registered_by).load_only(
            Person.given_name, Person.prefix, Person.family_name, raiseload=True
        ),
        joinedload(DayPart.meeting, innerjoin=True).options(
            joinedload(Meeting.cohort, innerjoin=True)
            .joinedload(Cohort.programme_version, innerjoin=True)
            .load_only(ProgrammeVersion.attendance_norm, raiseload=True)
            .joinedload(ProgrammeVersion.programme, innerjoin=True)
            .load_only(Programme.public_id, raiseload=True),
            selectinload(Meeting.day_parts),
        ),
    )
)


def get_day_part(session: Session, *, day_part_id: UUID) -> DayPart:
    """A day part with its meeting, the other day parts of that day, and its cohort."""
    day_part = session.scalars(_DAY_PART, {"day_part_id": day_part_id}).one_or_none()
    if day_part is None:
        raise NotFoundError
    return day_part


def list_modules(session: Session, *, cohort: Cohort) -> Sequence[Module]:
    """The modules of the version that a cohort follows, in their order."""
    statement = (
        sa.select(Module)
        .where(Module.programme_version_id == cohort.programme_version_id)
        .order_by(Module.position, Module.id)
    )
    return session.scalars(statement).all()
