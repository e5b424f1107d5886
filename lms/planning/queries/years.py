"""Readers of years: the cohorts side by side, and everything that a meeting may clash with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from lms.accounts.models import Hat, HatAssignment, Person
from lms.cohorts.models import ACTIVE, Cohort, Enrolment, Meeting
from lms.core import clock
from lms.core.authorisation import Actor
from lms.planning.rules import HolidayCalendar, Slot, Surroundings
from lms.programmes.models import Programme, ProgrammeVersion


def list_years(session: Session, *, actor: Actor, day: date) -> Sequence[Cohort]:
    """The cohorts that the actor teaches or coordinates and that are not long over, with their meetings."""
    statement = (
        sa.select(Cohort)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(
            Cohort.ends_on >= day - timedelta(weeks=4),
            sa.or_(
                Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
                Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
            ),
        )
        .options(
            contains_eager(Cohort.programme_version).contains_eager(ProgrammeVersion.programme),
            selectinload(Cohort.meetings).options(
                selectinload(Meeting.day_parts), selectinload(Meeting.moves)
            ),
        )
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return session.scalars(statement).all()


def name_cohorts(session: Session, *, actor: Actor) -> Mapping[int, str]:
    """The names of the cohorts that the actor teaches or coordinates; others stay without a name."""
    statement = (
        sa.select(Cohort.id, Cohort.name)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(
            sa.or_(
                Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
                Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
            )
        )
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def surroundings_of(
    session: Session,
    *,
    cohort: Cohort,
    days: Collection[date],
    locations: Collection[str],
    calendar: HolidayCalendar,
) -> Surroundings:
    """All that meetings of a cohort on these days and places may clash with; a handful of queries."""
    trainers = _shared_trainers(session, cohort)
    participants = _shared_participants(session, cohort)
    places = {place.strip().lower() for place in locations if place.strip()}
    concerned = sa.or_(
        Meeting.cohort_id.in_({cohort.id, *trainers, *participants}),
        sa.func.lower(sa.func.trim(Meeting.location)).in_(places),
    )
    statement = (
        sa.select(Meeting)
        .where(
            Meeting.held_on >= min(days, default=date.max),
            Meeting.held_on <= max(days, default=date.min),
            Meeting.cancelled_at.is_(None),
            concerned,
        )
        .options(joinedload(Meeting.day_parts))
        .order_by(Meeting.held_on, Meeting.id)
    )
    slots = [slot for row in session.scalars(statement).unique() for slot in slots_of(row)]
    return Surroundings(
        slots=slots,
        trainers=trainers,
        participants=participants,
        first_day=cohort.starts_on,
        last_day=cohort.ends_on,
        calendar=calendar,
    )


def slots_of(meeting: Meeting) -> Sequence[Slot]:
    """The day parts of a meeting that are not called off, each as a slot in time."""
    return [
        Slot(
            key=meeting.id,
            cohort_id=meeting.cohort_id,
            title=meeting.title,
            starts_at=part.starts_at,
            ends_at=part.ends_at,
            location=meeting.location,
        )
        for part in meeting.day_parts
        if part.cancelled_at is None
    ]


def _shared_trainers(session: Session, cohort: Cohort) -> Mapping[int, Sequence[str]]:
    """Per other cohort which trainers of this one teach there too."""
    own, other = aliased(HatAssignment), aliased(HatAssignment)
    statement = (
        sa.select(Cohort.id, Person, own, other)
        .join(other, other.scope == Cohort.public_id)
        .join(own, own.person_id == other.person_id)
        .join(Person, Person.id == own.person_id)
        .where(
            own.hat == Hat.TRAINER,
            own.scope == cohort.public_id,
            other.hat == Hat.TRAINER,
            Cohort.id != cohort.id,
        )
        .order_by(Person.id, other.id)
    )
    shared: dict[int, list[str]] = defaultdict(list)
    for cohort_id, person, here, there in session.execute(statement):
        if here.is_current(clock.today()) and there.is_current(clock.today()):
            shared[cohort_id].append(person.display_name)
    return shared


def _shared_participants(session: Session, cohort: Cohort) -> Mapping[int, int]:
    """Per other cohort how many people take part in both."""
    own = sa.select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE))
    statement = (
        sa.select(Enrolment.cohort_id, sa.func.count())
        .where(Enrolment.cohort_id != cohort.id, Enrolment.state.in_(ACTIVE), Enrolment.person_id.in_(own))
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
