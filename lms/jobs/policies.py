"""Who may see a job: whoever asked for it, and nobody else; for others it does not exist.

The same person may stop it, and let it go on after a failure. What a job may do is asked again at every
step by the kind itself, of whoever started it as that person is by then.
"""

from __future__ import annotations

from lms.core.authorisation import Actor
from lms.jobs.models import Job


def may_list_jobs(actor: Actor) -> bool:
    """Everybody may open the list: it holds only the reader's own jobs."""
    return actor.is_authenticated


def may_see_job(actor: Actor, job: Job) -> bool:
    """Whoever asked for it sees a job."""
    return actor.person_id is not None and actor.person_id == job.owner_id


def may_stop_job(actor: Actor, job: Job) -> bool:
    """Whoever asked for it stops a job."""
    return may_see_job(actor, job)


def may_retry_job(actor: Actor, job: Job) -> bool:
    """Whoever asked for it lets a job go on."""
    return may_see_job(actor, job)
