"""Readers of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.reading import first
from lms.jobs.models import Job, JobState

OPEN = (JobState.WAITING, JobState.RUNNING)
SHOWN = 50
JUST_NOW = timedelta(minutes=10)


def get_job(session: Session, *, job_id: UUID) -> Job | None:
    """One job."""
    return session.scalars(sa.select(Job).where(Job.public_id == job_id)).one_or_none()


def lock_job(session: Session, *, job_id: UUID) -> Job | None:
    """One job as it is now, which nobody else changes until this transaction ends; with its owner."""
    statement = (
        sa.select(Job)
        .where(Job.public_id == job_id)
        .options(joinedload(Job.owner))
        .with_for_update(of=Job)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one_or_none()


def list_jobs_for(session: Session, *, actor: Actor) -> Sequence[Job]:
    """The newest jobs of the actor."""
    statement = sa.select(Job).where(Job.owner_id == actor.person_id).order_by(Job.id.desc()).limit(SHOWN)
    return session.scalars(statement).all()


# Made once, for every coordinator's start page asks it.
_NEWS = (
    sa.select(Job)
    .where(
        Job.owner_id == sa.bindparam("owner_id"),
        sa.or_(Job.state.in_([*OPEN, JobState.FAILED]), Job.ended_at > sa.bindparam("just_now")),
    )
    .order_by(Job.id.desc())
    .limit(first(5))
)


def list_news_for(session: Session, *, actor: Actor) -> Sequence[Job]:
    """The actor's jobs that still run, failed, or ended just now; the newest first."""
    values = {"owner_id": actor.person_id, "just_now": clock.now() - JUST_NOW}
    return session.scalars(_NEWS, values).all()


def list_abandoned(session: Session) -> Sequence[Job]:
    """Jobs that should go on but are held by no worker."""
    statement = sa.select(Job).where(Job.state.in_(OPEN), Job.held_until <= clock.now()).order_by(Job.id)
    return session.scalars(statement.with_for_update(skip_locked=True)).all()
