"""Readers of years: the cohorts side by side, and everything that a meeting may clash with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, selectinload

from lms.accounts.models import Hat, HatAssignment, Person
from lms.accounts.queries.reader import COORDINATED, TAUGHT, reader
from lms.accounts.rules.names import PersonName
from lms.cohorts.models import ACTIVE, Cohort, DayPart, Enrolment, Meeting
from lms.cohorts.rules import place_key
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.planning.rules import Conflict, HolidayCalendar, Slot, Surroundings
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


# Made once, for every page of a plan with clashes asks it.
_NAMES = (
    sa.select(Cohort.id, Cohort.name)
    .join(Cohort.programme_version)
    .join(ProgrammeVersion.programme)
    .where(
        Cohort.id.in_(sa.bindparam("cohort_ids", expanding=True)),
        sa.or_(Cohort.public_id.in_(TAUGHT), Programme.public_id.in_(COORDINATED)),
    )
)


def name_cohorts(session: Session, *, actor: Actor, conflicts: Iterable[Conflict]) -> Mapping[int, str]:
    """The names of the cohorts that something clashes with; those the actor has no part in stay without."""
    others = {row.other.cohort_id for row in conflicts if row.other is not None}
    if not others:
        return {}
    values = {**reader(actor), "cohort_ids": sorted(others)}
    return {row[0]: row[1] for row in read_rows(session, _NAMES, values)}


def _select_slots(*whose: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Meeting.id.label("meeting"),
            Meeting.cohort_id,
            Meeting.title,
            DayPart.starts_at,
            DayPart.ends_at,
            Meeting.location,
        )
        .join(Meeting.day_parts)
        .where(
            Meeting.held_on.in_(sa.bindparam("days", expanding=True)),
            Meeting.cancelled_at.is_(None),
            DayPart.cancelled_at.is_(None),
            *whose,
        )
    )


# Made once, for every page of a plan asks them. Two halves, each with its own index: asked for either in one
# breath, a database walks through everybody's meetings on these days.
_OF_THESE = _select_slots(Meeting.cohort_id.in_(sa.bindparam("cohort_ids", expanding=True)))
_IN_THESE_PLACES = _select_slots(Meeting.place_key.in_(sa.bindparam("places", expanding=True)))
_SLOTS = sa.union(_OF_THESE, _IN_THESE_PLACES).order_by("starts_at", "meeting")


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
    places = {place_key(place) for place in locations} - {""}
    values = {
        "cohort_ids": [cohort.id, *trainers, *participants],
        "places": sorted(places),
        "days": sorted(set(days)),
    }
    slots = [Slot(*row) for row in read_rows(session, _SLOTS, values)]
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


_OWN, _OTHER = aliased(HatAssignment), aliased(HatAssignment)


def _worn_by_trainer(hat: type[HatAssignment]) -> sa.ColumnElement[bool]:
    """Whether somebody is a trainer by this row today."""
    day: sa.BindParameter[date] = sa.bindparam("day", type_=sa.Date())
    return sa.and_(
        hat.hat == Hat.TRAINER,
        hat.starts_on <= day,
        sa.or_(hat.ends_on.is_(None), hat.ends_on >= day),
    )


_SHARED_TRAINERS = (
    sa.select(Cohort.id, Person.given_name, Person.prefix, Person.family_name)
    .join(_OTHER, _OTHER.scope == Cohort.public_id)
    .join(_OWN, _OWN.person_id == _OTHER.person_id)
    .join(Person, Person.id == _OWN.person_id)
    .where(
        _worn_by_trainer(_OWN),
        _worn_by_trainer(_OTHER),
        _OWN.scope == sa.bindparam("scope"),
        Cohort.public_id != sa.bindparam("scope"),
    )
    .order_by(Person.id, _OTHER.id)
)


def _shared_trainers(session: Session, cohort: Cohort) -> Mapping[int, Sequence[str]]:
    """Per other cohort which trainers of this one teach there too."""
    shared: dict[int, list[str]] = defaultdict(list)
    values = {"scope": cohort.public_id, "day": clock.today()}
    for cohort_id, *name in read_rows(session, _SHARED_TRAINERS, values):
        shared[cohort_id].append(PersonName(*name).display_name)
    return shared


_ALSO_OWN = aliased(Enrolment)
_SHARED_PARTICIPANTS = (
    sa.select(Enrolment.cohort_id, sa.func.count())
    .where(
        Enrolment.cohort_id != sa.bindparam("cohort_id"),
        Enrolment.state.in_(ACTIVE),
        Enrolment.person_id.in_(
            sa.select(_ALSO_OWN.person_id).where(
                _ALSO_OWN.cohort_id == sa.bindparam("cohort_id"), _ALSO_OWN.state.in_(ACTIVE)
            )
        ),
    )
    .group_by(Enrolment.cohort_id)
)


def _shared_participants(session: Session, cohort: Cohort) -> Mapping[int, int]:
    """Per other cohort how many people take part in both."""
    return {row[0]: row[1] for row in read_rows(session, _SHARED_PARTICIPANTS, {"cohort_id": cohort.id})}
