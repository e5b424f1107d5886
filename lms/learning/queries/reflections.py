"""Readers of reflections: one, and what a cohort shares with its trainers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.cohorts.models import Cohort, Enrolment
from lms.core.errors import NotFoundError
from lms.learning.models import Reflection
from lms.programmes.models import ProgrammeVersion


def _whole_reflection() -> sa.Select[Reflection]:
    enrolment = joinedload(Reflection.enrolment)
    version = enrolment.joinedload(Enrolment.cohort).joinedload(Cohort.programme_version)
    return sa.select(Reflection).options(
        enrolment.joinedload(Enrolment.person),
        version.joinedload(ProgrammeVersion.programme),
        joinedload(Reflection.activity),
    )


def get_reflection(session: Session, *, reflection_id: UUID) -> Reflection:
    """A reflection with its writer, cohort and activity."""
    found = session.scalars(_whole_reflection().where(Reflection.public_id == reflection_id)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_shared_reflections(session: Session, *, cohort: Cohort) -> Sequence[Reflection]:
    """What participants of a cohort share with their trainers, the newest first."""
    statement = (
        _whole_reflection()
        .join(Reflection.enrolment)
        .where(Enrolment.cohort_id == cohort.id, Reflection.shared_at.is_not(None))
        .order_by(Reflection.shared_at.desc(), Reflection.id.desc())
    )
    return session.scalars(statement).all()
