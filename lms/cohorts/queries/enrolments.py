"""Readers of enrolments."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Person
from lms.accounts.queries.reader import READER
from lms.cohorts import rules
from lms.cohorts.models import (
    ACTIVE,
    Cohort,
    Enrolment,
    EnrolmentChange,
    EnrolmentState,
)
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.core.reading import first, read_rows
from lms.programmes.models import ProgrammeVersion


def _enrolment_options() -> Sequence[ORMOption]:
    return (
        joinedload(Enrolment.person),
        joinedload(Enrolment.organisation),
        joinedload(Enrolment.discipline),
        joinedload(Enrolment.job_role),
        joinedload(Enrolment.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
    )


# Made once, for its options are many.
_OF_COHORT = (
    sa.select(Enrolment).where(Enrolment.cohort_id == sa.bindparam("cohort")).options(*_enrolment_options())
)


def list_enrolments(session: Session, *, cohort: Cohort) -> Sequence[Enrolment]:
    """Everybody who is or was enrolled, by family name."""
    return rules.by_name(session.scalars(_OF_COHORT, {"cohort": cohort.id}).all())


def get_enrolment(session: Session, *, enrolment_id: UUID) -> Enrolment:
    """An enrolment with its person, organisation, discipline, job role and cohort."""
    statement = sa.select(Enrolment).where(Enrolment.public_id == enrolment_id).options(*_enrolment_options())
    enrolment = session.scalars(statement).one_or_none()
    if enrolment is None:
        raise NotFoundError
    return enrolment


def find_enrolment(session: Session, *, cohort: Cohort, person_id: int) -> Enrolment | None:
    """How somebody is or was enrolled in a cohort, if at all."""
    statement = sa.select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.person_id == person_id)
    return session.scalars(statement).one_or_none()


def list_invited(session: Session, *, person_id: UUID) -> Sequence[Enrolment]:
    """The enrolments of a person that wait for an answer to the invitation."""
    statement = (
        sa.select(Enrolment)
        .join(Enrolment.person)
        .where(Person.public_id == person_id, Enrolment.state == EnrolmentState.INVITED)
        .order_by(Enrolment.id)
    )
    return session.scalars(statement).all()


# Made once, for they run at every page of a participant.
_NEWEST = (
    sa.select(Enrolment)
    .join(Enrolment.cohort)
    .where(Enrolment.person_id == sa.bindparam("person_id"), Enrolment.state.in_(ACTIVE))
    .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
    .limit(first(1))
)
_CURRENT = _NEWEST.options(
    contains_eager(Enrolment.cohort)
    .joinedload(Cohort.programme_version)
    .joinedload(ProgrammeVersion.programme),
    joinedload(Enrolment.person),
)
# With its cohort and the norm of its programme alone, for a statement of everybody's own start page.
IN_BRIEF = _NEWEST.options(
    contains_eager(Enrolment.cohort)
    .joinedload(Cohort.programme_version, innerjoin=True)
    .load_only(
        ProgrammeVersion.public_id,
        ProgrammeVersion.published_at,
        ProgrammeVersion.attendance_norm,
        raiseload=True,
    )
)
_TAKES_PART = (
    sa.select(Enrolment.id)
    .where(Enrolment.person_id == sa.bindparam("person_id"), Enrolment.state.in_(ACTIVE))
    .limit(first(1))
)

# The cohort of that enrolment by its public id, for a statement that is on every page.
OWN_COHORT = (
    sa.select(Cohort.public_id)
    .join(Enrolment, Enrolment.cohort_id == Cohort.id)
    .where(Enrolment.person_id == READER, Enrolment.state.in_(ACTIVE))
    .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
    .limit(first(1))
)


def find_current_enrolment(session: Session, *, actor: Actor) -> Enrolment | None:
    """The newest enrolment with which the actor takes part, if any: with its person, cohort and programme.

    Staff seldom take part themselves: of them one number is asked before the whole row.
    """
    if actor.hats and not read_rows(session, _TAKES_PART, {"person_id": actor.person_id}):
        return None
    return session.scalars(_CURRENT, {"person_id": actor.person_id}).one_or_none()


def get_enrolment_to_change(session: Session, *, enrolment_id: UUID) -> Enrolment:
    """An enrolment with every change of its state and who made it."""
    enrolment = get_enrolment(session, enrolment_id=enrolment_id)
    statement = (
        sa.select(Enrolment)
        .where(Enrolment.id == enrolment.id)
        .options(selectinload(Enrolment.changes).joinedload(EnrolmentChange.changed_by))
    )
    return session.scalars(statement).one()
