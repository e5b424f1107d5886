"""What visits ask of people today, for their start pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Organisation
from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.reading import read_rows
from lms.shadowing import rules
from lms.shadowing.models import Host, Visit, VisitReflection, VisitSignature, VisitState
from lms.shadowing.rules import ANSWER_WITHIN, HOLDING, OPEN, OwnVisit, WaitingVisit


@dataclass(frozen=True)
class CoordinatorCounts:
    """For one cohort: hosts who let a request lie, and days that fell away without another in place."""

    silent: int = 0
    lapsed: int = 0


# Made once, for every participant's start page asks it. Who is a host in a cohort is one host there: with
# that number both sides of "or" have an index.
_AS_HOST = (
    sa.select(Host.id)
    .where(Host.person_id == sa.bindparam("person_id"), Host.cohort_id == sa.bindparam("cohort_id"))
    .correlate(None)
    .scalar_subquery()
)
_IS_VISITOR = Visit.enrolment_id == sa.bindparam("enrolment_id", type_=sa.Integer())
_OWN = (
    sa.select(
        Visit.public_id,
        Visit.starts_at,
        Visit.ends_at,
        Visit.created_at,
        Visit.state,
        Visit.prepared_at,
        _IS_VISITOR,
        Organisation.short_name,
        sa.exists().where(VisitSignature.visit_id == Visit.id),
        sa.exists().where(VisitReflection.visit_id == Visit.id, VisitReflection.finished_at.is_not(None)),
    )
    .join(Visit.enrolment)
    .join(Visit.host)
    .join(
        Organisation,
        Organisation.id == sa.case((_IS_VISITOR, Host.organisation_id), else_=Enrolment.organisation_id),
    )
    .where(sa.or_(_IS_VISITOR, Visit.host_id == _AS_HOST), Visit.state.in_(HOLDING))
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
    row: Any
    for row in read_rows(session, _OWN, values):
        visit = OwnVisit(*row)
        asked = _of_visitor(visit) if visit.is_visitor else _of_host(visit)
        if asked is not None:
            kind, due_on = asked
            found.append(
                WaitingVisit(visit.public_id, kind, due_on, visit.other_organisation, visit.starts_at)
            )
    return found


def _of_visitor(visit: OwnVisit) -> tuple[str, date] | None:
    day, today = clock.local(visit.starts_at).date(), clock.today()
    if visit.state is VisitState.ACCEPTED and not visit.is_signed:
        return "sign", min(day, today)
    if visit.state is VisitState.ACCEPTED and today <= day:
        return "go", day
    if visit.state in (VisitState.ACCEPTED, VisitState.DONE) and not visit.is_reflected and day <= today:
        return "reflect", rules.reflect_before(visit)
    return None


def _of_host(visit: OwnVisit) -> tuple[str, date] | None:
    day, today = clock.local(visit.starts_at).date(), clock.today()
    if visit.state in OPEN:
        return "answer", clock.local(rules.wants_answer_until(visit)).date()
    if visit.state is VisitState.ACCEPTED and day <= today and visit.starts_at <= clock.now():
        return "report", day
    if visit.state is VisitState.ACCEPTED and visit.prepared_at is None:
        return "prepare", day
    if visit.state is VisitState.ACCEPTED:
        return "receive", day
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
