"""The manifest of jobs."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.core.feature import Feature
from lms.jobs import events, models, operations, subscribers
from lms.jobs.personal_data import PERSONAL_DATA
from lms.jobs.slots import kinds
from lms.jobs.views import blueprint


def _set_up(app: Flask) -> None:
    kinds.clear()
    kinds.update((kind.key, kind) for feature in app.extensions["features"] for kind in feature.job_kinds)


FEATURE = Feature(
    name="jobs",
    models=models,
    set_up=_set_up,
    blueprints=[blueprint],
    jobs={operations.CARRY_OUT: subscribers.carry_out},
    every_minute=[operations.wake_abandoned],
    nightly=[operations.prune_jobs],
    personal_data=PERSONAL_DATA,
    sentences={
        operations.NobodysJobError: _l("Log eerst in."),
        operations.AlreadyEndedError: _l("Dit werk is intussen al afgelopen. Laad de pagina opnieuw."),
    },
    audit_sentences={
        events.JobStarted: _l("Startte werk op de achtergrond"),
        events.JobEnded: _l("Werk op de achtergrond liep af"),
        events.JobRetried: _l("Liet werk op de achtergrond verdergaan"),
    },
)
