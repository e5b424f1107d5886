"""Readers of cohorts, their organisations and their trainers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Hat, HatAssignment, Organisation, Person
from lms.cohorts.models import (
    BELONGING,
    Admission,
    Cohort,
    Enrolment,
)
from lms.cohorts.rules import CohortTrainer
from lms.core import clock
from lms.core.alphabet import Alphabetical
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import Programme, ProgrammeVersion


def _with_programme() -> ORMOption:
    return joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme)


def get_cohort(session: Session, *, cohort_id: UUID) -> Cohort:
    """A cohort with its programme and its enrolments."""
    statement = (
        sa.select(Cohort)
        .where(Cohort.public_id == cohort_id)
        .options(_with_programme(), selectinload(Cohort.enrolments))
    )
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        raise NotFoundError
    return cohort


def get_cohort_head(session: Session, *, cohort_id: UUID) -> Cohort:
    """A cohort with its programme and nobody in it: enough for the pages of its staff."""
    statement = sa.select(Cohort).where(Cohort.public_id == cohort_id).options(_with_programme())
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        raise NotFoundError
    return cohort


def list_cohorts_for(session: Session, *, actor: Actor) -> Sequence[Cohort]:
    """The cohorts in which the actor learns or teaches, or whose programme the actor coordinates."""
    own = sa.select(Enrolment.cohort_id).where(
        Enrolment.person_id == actor.person_id, Enrolment.state.in_(BELONGING)
    )
    statement = (
        sa.select(Cohort)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(
            sa.or_(
                Cohort.id.in_(own),
                Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
                Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
            )
        )
        .options(
            contains_eager(Cohort.programme_version).contains_eager(ProgrammeVersion.programme),
            selectinload(Cohort.enrolments),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return session.scalars(statement).all()


def list_versions_to_plan(session: Session, *, actor: Actor) -> Sequence[ProgrammeVersion]:
    """The published versions of the programmes that the actor coordinates, newest first."""
    statement = (
        sa.select(ProgrammeVersion)
        .join(ProgrammeVersion.programme)
        .where(
            ProgrammeVersion.published_at.is_not(None),
            Programme.public_id.in_(actor.scopes(Hat.COORDINATOR)),
        )
        .options(contains_eager(ProgrammeVersion.programme))
        .order_by(Programme.title, ProgrammeVersion.number.desc())
    )
    return session.scalars(statement).all()


def get_cohort_with_people(session: Session, *, cohort_id: UUID) -> Cohort:
    """A cohort with its programme and everything that its lists say of its people."""
    people = selectinload(Cohort.enrolments).options(
        joinedload(Enrolment.person),
        joinedload(Enrolment.organisation),
        joinedload(Enrolment.discipline),
        joinedload(Enrolment.job_role),
    )
    statement = sa.select(Cohort).where(Cohort.public_id == cohort_id).options(_with_programme(), people)
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        raise NotFoundError
    return cohort


def list_admitted(session: Session, *, cohort: Cohort) -> Sequence[Organisation]:
    """The organisations whose people may take part, by name."""
    statement = (
        sa.select(Organisation)
        .join(Admission, Admission.organisation_id == Organisation.id)
        .where(Admission.cohort_id == cohort.id)
        .order_by(Alphabetical(Organisation.name))
    )
    return session.scalars(statement).all()


def find_admission(session: Session, *, cohort: Cohort, organisation_id: int) -> Admission | None:
    """The admission of an organisation to a cohort, if there is one."""
    return session.get(Admission, (cohort.id, organisation_id))


def count_belonging(session: Session, *, cohort: Cohort, organisation_id: int | None = None) -> int:
    """How many people are invited or take part, of one organisation or of all."""
    statement = sa.select(sa.func.count(Enrolment.id)).where(
        Enrolment.cohort_id == cohort.id, Enrolment.state.in_(BELONGING)
    )
    if organisation_id is not None:
        statement = statement.where(Enrolment.organisation_id == organisation_id)
    return session.scalars(statement).one()


def get_programme_scope(session: Session, *, cohort: Cohort) -> UUID:
    """The public id of the programme that a cohort follows: the scope of its coordinators."""
    statement = (
        sa.select(Programme.public_id)
        .join(Programme.versions)
        .where(ProgrammeVersion.id == cohort.programme_version_id)
    )
    return session.scalars(statement).one()


def get_cohort_scope(session: Session, *, cohort_id: int) -> UUID:
    """The public id of a cohort: the scope of its trainers."""
    return session.scalars(sa.select(Cohort.public_id).where(Cohort.id == cohort_id)).one()


def list_cohort_scopes(session: Session, *, programme_id: UUID) -> frozenset[UUID]:
    """The public ids of all cohorts of a programme."""
    statement = (
        sa.select(Cohort.public_id)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .where(Programme.public_id == programme_id)
    )
    return frozenset(session.scalars(statement))


def list_trainer_hats(session: Session, *, person_id: int) -> Sequence[HatAssignment]:
    """The trainer's hats that somebody wears today."""
    statement = sa.select(HatAssignment).where(
        HatAssignment.person_id == person_id, HatAssignment.hat == Hat.TRAINER
    )
    return [hat for hat in session.scalars(statement) if hat.is_current(clock.today())]


def get_cohort_trainer(session: Session, *, cohort_id: UUID, person_id: UUID) -> CohortTrainer:
    """A trainer of a cohort, with that cohort."""
    cohort = get_cohort(session, cohort_id=cohort_id)
    statement = sa.select(Person).where(Person.public_id == person_id)
    person = session.scalars(statement).one_or_none()
    if person is None or not any(
        hat.scope == cohort.public_id for hat in list_trainer_hats(session, person_id=person.id)
    ):
        raise NotFoundError
    return CohortTrainer(cohort=cohort, person=person)


def list_trainers(session: Session, *, cohort: Cohort) -> Sequence[Person]:
    """Who teaches a cohort today, by family name."""
    statement = (
        sa.select(Person, HatAssignment)
        .join(HatAssignment, HatAssignment.person_id == Person.id)
        .where(HatAssignment.hat == Hat.TRAINER, HatAssignment.scope == cohort.public_id)
    )
    found = {person for person, hat in session.execute(statement) if hat.is_current(clock.today())}
    return sorted(found, key=lambda person: (person.sort_name, person.id))
