"""What learning does when something happened: mails that something waits, and the attendance fact."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries import list_wearers
from lms.cohorts.events import (
    AttendanceRecorded,
    CatchUpJudged,
    DayPartCancelled,
    MadeUpSessionDecided,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.core.http import absolute_url
from lms.learning import operations, queries
from lms.learning.events import EvidenceHandedIn, EvidenceJudged
from lms.messages.operations import notify


def tell_trainers(session: Session, event: EvidenceHandedIn) -> None:
    """The trainers of the cohort hear that evidence waits; not what it is."""
    evidence = queries.get_evidence(session, evidence_id=event.evidence_id)
    scope = evidence.enrolment.cohort.public_id
    for trainer in list_wearers(session, hat=Hat.TRAINER, scope=scope):
        if trainer.id == evidence.enrolment.person_id:
            continue
        with force_locale(trainer.locale):
            notify(
                session,
                recipient=trainer,
                kind="learning.evidence_waits",
                title=_("Er wacht bewijs op je oordeel"),
                line=_("Een deelnemer heeft bewijs ingeleverd."),
                url=absolute_url("learning.evidence_show", evidence_id=evidence.public_id),
            )


def tell_participant(session: Session, event: EvidenceJudged) -> None:
    """The participant hears that somebody looked; not what was said."""
    evidence = queries.get_evidence(session, evidence_id=event.evidence_id)
    person = evidence.enrolment.person
    with force_locale(person.locale):
        notify(
            session,
            recipient=person,
            kind="learning.evidence_judged",
            title=_("Je opleider heeft naar je bewijs gekeken"),
            line=_("De reactie staat bij je bewijs."),
            url=absolute_url("learning.evidence_show", evidence_id=evidence.public_id),
        )


def settle_attendance(
    session: Session,
    event: AttendanceRecorded
    | CatchUpJudged
    | DayPartCancelled
    | MadeUpSessionDecided
    | MeetingCancelled
    | MeetingChanged
    | MeetingMoved
    | MeetingPlanned,
) -> None:
    """What the register and the plan say now decides who has secured the attendance norm."""
    cohort = queries.get_cohort_of_register(session, cohort_id=event.cohort_id)
    operations.settle_attendance(session, actor=event.actor, cohort=cohort)
