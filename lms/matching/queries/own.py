"""Readers of what participants keep for themselves, and of who is whose line manager."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.matching.models import LearningGoals, LineManager, Veto
from lms.matching.queries.facts import names_in
from lms.programmes.models import ProgrammeVersion


def get_own_enrolment(cohort: Cohort, *, actor: Actor) -> Enrolment:
    """The actor's own enrolment in a cohort whose enrolments are loaded."""
    found = next((row for row in cohort.enrolments if row.person_id == actor.person_id), None)
    if found is None:
        raise NotFoundError
    return found


def find_own_veto(session: Session, *, enrolment: Enrolment) -> Veto | None:
    """The own list of a participant; only that participant's page and the matcher read it."""
    return session.scalars(sa.select(Veto).where(Veto.enrolment_id == enrolment.id)).one_or_none()


def find_learning_goals(session: Session, *, enrolment: Enrolment) -> LearningGoals | None:
    """The fields of work about which a participant wants to learn more."""
    statement = sa.select(LearningGoals).where(LearningGoals.enrolment_id == enrolment.id)
    return session.scalars(statement).one_or_none()


def list_vetoes_naming(session: Session, *, enrolment_ids: Sequence[int]) -> Sequence[Veto]:
    """The lists in which one of these is named, among those of the same cohorts; only for erasure."""
    cohorts = sa.select(Enrolment.cohort_id).where(Enrolment.id.in_(enrolment_ids))
    statement = sa.select(Veto).join(Veto.enrolment).where(Enrolment.cohort_id.in_(cohorts))
    wanted = set(enrolment_ids)
    return [row for row in session.scalars(statement) if wanted & set(names_in(row.people))]


def list_entered_managers(session: Session, *, cohort: Cohort) -> Sequence[LineManager]:
    """Who is whose line manager in a cohort, as staff wrote it down."""
    statement = (
        sa.select(LineManager)
        .join(LineManager.enrolment)
        .where(Enrolment.cohort_id == cohort.id)
        .options(
            joinedload(LineManager.enrolment).joinedload(Enrolment.person),
            joinedload(LineManager.manager).joinedload(Enrolment.person),
        )
        .order_by(LineManager.id)
    )
    return session.scalars(statement).all()


def list_managers_addresses(session: Session, *, enrolment: Enrolment) -> Sequence[str]:
    """The address of whoever leads a participant, as staff wrote it down."""
    statement = (
        sa.select(Person.email)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(LineManager, LineManager.manager_id == Enrolment.id)
        .where(LineManager.enrolment_id == enrolment.id)
    )
    return session.scalars(statement).all()


def get_line_manager(session: Session, *, line_manager_id: UUID) -> LineManager:
    """Who is whose line manager, with the cohort."""
    statement = (
        sa.select(LineManager)
        .where(LineManager.public_id == line_manager_id)
        .options(
            joinedload(LineManager.enrolment).options(
                joinedload(Enrolment.person),
                joinedload(Enrolment.cohort)
                .joinedload(Cohort.programme_version)
                .joinedload(ProgrammeVersion.programme),
            )
        )
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found
