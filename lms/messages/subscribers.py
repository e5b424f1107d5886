"""What messages does by itself: the mail of every morning, and forgetting whoever is erased."""

from __future__ import annotations

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.events import PersonErased
from lms.accounts.models import Person
from lms.core.http import absolute_url
from lms.jobs.events import JobEnded
from lms.jobs.models import JobState
from lms.jobs.queries import get_job
from lms.jobs.slots import kinds
from lms.messages import operations

JOB_DONE, JOB_STUCK = "messages.job_done", "messages.job_stuck"


def send_digests(session: Session) -> None:
    """Once a morning: one mail a person with what came since the last one; none for whom nothing waits."""
    for person, notices in operations.due_digests(session):
        with force_locale(person.locale):
            number = len(notices)
            operations.promise_digest(
                session,
                person=person,
                notices=notices,
                subject=_("Je dagoverzicht van Samenloop"),
                text=ngettext(
                    "Er wacht %(num)d ding op jou in Samenloop:",
                    "Er wachten %(num)d dingen op jou in Samenloop:",
                    number,
                ),
            )


def tell_of_job(session: Session, event: JobEnded) -> None:
    """Whoever asked for work that takes a while hears how it ended; not when they stopped it themselves."""
    job = get_job(session, job_id=event.job_id)
    if job is None or event.state is JobState.CANCELLED:
        return
    owner = session.get_one(Person, job.owner_id)
    is_done = event.state is JobState.DONE
    operations.notify_each(
        session,
        recipients=[owner],
        kind=JOB_DONE if is_done else JOB_STUCK,
        words=lambda: (
            _("Het werk is klaar") if is_done else _("Het werk liep vast"),
            str(kinds[job.kind].title),
        ),
        url=absolute_url("jobs.job_show", job_id=job.public_id),
    )


def forget_erased(session: Session, event: PersonErased) -> None:
    """Notices and preferences go with the person."""
    operations.forget_person(session, person_id=event.person_id)
