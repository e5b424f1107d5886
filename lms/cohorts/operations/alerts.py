"""Warn once when somebody may miss one more day part, or cannot reach the norm any more (DR-15)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts import queries
from lms.cohorts.events import AttendanceAlertRaised
from lms.cohorts.models import AttendanceAlert, Enrolment, EnrolmentState
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish

WATCHED = frozenset({EnrolmentState.IN_TRAINING, EnrolmentState.RESIT})


def watch_attendance(session: Session, *, actor: Actor, cohort_id: int | UUID) -> None:
    """Raise what is new and lift what is over; what stands already is not told again."""
    people = queries.list_watched(session, cohort_id=cohort_id, states=WATCHED)
    if not people:
        return
    figures = queries.attendance_figures(session, cohort=people[0].cohort, enrolments=people)
    standing = queries.list_standing_alerts(session, cohort=people[0].cohort)
    for enrolment in people:
        wanted = figures[enrolment.id].alert
        kept = False
        for alert in standing.get(enrolment.id, ()):
            kept = kept or alert.kind is wanted
            if alert.kind is not wanted:
                alert.lifted_at = clock.now()
        if wanted is not None and not kept:
            _raise(session, actor, enrolment, AttendanceAlert(enrolment_id=enrolment.id, kind=wanted))


def _raise(session: Session, actor: Actor, enrolment: Enrolment, alert: AttendanceAlert) -> None:
    alert.raised_at = clock.now()
    session.add(alert)
    publish(
        session,
        AttendanceAlertRaised(
            actor=actor,
            cohort_id=enrolment.cohort.public_id,
            enrolment_id=enrolment.public_id,
            kind=alert.kind,
        ),
    )
