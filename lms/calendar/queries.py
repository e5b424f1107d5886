"""Readers of what is when for one person: meetings, papers to hand in, intake talks, shadow visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.models import Hat, Person
from lms.admissions.models import ApplicationRound, IntakeSlot
from lms.calendar.models import CalendarLink
from lms.calendar.rules import CalendarItem, ItemKind
from lms.cohorts.models import ACTIVE, BELONGING, Cohort, Enrolment, Meeting
from lms.cohorts.rules import meeting_times
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.papers.models import Assignment
from lms.programmes.models import Programme, ProgrammeVersion
from lms.shadowing.models import Visit, VisitState
from lms.shadowing.queries import list_own_between
from lms.trainings.queries import list_meetings_between

DEADLINE_SHOWN = timedelta(minutes=30)


def list_items(session: Session, *, actor: Actor, since: datetime, until: datetime) -> Sequence[CalendarItem]:
    """All that is between two moments for one person (5 queries), in no order."""
    return [
        *_meetings(session, actor, since, until),
        *_papers(session, actor, since, until),
        *_intakes(session, actor, since, until),
        *_visits(session, actor, since, until),
        *_trainings(session, actor, since, until),
    ]


def find_link(session: Session, *, actor: Actor) -> CalendarLink | None:
    """The link to the actor's calendar that stands."""
    statement = sa.select(CalendarLink).where(
        CalendarLink.person_id == actor.person_id, CalendarLink.revoked_at.is_(None)
    )
    return session.scalars(statement).one_or_none()


def get_link(session: Session, *, link_id: UUID) -> CalendarLink:
    """A link that stands, of somebody who may still sign in."""
    statement = (
        sa.select(CalendarLink)
        .join(CalendarLink.person)
        .where(
            CalendarLink.public_id == link_id,
            CalendarLink.revoked_at.is_(None),
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
        .options(contains_eager(CalendarLink.person))
    )
    link = session.scalars(statement).one_or_none()
    if link is None:
        raise NotFoundError
    return link


def _meetings(session: Session, actor: Actor, since: datetime, until: datetime) -> Sequence[CalendarItem]:
    takes_part = sa.exists().where(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.person_id == actor.person_id,
        Enrolment.state.in_(BELONGING),
    )
    statement = (
        sa.select(Meeting)
        .join(Meeting.cohort)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(
            Meeting.held_on.between(clock.local(since).date(), clock.local(until).date()),
            sa.or_(
                takes_part,
                Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
                Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
            ),
        )
        .options(contains_eager(Meeting.cohort), selectinload(Meeting.day_parts))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return [_meeting_item(meeting) for meeting in session.scalars(statement) if meeting.day_parts]


def _meeting_item(meeting: Meeting) -> CalendarItem:
    starts_at, ends_at = meeting_times(meeting)
    return CalendarItem(
        kind=ItemKind.MEETING,
        object_id=meeting.public_id,
        entry_id=meeting.public_id,
        title=meeting.title,
        line=meeting.cohort.name,
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=meeting.sequence,
        place=meeting.location,
        is_cancelled=meeting.cancelled_at is not None,
    )


def _papers(session: Session, actor: Actor, since: datetime, until: datetime) -> Sequence[CalendarItem]:
    statement = (
        sa.select(Assignment)
        .join(Assignment.cohort)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(
            Enrolment.person_id == actor.person_id,
            Enrolment.state.in_(ACTIVE),
            Assignment.closes_at.between(since, until),
        )
        .options(joinedload(Assignment.cohort))
    )
    return [
        CalendarItem(
            kind=ItemKind.PAPER,
            object_id=row.public_id,
            entry_id=row.public_id,
            title=row.title,
            line=row.cohort.name,
            starts_at=row.closes_at - DEADLINE_SHOWN,
            ends_at=row.closes_at,
            sequence=row.version,
            is_deadline=True,
        )
        for row in session.scalars(statement)
    ]


def _intakes(session: Session, actor: Actor, since: datetime, until: datetime) -> Sequence[CalendarItem]:
    statement = (
        sa.select(IntakeSlot)
        .where(
            IntakeSlot.held_by_id == actor.person_id,
            IntakeSlot.application_id.is_not(None),
            IntakeSlot.starts_at.between(since, until),
        )
        .options(
            joinedload(IntakeSlot.round).joinedload(ApplicationRound.cohort),
            joinedload(IntakeSlot.application),
        )
    )
    return [
        CalendarItem(
            kind=ItemKind.INTAKE,
            object_id=row.round.cohort.public_id,
            entry_id=row.application.public_id,
            title="",
            line=row.round.cohort.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            sequence=row.application.talk_sequence,
            place=row.place,
        )
        for row in session.scalars(statement)
        if row.application is not None
    ]


def _visits(session: Session, actor: Actor, since: datetime, until: datetime) -> Sequence[CalendarItem]:
    found = list_own_between(session, person_id=actor.person_id, since=since, until=until)
    return [_visit_item(visit, is_own=visit.enrolment.person_id == actor.person_id) for visit in found]


def _visit_item(visit: Visit, *, is_own: bool) -> CalendarItem:
    """A visitor finds the place once the agreement is signed; the title names organisations, not people."""
    organisation = visit.host.organisation if is_own else visit.enrolment.organisation
    return CalendarItem(
        kind=ItemKind.VISIT if is_own else ItemKind.HOSTING,
        object_id=visit.public_id,
        entry_id=visit.public_id,
        title=organisation.short_name,
        line=organisation.name,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        sequence=visit.sequence,
        place=visit.host.address if visit.is_signed or not is_own else "",
        is_cancelled=visit.state is VisitState.CANCELLED,
    )


def _trainings(session: Session, actor: Actor, since: datetime, until: datetime) -> Sequence[CalendarItem]:
    """The meetings of the own client training; a title names neither the partner nor the group."""
    found = list_meetings_between(session, actor=actor, since=since, until=until)
    return [
        CalendarItem(
            kind=ItemKind.TRAINING,
            object_id=meeting.plan.pair.public_id,
            entry_id=meeting.public_id,
            title=meeting.plan.pair.edition.client_training.name if meeting.plan.pair.edition else "",
            line="",
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            sequence=meeting.version,
            place=meeting.plan.place,
            is_cancelled=meeting.log is not None and meeting.log.is_cancelled,
        )
        for meeting in found
        if meeting.starts_at is not None and meeting.ends_at is not None
    ]
