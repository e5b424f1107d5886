"""Readers of the times for intake talks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.admissions.models import Application, ApplicationRound, IntakeSlot
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion


def list_slots(session: Session, *, round_: ApplicationRound) -> Sequence[IntakeSlot]:
    """Every time that is offered, with who holds the talk and who comes, in order of time."""
    statement = (
        sa.select(IntakeSlot)
        .where(IntakeSlot.round_id == round_.id)
        .options(joinedload(IntakeSlot.held_by), joinedload(IntakeSlot.application))
        .order_by(IntakeSlot.starts_at, IntakeSlot.id)
    )
    return session.scalars(statement).all()


def list_free_slots(session: Session, *, round_id: int) -> Sequence[IntakeSlot]:
    """The times ahead that nobody chose yet."""
    statement = (
        sa.select(IntakeSlot)
        .where(
            IntakeSlot.round_id == round_id,
            IntakeSlot.application_id.is_(None),
            IntakeSlot.starts_at > clock.now(),
        )
        .options(joinedload(IntakeSlot.held_by))
        .order_by(IntakeSlot.starts_at, IntakeSlot.id)
    )
    return session.scalars(statement).all()


def find_talk_ahead(session: Session, *, application: Application) -> IntakeSlot | None:
    """The time that an applicant chose, as long as it lies ahead."""
    statement = sa.select(IntakeSlot).where(
        IntakeSlot.application_id == application.id, IntakeSlot.starts_at > clock.now()
    )
    return session.scalars(statement).one_or_none()


def get_slot(session: Session, *, slot_id: UUID) -> IntakeSlot:
    """One offered time, with its cohort and who comes."""
    statement = (
        sa.select(IntakeSlot)
        .where(IntakeSlot.public_id == slot_id)
        .options(
            joinedload(IntakeSlot.application),
            joinedload(IntakeSlot.held_by),
            joinedload(IntakeSlot.round)
            .joinedload(ApplicationRound.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
        )
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def has_overlap(session: Session, *, held_by_id: int, times: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether somebody already holds a talk during one of these times, in whatever round."""
    during = [
        sa.and_(IntakeSlot.starts_at < ends_at, IntakeSlot.ends_at > starts_at)
        for starts_at, ends_at in times
    ]
    statement = sa.select(sa.exists().where(IntakeSlot.held_by_id == held_by_id, sa.or_(*during)))
    return bool(session.scalar(statement))
