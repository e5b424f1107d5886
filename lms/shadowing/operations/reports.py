"""What the host does before the day, and tells after it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.shadowing import queries, rules
from lms.shadowing.events import VisitDone, VisitMissed, VisitPrepared
from lms.shadowing.models import LinkPurpose, Preparation, Visit, VisitState
from lms.shadowing.operations.links import revoke_links
from lms.shadowing.operations.refusals import NotPossibleNowError, OverMidnightError
from lms.shadowing.operations.steps import about, take_step
from lms.shadowing.rules import Report


class NotOverYetError(DomainError):
    """The day has not begun, so nobody can tell how it went."""


class LongerNeedsRemarkError(DomainError):
    """The day took longer than planned, and nobody says why."""

    status = 422


def prepare_visit(session: Session, *, actor: Actor, visit: Visit, done: Collection[Preparation]) -> None:
    """Write down what the host did before the day; residents are never named."""
    queries.lock_visit(session, visit=visit)
    if visit.state is not VisitState.ACCEPTED:
        raise NotPossibleNowError
    visit.prepared = [item.value for item in Preparation if item in done]
    visit.prepared_at = clock.now() if len(done) == len(Preparation) else None
    publish(session, VisitPrepared(actor=actor, **about(visit)))


def report_visit(
    session: Session, *, actor: Actor, visit: Visit, report: Report, by_link: bool = False
) -> None:
    """The day took place; longer than planned needs a word why, and midnight is never passed."""
    _refuse_early(visit)
    if clock.passes_midnight(visit.starts_at, report.real_minutes):
        raise OverMidnightError
    if report.real_minutes > visit.planned_minutes and not report.remark.strip():
        raise LongerNeedsRemarkError
    take_step(session, actor=actor, visit=visit, to_state=VisitState.DONE, by_link=by_link)
    visit.real_minutes, visit.debrief_minutes = report.real_minutes, report.debrief_minutes
    visit.was_partly_absent, visit.host_remark = report.was_partly_absent, report.remark
    visit.reported_at = clock.now()
    revoke_links(session, visit=visit, purposes=list(LinkPurpose))
    publish(session, VisitDone(actor=actor, real_minutes=report.real_minutes, **about(visit)))


def miss_visit(
    session: Session, *, actor: Actor, visit: Visit, note: str = "", by_link: bool = False
) -> None:
    """The visitor did not come; that is something else than taking the day back."""
    _refuse_early(visit)
    take_step(session, actor=actor, visit=visit, to_state=VisitState.NO_SHOW, note=note, by_link=by_link)
    visit.reported_at = clock.now()
    revoke_links(session, visit=visit, purposes=list(LinkPurpose))
    publish(session, VisitMissed(actor=actor, **about(visit)))


def _refuse_early(visit: Visit) -> None:
    if not rules.is_over(visit, moment=clock.now()):
        raise NotOverYetError
