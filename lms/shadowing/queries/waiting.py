"""What visits ask of people today, for their start pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.accounts.models import Organisation
from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.shadowing import rules
from lms.shadowing.models import Host, Visit, VisitReflection, VisitSignature, VisitState
from lms.shadowing.rules import ANSWER_WITHIN, HOLDING, OPEN, WaitingVisit


@dataclass(frozen=True)
class CoordinatorCounts:
    """For one cohort: hosts who let a request lie, and days that fell away without another in place."""

    silent: int = 0
    lapsed: int = 0


# Made once, for every participant's start page asks it.
_OWN = (
    sa.select(Visit)
    .join(Visit.enrolment)
    .join(Visit.host)
    .where(
        sa.or_(
            Visit.enrolment_id == sa.bindparam("enrolment_id"),
            sa.and_(Host.person_id == sa.bindparam("person_id"), Host.cohort_id == sa.bindparam("cohort_id")),
        ),
        Visit.state.in_(HOLDING),
    )
    .options(
        contains_eager(Visit.enrolment)
        .load_only(Enrolment.public_id, raiseload=True)
        .joinedload(Enrolment.organisation, innerjoin=True)
        .load_only(Organisation.short_name, raiseload=True),
        contains_eager(Visit.host)
        .load_only(Host.public_id, raiseload=True)
        .joinedload(Host.organisation, innerjoin=True)
        .load_only(Organisation.short_name, raiseload=True),
        joinedload(Visit.signature).load_only(VisitSignature.visit_id, raiseload=True),
        joinedload(Visit.reflection).load_only(VisitReflection.finished_at, raiseload=True),
    )
    .order_by(Visit.starts_at, Visit.id)
)


def waiting_for_participant(session: Session, *, enrolment: Enrolment) -> Sequence[WaitingVisit]:
    """What the own visits ask, as a visitor and as a host (1 query)."""
    values = {
        "enrolment_id": enrolment.id,
        "person_id": enrolment.person_id,
        "cohort_id": enrolment.cohort_id,
    }
    found = []
    for visit in session.scalars(_OWN, values):
        asked = _of_visitor(visit) if visit.enrolment_id == enrolment.id else _of_host(visit)
        if asked is not None:
            kind, due_on, organisation = asked
            found.append(WaitingVisit(visit.public_id, kind, due_on, organisation, visit.starts_at))
    return found


def _of_visitor(visit: Visit) -> tuple[str, date, str] | None:
    day, today = clock.local(visit.starts_at).date(), clock.today()
    organisation = visit.host.organisation.short_name
    if visit.state is VisitState.ACCEPTED and visit.signature is None:
        return "sign", min(day, today), organisation
    if visit.state is VisitState.ACCEPTED and today <= day:
        return "go", day, organisation
    is_written = visit.reflection is not None and visit.reflection.finished_at is not None
    if visit.state in (VisitState.ACCEPTED, VisitState.DONE) and not is_written and day <= today:
        return "reflect", rules.reflect_before(visit), organisation
    return None


def _of_host(visit: Visit) -> tuple[str, date, str] | None:
    day, today = clock.local(visit.starts_at).date(), clock.today()
    organisation = visit.enrolment.organisation.short_name
    if visit.state in OPEN:
        return "answer", clock.local(rules.wants_answer_until(visit)).date(), organisation
    if visit.state is VisitState.ACCEPTED and day <= today and visit.starts_at <= clock.now():
        return "report", day, organisation
    if visit.state is VisitState.ACCEPTED and visit.prepared_at is None:
        return "prepare", day, organisation
    if visit.state is VisitState.ACCEPTED:
        return "receive", day, organisation
    return None


def counts_for_coordinator(session: Session, *, cohort_ids: Sequence[int]) -> Mapping[int, CoordinatorCounts]:
    """By cohort what a coordinator looks after (1 query)."""
    silent = sa.and_(Visit.state.in_(OPEN), Visit.created_at <= clock.now() - ANSWER_WITHIN)
    lapsed = Visit.state.in_((VisitState.CANCELLED, VisitState.NO_SHOW))
    statement = (
        sa.select(
            Enrolment.cohort_id,
            sa.func.count(sa.case((silent, 1))),
            sa.func.count(sa.case((lapsed, 1))),
        )
        .join(Visit.enrolment)
        .where(Enrolment.cohort_id.in_(cohort_ids), sa.or_(silent, lapsed))
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: CoordinatorCounts(row[1], row[2]) for row in session.execute(statement)}
