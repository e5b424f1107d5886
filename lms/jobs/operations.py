"""Ask for work that takes a while, do it in small steps, stop it, let it go on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.queries import actor_for
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.core.outbox import queue_job
from lms.jobs import rules
from lms.jobs.events import JobEnded, JobRetried, JobStarted
from lms.jobs.models import Job, JobState
from lms.jobs.queries import list_abandoned, lock_job
from lms.jobs.slots import kinds

CARRY_OUT = "jobs.carry_out"


class NobodysJobError(DomainError):
    """Work that people wait for is somebody's."""


class AlreadyEndedError(DomainError):
    """The job has ended meanwhile."""


def start_job(session: Session, *, actor: Actor, kind: str, payload: dict[str, Any], total: int) -> Job:
    """Ask for a job of a declared kind; the worker begins after the commit."""
    if actor.person_id is None:
        raise NobodysJobError
    job = Job(
        kind=kinds[kind].key,
        owner_id=actor.person_id,
        payload=payload,
        total=total,
        facts={},
        held_until=clock.now() + rules.HELD_FOR,
    )
    session.add(job)
    session.flush()
    queue_job(session, kind=CARRY_OUT, payload={"job_id": str(job.public_id)})
    publish(session, JobStarted(actor=actor, job_id=job.public_id, kind=kind, total=total))
    return job


def take_step(session: Session, *, job_id: UUID) -> bool:
    """Do the next part of a job, whose effect and progress are one transaction; True while more is left.

    The job's row is locked meanwhile: of two workers that hold the same job each does a different part.
    """
    job = lock_job(session, job_id=job_id)
    if job is None or not job.state.is_open:
        return False
    actor = actor_for(session, person=job.owner)
    job.state = JobState.RUNNING
    job.started_at = job.started_at or clock.now()
    job.held_until = clock.now() + rules.HELD_FOR
    handled = kinds[job.kind].step(session, actor, job)
    job.done = min(job.total, job.done + handled)
    if handled and job.done < job.total:
        return True
    _end(session, actor=actor, job=job, state=JobState.DONE)
    return False


def fail_job(session: Session, *, job_id: UUID, error: str) -> None:
    """A step went wrong: what was done before it stays, the step itself left nothing behind."""
    job = lock_job(session, job_id=job_id)
    if job is None or not job.state.is_open:
        return
    job.error = error[:100]
    _end(session, actor=actor_for(session, person=job.owner), job=job, state=JobState.FAILED)


def stop_job(session: Session, *, actor: Actor, job: Job) -> None:
    """Stop a job: what was done stays, the rest is not done."""
    current = lock_job(session, job_id=job.public_id)
    if current is None or not rules.may_be_cancelled(current):
        raise AlreadyEndedError
    _end(session, actor=actor, job=current, state=JobState.CANCELLED)


def retry_job(session: Session, *, actor: Actor, job: Job) -> None:
    """Let a job that failed go on where it was."""
    current = lock_job(session, job_id=job.public_id)
    if current is None or not rules.may_be_retried(current):
        raise AlreadyEndedError
    current.state, current.error, current.ended_at = JobState.WAITING, "", None
    current.held_until = clock.now() + rules.HELD_FOR
    queue_job(session, kind=CARRY_OUT, payload={"job_id": str(current.public_id)})
    publish(session, JobRetried(actor=actor, job_id=current.public_id, kind=current.kind))


def wake_abandoned(session: Session) -> None:
    """Hand jobs whose worker died to the next worker."""
    for job in list_abandoned(session):
        job.held_until = clock.now() + rules.HELD_FOR
        queue_job(session, kind=CARRY_OUT, payload={"job_id": str(job.public_id)})


def prune_jobs(session: Session) -> None:
    """Forget jobs that ended more than thirty days ago."""
    session.execute(sa.delete(Job).where(Job.ended_at < clock.now() - rules.KEPT_FOR))


def _end(session: Session, *, actor: Actor, job: Job, state: JobState) -> None:
    job.state, job.ended_at = state, clock.now()
    publish(session, JobEnded(actor=actor, job_id=job.public_id, kind=job.kind, state=state, done=job.done))
