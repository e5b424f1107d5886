"""How long a worker holds a job, how long an ended one stays, and what may still be done to it."""

from __future__ import annotations

from datetime import timedelta

from lms.jobs.models import Job, JobState

HELD_FOR = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)


def percent_done(job: Job) -> int:
    """How far a job is, cut off downwards."""
    if job.state is JobState.DONE:
        return 100
    return min(99, 100 * job.done // job.total) if job.total else 0


def may_be_cancelled(job: Job) -> bool:
    """Whether there is still something to stop."""
    return job.state.is_open


def may_be_retried(job: Job) -> bool:
    """Whether a job stopped half-way and can go on where it was."""
    return job.state is JobState.FAILED
