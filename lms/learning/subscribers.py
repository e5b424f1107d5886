"""What learning does when something happened: mails that something waits, and the attendance fact."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries import list_wearers
from lms.cohorts.events import (
    AttendanceRecorded,
    DayPartCancelled,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.core.http import absolute_url
from lms.core.outbox import queue_mail
from lms.learning import operations, queries
from lms.learning.events import EvidenceHandedIn, EvidenceJudged


def tell_trainers(session: Session, event: EvidenceHandedIn) -> None:
    """The trainers of the cohort hear that evidence waits; not what it is."""
    evidence = queries.get_evidence(session, evidence_id=event.evidence_id)
    scope = evidence.enrolment.cohort.public_id
    for trainer in list_wearers(session, hat=Hat.TRAINER, scope=scope):
        if trainer.id == evidence.enrolment.person_id:
            continue
        with force_locale(trainer.locale):
            queue_mail(
                session,
                to=trainer.email,
                subject=_("Er wacht bewijs op je oordeel"),
                text=_(
                    "Dag %(name)s,\n\nEen deelnemer heeft bewijs ingeleverd. Bekijk het hier:\n%(link)s\n\n"
                    "Groet,\nSamenloop",
                    name=trainer.given_name,
                    link=absolute_url("learning.evidence_show", evidence_id=evidence.public_id),
                ),
            )


def tell_participant(session: Session, event: EvidenceJudged) -> None:
    """The participant hears that somebody looked; not what was said."""
    evidence = queries.get_evidence(session, evidence_id=event.evidence_id)
    person = evidence.enrolment.person
    with force_locale(person.locale):
        queue_mail(
            session,
            to=person.email,
            subject=_("Je opleider heeft naar je bewijs gekeken"),
            text=_(
                "Dag %(name)s,\n\nJe opleider heeft naar je bewijs gekeken. Lees het hier:\n%(link)s\n\n"
                "Groet,\nSamenloop",
                name=person.given_name,
                link=absolute_url("learning.evidence_show", evidence_id=evidence.public_id),
            ),
        )


def settle_attendance(
    session: Session,
    event: AttendanceRecorded
    | DayPartCancelled
    | MeetingCancelled
    | MeetingChanged
    | MeetingMoved
    | MeetingPlanned,
) -> None:
    """What the register and the plan say now decides who has secured the attendance norm."""
    cohort = queries.get_cohort_of_register(session, cohort_id=event.cohort_id)
    operations.settle_attendance(session, actor=event.actor, cohort=cohort)
