"""Erase applications whose time has passed, or of somebody who is erased."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.admissions import queries
from lms.admissions.events import ApplicationsErased
from lms.admissions.models import Application, ApplicationLink, Intake, IntakeSlot, Letter
from lms.cohorts.models import Enrolment
from lms.core.authorisation import SYSTEM
from lms.core.events import publish


def delete_applications(session: Session, *, application_ids: Sequence[int]) -> None:
    """Delete applications with everything that hangs on them; a talk of theirs is free again."""
    ids = list(application_ids)
    for table in (ApplicationLink, Intake, Letter):
        session.execute(sa.delete(table).where(table.application_id.in_(ids)))
    session.execute(
        sa.update(IntakeSlot).where(IntakeSlot.application_id.in_(ids)).values(application_id=None)
    )
    session.execute(sa.delete(Application).where(Application.id.in_(ids)))


def erase_outdated(session: Session) -> None:
    """Erase what is kept no longer (AC-15); runs every night."""
    _erase(session, [row.id for row in queries.list_outdated(session)])


def erase_applications_of(session: Session, *, person_id: UUID) -> None:
    """Erase the applications by which somebody came into a cohort."""
    statement = (
        sa.select(Application.id)
        .join(Application.enrolment)
        .join(Enrolment.person)
        .where(Person.public_id == person_id)
    )
    _erase(session, session.scalars(statement).all())


def _erase(session: Session, application_ids: Sequence[int]) -> None:
    if not application_ids:
        return
    delete_applications(session, application_ids=application_ids)
    publish(session, ApplicationsErased(actor=SYSTEM, number=len(application_ids)))
