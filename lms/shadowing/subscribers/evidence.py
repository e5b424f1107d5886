"""A day that is done becomes evidence: the recorded facts in words, which a trainer confirms (DR-21)."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.cohorts.queries import find_enrolment, get_enrolment
from lms.core import rendering
from lms.shadowing import operations, queries
from lms.shadowing.events import VisitDone, VisitReflectionFinished
from lms.shadowing.models import Visit, VisitState
from lms.shadowing.operations.evidence import AS_HOST, AS_VISITOR


def hand_in_day(session: Session, event: VisitDone) -> None:
    """The host of the day has hosted; the visitor has a day if the reflection is finished too."""
    visit = queries.get_visit(session, visit_id=event.visit_id)
    _hand_in_hosting(session, visit)
    _hand_in_visit(session, visit)


def hand_in_reflection(session: Session, event: VisitReflectionFinished) -> None:
    """The reflection is finished; the visitor has a day if the host reported it too."""
    _hand_in_visit(session, queries.get_visit(session, visit_id=event.visit_id))


def _hand_in_visit(session: Session, visit: Visit) -> None:
    reflection = visit.reflection
    if visit.state is not VisitState.DONE or reflection is None or reflection.finished_at is None:
        return
    with force_locale(visit.enrolment.person.locale):
        text = _(
            "Meeloopdag bij %(organisation)s op %(day)s: %(hours)s uur, nabespreking %(minutes)s minuten. "
            "De reflectie is afgerond op %(finished)s en blijft van de deelnemer.",
            organisation=visit.host.organisation.name,
            day=rendering.day(visit.starts_at),
            hours=_hours(visit),
            minutes=visit.debrief_minutes or 0,
            finished=rendering.day(reflection.finished_at),
        )
    operations.hand_in_fact(session, enrolment=visit.enrolment, about=AS_VISITOR, text=text)


def _hand_in_hosting(session: Session, visit: Visit) -> None:
    person = visit.host.person
    found = find_enrolment(session, cohort=visit.enrolment.cohort, person_id=person.id) if person else None
    if person is None or found is None:
        return
    with force_locale(person.locale):
        text = _(
            "Gastcollega voor iemand van %(organisation)s op %(day)s: %(hours)s uur, "
            "nabespreking %(minutes)s minuten.",
            organisation=visit.enrolment.organisation.name,
            day=rendering.day(visit.starts_at),
            hours=_hours(visit),
            minutes=visit.debrief_minutes or 0,
        )
    enrolment = get_enrolment(session, enrolment_id=found.public_id)
    operations.hand_in_fact(session, enrolment=enrolment, about=AS_HOST, text=text)


def _hours(visit: Visit) -> str:
    return rendering.number(round(Decimal(visit.real_minutes or 0) / 60, 1))
