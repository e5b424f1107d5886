"""What learning does when something happened: mails that something waits, and the attendance fact."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries import list_wearers
from lms.cohorts.events import (
    AttendanceRecorded,
    CatchUpJudged,
    DayPartCancelled,
    JoiningChanged,
    MadeUpSessionDecided,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.core.http import absolute_url
from lms.learning import operations, queries
from lms.learning.events import (
    EvidenceHandedIn,
    EvidenceJudged,
    TailoredDecisionApproved,
    TailoredDecisionProposed,
    TailoredDecisionRejected,
)
from lms.messages.operations import notify_each


def tell_trainers(session: Session, event: EvidenceHandedIn) -> None:
    """The trainers of the cohort hear that evidence waits; not what it is."""
    evidence = queries.get_evidence(session, evidence_id=event.evidence_id)
    trainers = list_wearers(session, hat=Hat.TRAINER, scope=evidence.enrolment.cohort.public_id)
    notify_each(
        session,
        recipients=[person for person in trainers if person.id != evidence.enrolment.person_id],
        kind="learning.evidence_waits",
        words=lambda: (_("Er wacht bewijs op je oordeel"), _("Een deelnemer heeft bewijs ingeleverd.")),
        url=absolute_url("learning.evidence_show", evidence_id=evidence.public_id),
    )


def tell_participant(session: Session, event: EvidenceJudged) -> None:
    """The participant hears that somebody looked; not what was said."""
    evidence = queries.get_evidence(session, evidence_id=event.evidence_id)
    person = evidence.enrolment.person
    notify_each(
        session,
        recipients=[person],
        kind="learning.evidence_judged",
        words=lambda: (_("Je opleider heeft naar je bewijs gekeken"), _("De reactie staat bij je bewijs.")),
        url=absolute_url("learning.evidence_show", evidence_id=evidence.public_id),
    )


def tell_second_person(session: Session, event: TailoredDecisionProposed) -> None:
    """Everybody who may decide hears that a proposal waits; not why it was made."""
    decision = queries.get_decision(session, decision_id=event.decision_id)
    cohort = decision.enrolment.cohort
    staff = [
        *list_wearers(session, hat=Hat.TRAINER, scope=cohort.public_id),
        *list_wearers(session, hat=Hat.COORDINATOR, scope=cohort.programme_version.programme.public_id),
    ]
    concerned = (decision.proposed_by_id, decision.enrolment.person_id)
    notify_each(
        session,
        recipients=[person for person in staff if person.id not in concerned],
        kind="learning.decision_waits",
        words=lambda: (
            _("Er wacht een maatwerkbesluit op een tweede persoon"),
            _("Een collega stelde voor om van een regel af te wijken."),
        ),
        url=absolute_url("learning.decision_show", decision_id=decision.public_id),
    )


def tell_proposer(session: Session, event: TailoredDecisionApproved | TailoredDecisionRejected) -> None:
    """Who proposed hears that somebody decided."""
    decision = queries.get_decision(session, decision_id=event.decision_id)
    if decision.proposed_by is None:
        return
    notify_each(
        session,
        recipients=[decision.proposed_by],
        kind="learning.decision_taken",
        words=lambda: (_("Over je voorstel voor maatwerk is besloten"), _("Het besluit staat klaar.")),
        url=absolute_url("learning.decision_show", decision_id=decision.public_id),
    )


def tell_participant_of_decision(session: Session, event: TailoredDecisionApproved) -> None:
    """The participant hears that there is a decision in the dossier."""
    decision = queries.get_decision(session, decision_id=event.decision_id)
    person = decision.enrolment.person
    notify_each(
        session,
        recipients=[person],
        kind="learning.own_decision",
        words=lambda: (
            _("Er staat een maatwerkbesluit in je dossier"),
            _("Een eis geldt voor jou als behaald."),
        ),
        url=absolute_url("learning.decision_show", decision_id=decision.public_id),
    )


def settle_attendance(
    session: Session,
    event: AttendanceRecorded
    | CatchUpJudged
    | DayPartCancelled
    | JoiningChanged
    | MadeUpSessionDecided
    | MeetingCancelled
    | MeetingChanged
    | MeetingMoved
    | MeetingPlanned,
) -> None:
    """What the register and the plan say now decides who has secured the attendance norm."""
    cohort = queries.get_cohort_of_register(session, cohort_id=event.cohort_id)
    operations.settle_attendance(session, actor=event.actor, cohort=cohort)
