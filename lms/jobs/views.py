"""The pages of a job: how far it is, how it ended, and the reader's newest ones."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.rendering import sentence_called
from lms.core.unit_of_work import current_session, writes
from lms.jobs import operations, policies, queries, rules
from lms.jobs.forms import STATE_LABELS, JobRetryForm, JobStopForm
from lms.jobs.models import Job
from lms.jobs.slots import kinds

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/werk")
@guarded_by(policies.may_list_jobs)
def jobs_list() -> ResponseReturnValue:
    """The reader's newest jobs."""
    jobs = queries.list_jobs_for(current_session(), actor=current_actor())
    return render_template(
        "jobs/jobs_list.html", jobs=[_shown(job) for job in jobs], state_labels=STATE_LABELS
    )


@blueprint.get("/werk/<uuid:job_id>")
@guarded_by(policies.may_see_job, load=queries.get_job)
def job_show(job: Job) -> ResponseReturnValue:
    """How far a job is, or how it ended."""
    return render_template("jobs/job_show.html", **_shown(job), state_labels=STATE_LABELS)


@blueprint.get("/werk/<uuid:job_id>/stand")
@guarded_by(policies.may_see_job, load=queries.get_job)
def job_state(job: Job) -> ResponseReturnValue:
    """The part of that page that changes, for whoever keeps it open."""
    return render_template("jobs/_state.html", **_shown(job), state_labels=STATE_LABELS)


@blueprint.post("/werk/<uuid:job_id>/stoppen")
@guarded_by(policies.may_stop_job, load=queries.get_job)
@writes
def job_stop(job: Job) -> ResponseReturnValue:
    """Stop a job; what was done stays."""
    operations.stop_job(current_session(), actor=current_actor(), job=job)
    flash(_("Het werk is gestopt. Wat al klaar was, blijft staan."))
    return redirect(url_for("jobs.job_show", job_id=job.public_id), 303)


@blueprint.post("/werk/<uuid:job_id>/opnieuw")
@guarded_by(policies.may_retry_job, load=queries.get_job)
@writes
def job_retry(job: Job) -> ResponseReturnValue:
    """Let a job that failed go on where it was."""
    operations.retry_job(current_session(), actor=current_actor(), job=job)
    flash(_("Het werk gaat verder waar het was."))
    return redirect(url_for("jobs.job_show", job_id=job.public_id), 303)


def _shown(job: Job) -> dict[str, object]:
    kind = kinds[job.kind]
    return {
        "job": job,
        "kind": kind,
        "about": kind.page(job),
        "reason": sentence_called(job.error),
        "percent": rules.percent_done(job),
        "stop_form": JobStopForm(formdata=None),
        "retry_form": JobRetryForm(formdata=None),
    }
