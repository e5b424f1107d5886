"""Readers of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.cohorts.models import Cohort
from lms.core.errors import NotFoundError
from lms.programmes.models import Programme, ProgrammeVersion, Requirement, RequirementKind
from lms.trainings.models import ClientTraining, TrainingEdition


def get_programme_head(session: Session, *, programme_id: UUID) -> Programme:
    """A programme by itself."""
    programme = session.scalars(sa.select(Programme).where(Programme.public_id == programme_id)).one_or_none()
    if programme is None:
        raise NotFoundError
    return programme


def list_trainings(session: Session, *, programme: Programme) -> Sequence[ClientTraining]:
    """The trainings of a programme with every edition and its categories, by name."""
    statement = (
        sa.select(ClientTraining)
        .where(ClientTraining.programme_id == programme.id)
        .options(selectinload(ClientTraining.editions).selectinload(TrainingEdition.categories))
        .order_by(ClientTraining.name, ClientTraining.id)
    )
    return session.scalars(statement).all()


def get_training(session: Session, *, training_id: UUID) -> ClientTraining:
    """A training with its programme, its editions and their categories."""
    statement = (
        sa.select(ClientTraining)
        .where(ClientTraining.public_id == training_id)
        .options(
            joinedload(ClientTraining.programme),
            selectinload(ClientTraining.editions).selectinload(TrainingEdition.categories),
        )
    )
    training = session.scalars(statement).one_or_none()
    if training is None:
        raise NotFoundError
    return training


def find_training_named(session: Session, *, programme: Programme, name: str) -> ClientTraining | None:
    """The training of this programme with that name, whatever its capitals."""
    statement = sa.select(ClientTraining).where(ClientTraining.programme_id == programme.id)
    return next((row for row in session.scalars(statement) if row.name.casefold() == name.casefold()), None)


def list_choosable(session: Session, *, cohort: Cohort) -> Sequence[ClientTraining]:
    """The trainings that a pair of this cohort can choose, with their editions."""
    statement = (
        sa.select(ClientTraining)
        .join(ProgrammeVersion, ProgrammeVersion.programme_id == ClientTraining.programme_id)
        .where(ProgrammeVersion.id == cohort.programme_version_id, ClientTraining.retired_at.is_(None))
        .options(selectinload(ClientTraining.editions))
        .order_by(ClientTraining.name, ClientTraining.id)
    )
    return session.scalars(statement).all()


def list_requirements_by_evidence(session: Session, *, programme: Programme) -> Sequence[Requirement]:
    """What the newest published version of a programme asks evidence for."""
    newest = (
        sa.select(ProgrammeVersion.id)
        .where(ProgrammeVersion.programme_id == programme.id, ProgrammeVersion.published_at.is_not(None))
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        sa.select(Requirement)
        .where(Requirement.programme_version_id == newest, Requirement.kind == RequirementKind.EVIDENCE)
        .order_by(Requirement.position)
    )
    return session.scalars(statement).all()


def find_requirement(session: Session, *, cohort: Cohort, key: str) -> Requirement | None:
    """The requirement of this cohort that a training counts for, if its version of the programme has it."""
    statement = sa.select(Requirement).where(
        Requirement.programme_version_id == cohort.programme_version_id,
        Requirement.key == key,
        Requirement.kind == RequirementKind.EVIDENCE,
    )
    return session.scalars(statement).one_or_none()
