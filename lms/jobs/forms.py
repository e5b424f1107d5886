"""What people can do with a job: stop it, or let it go on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.core.forms import BaseForm
from lms.jobs.models import JobState

STATE_LABELS = {
    JobState.WAITING: _l("wacht"),
    JobState.RUNNING: _l("bezig"),
    JobState.DONE: _l("klaar"),
    JobState.FAILED: _l("mislukt"),
    JobState.CANCELLED: _l("gestopt"),
}


class JobStopForm(BaseForm):
    """Stop what is still going on."""


class JobRetryForm(BaseForm):
    """Go on where it failed."""
