"""What the worker does each hour: reminders a week and a day before, and asking hosts how it was."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.events import publish
from lms.shadowing import queries
from lms.shadowing.events import VisitReminded, VisitReportAsked
from lms.shadowing.models import LinkPurpose, Visit
from lms.shadowing.operations.links import issue_link, wants_no_reminder
from lms.shadowing.operations.steps import about

WEEK, DAY = timedelta(days=7), timedelta(days=1)


def send_due(session: Session) -> None:
    """Remind of coming days and ask after past ones; each once, however often the hour strikes."""
    moment = clock.now()
    for due in queries.list_to_remind(session, moment=moment, within=WEEK):
        visit = queries.get_visit(session, visit_id=due.public_id)
        days_before = _mark(visit)
        if days_before is None:
            continue
        needs_link = visit.prepared_at is None and not wants_no_reminder(session, visit=visit)
        token = issue_link(session, visit=visit, purpose=LinkPurpose.PREPARE) if needs_link else None
        event = VisitReminded(actor=SYSTEM, days_before=days_before, prepare_token=token, **about(visit))
        publish(session, event)
    for due in queries.list_to_ask(session, moment=moment):
        visit = queries.get_visit(session, visit_id=due.public_id)
        visit.report_asked_at = moment
        token = issue_link(session, visit=visit, purpose=LinkPurpose.REPORT)
        publish(session, VisitReportAsked(actor=SYSTEM, link_token=token, **about(visit)))


def _mark(visit: Visit) -> int | None:
    """Which reminder is due, and mark it as given; the one of a day says all that the one of a week does."""
    moment = clock.now()
    if visit.reminded_day_at is None and visit.starts_at - moment <= DAY:
        visit.reminded_day_at = visit.reminded_week_at = moment
        return 1
    if visit.reminded_week_at is None:
        visit.reminded_week_at = moment
        return 7
    return None
