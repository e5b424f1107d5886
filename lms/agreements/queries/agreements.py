"""Readers of the versions of somebody's agreement."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.agreements.models import LearningAgreement
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion


def with_everything() -> Sequence[ORMOption]:
    """Signatures, links, and the enrolment with person, organisation, cohort and programme."""
    enrolment = joinedload(LearningAgreement.enrolment)
    return (
        selectinload(LearningAgreement.signatures),
        selectinload(LearningAgreement.links),
        enrolment.joinedload(Enrolment.person),
        enrolment.joinedload(Enrolment.organisation),
        enrolment.joinedload(Enrolment.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
    )


def get_agreement(session: Session, *, agreement_id: UUID) -> LearningAgreement:
    """One version of an agreement with everything around it."""
    statement = sa.select(LearningAgreement).where(LearningAgreement.public_id == agreement_id)
    found = session.scalars(statement.options(*with_everything())).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def find_standing(session: Session, *, enrolment: Enrolment) -> LearningAgreement | None:
    """The version that stands today, if somebody has an agreement at all."""
    statement = sa.select(LearningAgreement).where(
        LearningAgreement.enrolment_id == enrolment.id, LearningAgreement.replaced_at.is_(None)
    )
    return session.scalars(statement.options(*with_everything())).one_or_none()


def get_latest(session: Session, *, agreement: LearningAgreement) -> LearningAgreement:
    """The newest version of the same agreement: itself, or the one that replaced it."""
    statement = sa.select(LearningAgreement).where(
        LearningAgreement.enrolment_id == agreement.enrolment_id, LearningAgreement.replaced_at.is_(None)
    )
    return session.scalars(statement.options(*with_everything())).one()


def list_versions(session: Session, *, agreement: LearningAgreement) -> Sequence[LearningAgreement]:
    """All versions of the same agreement with their signatures, the newest first."""
    statement = (
        sa.select(LearningAgreement)
        .where(LearningAgreement.enrolment_id == agreement.enrolment_id)
        .options(selectinload(LearningAgreement.signatures))
        .order_by(LearningAgreement.number.desc())
    )
    return session.scalars(statement).all()


def list_own(session: Session, *, actor: Actor) -> Sequence[LearningAgreement]:
    """The actor's own agreements, each in the version that stands, the newest cohort first."""
    statement = (
        sa.select(LearningAgreement)
        .join(LearningAgreement.enrolment)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id == actor.person_id, LearningAgreement.replaced_at.is_(None))
        .options(*with_everything())
        .order_by(Cohort.starts_on.desc(), LearningAgreement.id.desc())
    )
    return session.scalars(statement).all()
