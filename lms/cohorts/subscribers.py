"""What cohorts do when something happens elsewhere, and the words of their own notices."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.events import InvitationAccepted
from lms.accounts.models import Hat, Person
from lms.accounts.queries import list_wearers
from lms.cohorts import operations, queries
from lms.cohorts.events import (
    AttendanceAlertRaised,
    AttendanceRecorded,
    CatchUpAsked,
    CatchUpDropped,
    CatchUpGiven,
    CatchUpHandedIn,
    CatchUpJudged,
    CatchUpRefused,
    CatchUpReopened,
    DayPartCancelled,
    JoiningChanged,
    MadeUpSessionDecided,
    MadeUpSessionProposed,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.cohorts.models import Cohort, EnrolmentState
from lms.core.http import absolute_url
from lms.messages.operations import notify_each

EDGE, EDGE_FOR_STAFF = "cohorts.attendance_edge", "cohorts.attendance_edge_staff"
CATCH_UP, WAITS_FOR_STAFF = "cohorts.catch_up", "cohorts.absence_waits"


def start_training(session: Session, event: InvitationAccepted) -> None:
    """Who accepts the invitation takes part from that day."""
    for enrolment in queries.list_invited(session, person_id=event.person_id):
        operations.change_enrolment_state(
            session, actor=event.actor, enrolment=enrolment, to_state=EnrolmentState.IN_TRAINING
        )


def watch_attendance(
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
    """What the register and the plan say now decides who must be warned (DR-15)."""
    operations.watch_attendance(session, actor=event.actor, cohort_id=event.cohort_id)


def tell_of_alert(session: Session, event: AttendanceAlertRaised) -> None:
    """Participant and staff hear that attendance asks for attention; not how it stands."""
    enrolment = queries.get_enrolment(session, enrolment_id=event.enrolment_id)
    notify_each(
        session,
        recipients=[enrolment.person],
        kind=EDGE,
        words=lambda: (
            _("Kijk naar je aanwezigheid"),
            _("Er is iets veranderd in hoeveel dagdelen je nog mag missen."),
        ),
        url=absolute_url("cohorts.attendance_own"),
    )
    url = absolute_url("cohorts.attendance_overview", cohort_id=enrolment.cohort.public_id)
    notify_each(
        session,
        recipients=_staff(session, enrolment.cohort, apart_from=enrolment.person_id),
        kind=EDGE_FOR_STAFF,
        words=lambda: (
            _("Aanwezigheid vraagt aandacht"),
            _("Bij een deelnemer komt de norm in gevaar. Plan een gesprek."),
        ),
        url=url,
    )


def tell_staff_of_task(session: Session, event: CatchUpAsked | CatchUpHandedIn | CatchUpReopened) -> None:
    """Staff hears that a catch-up task waits; not whose, nor what it is."""
    task = queries.get_catch_up_task(session, task_id=event.task_id)
    url = absolute_url("cohorts.catch_up_show", task_id=task.public_id)
    notify_each(
        session,
        recipients=_staff(session, task.enrolment.cohort, apart_from=task.enrolment.person_id),
        kind=WAITS_FOR_STAFF,
        words=lambda: (
            _("Een inhaalopdracht wacht op jou"),
            _("Een deelnemer vraagt om een inhaalopdracht of leverde er een in."),
        ),
        url=url,
    )


def tell_participant_of_task(
    session: Session,
    event: CatchUpDropped | CatchUpGiven | CatchUpJudged | CatchUpRefused | CatchUpReopened,
) -> None:
    """The participant hears that there is news about a task."""
    task = queries.get_catch_up_task(session, task_id=event.task_id)
    notify_each(
        session,
        recipients=[task.enrolment.person],
        kind=CATCH_UP,
        words=lambda: (
            _("Nieuws over je inhaalopdracht"),
            _("Je opleider heeft naar je inhaalopdracht gekeken."),
        ),
        url=absolute_url("cohorts.catch_up_show", task_id=task.public_id),
    )


def tell_staff_of_made_up(session: Session, event: MadeUpSessionProposed) -> None:
    """Staff hears that somebody attended a meeting elsewhere; not who."""
    made_up = queries.get_made_up_session(session, made_up_id=event.made_up_id)
    url = absolute_url("cohorts.made_up_decide", made_up_id=made_up.public_id)
    notify_each(
        session,
        recipients=_staff(session, made_up.enrolment.cohort, apart_from=made_up.enrolment.person_id),
        kind=WAITS_FOR_STAFF,
        words=lambda: (
            _("Bevestig een dagdeel dat elders is gevolgd"),
            _("Een deelnemer volgde een dagdeel bij een andere leergroep."),
        ),
        url=url,
    )


def tell_participant_of_made_up(session: Session, event: MadeUpSessionDecided) -> None:
    """The participant hears that somebody decided; not what."""
    made_up = queries.get_made_up_session(session, made_up_id=event.made_up_id)
    notify_each(
        session,
        recipients=[made_up.enrolment.person],
        kind=EDGE,
        words=lambda: (
            _("Kijk naar je aanwezigheid"),
            _("Er is besloten over een dagdeel dat je elders volgde."),
        ),
        url=absolute_url("cohorts.attendance_own"),
    )


def _staff(session: Session, cohort: Cohort, *, apart_from: int) -> Sequence[Person]:
    """The trainers of a cohort and the coordinators of its programme, each once."""
    programme = cohort.programme_version.programme
    people = [
        *list_wearers(session, hat=Hat.TRAINER, scope=cohort.public_id),
        *list_wearers(session, hat=Hat.COORDINATOR, scope=programme.public_id),
    ]
    return list({person.id: person for person in people if person.id != apart_from}.values())
