"""The acts of a host, the same for whoever has an account and for whoever came by a link."""

from __future__ import annotations

from datetime import date, time

from lms.core.authorisation import current_actor
from lms.core.unit_of_work import current_session
from lms.shadowing import operations
from lms.shadowing.forms import (
    HostingAnswerForm,
    HostingCancelForm,
    HostingMoveForm,
    HostingReportForm,
)
from lms.shadowing.forms.hosting import ACCEPT, CONSIDER, MISSED
from lms.shadowing.models import Reason, Visit


def answer(visit: Visit, form: HostingAnswerForm, *, by_link: bool = False) -> None:
    """Yes, no, or not yet."""
    session, actor = current_session(), current_actor()
    if form.answer.data == ACCEPT:
        words = form.instructions.data or ""
        operations.accept_visit(session, actor=actor, visit=visit, instructions=words, by_link=by_link)
    elif form.answer.data == CONSIDER:
        operations.consider_visit(session, actor=actor, visit=visit, by_link=by_link)
    else:
        note = form.note.data or ""
        operations.reject_visit(
            session, actor=actor, visit=visit, reason=form.why(), note=note, by_link=by_link
        )


def move(visit: Visit, form: HostingMoveForm, *, by_link: bool = False) -> None:
    """Another day or other times."""
    operations.move_visit(
        current_session(),
        actor=current_actor(),
        visit=visit,
        day=form.day.data or date.min,
        starts=form.starts.data or time.min,
        ends=form.ends.data or time.min,
        by_link=by_link,
    )


def cancel(visit: Visit, form: HostingCancelForm, *, by_link: bool = False) -> None:
    """The day does not go on."""
    operations.cancel_visit(
        current_session(),
        actor=current_actor(),
        visit=visit,
        reason=Reason(form.reason.data),
        note=form.note.data or "",
        by_link=by_link,
    )


def report(visit: Visit, form: HostingReportForm, *, by_link: bool = False) -> None:
    """How the day went, or that nobody came."""
    session, actor = current_session(), current_actor()
    if form.outcome.data == MISSED:
        note = (form.remark.data or "")[:500]
        operations.miss_visit(session, actor=actor, visit=visit, note=note, by_link=by_link)
    else:
        operations.report_visit(session, actor=actor, visit=visit, report=form.report(), by_link=by_link)
