"""Somebody stops with the training: what was agreed is taken back, and who it concerns hears so (DR-08)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.shadowing import queries, rules
from lms.shadowing.models import Reason, Visit, VisitState
from lms.shadowing.operations.answers import reject_visit
from lms.shadowing.operations.changes import cancel_visit, withdraw_visit
from lms.shadowing.operations.hosts import retire_host


def leave_visits(session: Session, *, actor: Actor, enrolment: Enrolment) -> None:
    """Coming days as a visitor are withdrawn, those as a host cancelled; days that were, stay."""
    for visit in queries.list_visits_of(session, enrolment=enrolment):
        if _is_coming(visit):
            whole = queries.get_visit(session, visit_id=visit.public_id)
            withdraw_visit(session, actor=actor, visit=whole, reason=Reason.PLAN_CHANGED)
    host = queries.find_own_host(session, enrolment=enrolment)
    if host is None:
        return
    retire_host(session, actor=actor, host=host, retired=True)
    for visit in queries.list_hosted_by(session, host=host):
        if not _is_coming(visit):
            continue
        whole = queries.get_visit(session, visit_id=visit.public_id)
        act = cancel_visit if visit.state is VisitState.ACCEPTED else reject_visit
        act(session, actor=actor, visit=whole, reason=Reason.PLAN_CHANGED)


def _is_coming(visit: Visit) -> bool:
    return visit.state in rules.OPEN or (
        visit.state is VisitState.ACCEPTED and not rules.is_over(visit, moment=clock.now())
    )
