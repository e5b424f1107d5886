"""The links of a host without account: looking uses nothing, sending the one form does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.authorisation import current_actor, public
from lms.core.errors import DomainError
from lms.core.forms import BaseForm
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, queries
from lms.shadowing.forms import (
    HostingAnswerForm,
    HostingCancelForm,
    HostingMoveForm,
    HostingPrepareForm,
    HostingReportForm,
)
from lms.shadowing.models import LinkPurpose, Visit
from lms.shadowing.operations import LinkGoneError
from lms.shadowing.rules import LinkFault
from lms.shadowing.views import acts
from lms.shadowing.views.blueprint import bp


@bp.route("/meelopen/antwoord/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves who answers as the host")
@writes
def guest_answer(token: str) -> ResponseReturnValue:
    """Read the request and answer it, without an account."""
    form = HostingAnswerForm()
    return _through_link(
        token,
        LinkPurpose.ANSWER,
        form,
        lambda visit: acts.answer(visit, form, by_link=True),
        lambda visit: render_template("shadowing/guest_answer.html", visit=visit, form=form, token=token),
    )


@bp.route("/meelopen/voorbereiding/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves who prepares the day as the host")
@writes
def guest_prepare(token: str) -> ResponseReturnValue:
    """Read who comes, and say what residents and colleagues have heard."""
    form = HostingPrepareForm()

    def prepare(visit: Visit) -> None:
        operations.prepare_visit(current_session(), actor=current_actor(), visit=visit, done=form.items())

    return _through_link(
        token,
        LinkPurpose.PREPARE,
        form,
        prepare,
        lambda visit: render_template("shadowing/guest_prepare.html", visit=visit, form=form, token=token),
    )


@bp.get("/meelopen/wijzigen/<string:token>")
@public("the mailed link proves who changes the day as the host")
def guest_change(token: str) -> ResponseReturnValue:
    """Choose another day, or cancel."""
    try:
        link = operations.usable_link(current_session(), token=token, purpose=LinkPurpose.CHANGE)
    except LinkGoneError as gone:
        return link_gone(gone)
    return _change_page(link.visit, token)


@bp.post("/meelopen/wijzigen/<string:token>/verzetten")
@public("the mailed link proves who moves the day as the host")
@writes
def guest_move(token: str) -> ResponseReturnValue:
    """Another day or other times."""
    form = HostingMoveForm()
    return _through_link(
        token,
        LinkPurpose.CHANGE,
        form,
        lambda visit: acts.move(visit, form, by_link=True),
        lambda visit: _change_page(visit, token, move_form=form),
    )


@bp.post("/meelopen/wijzigen/<string:token>/afzeggen")
@public("the mailed link proves who cancels the day as the host")
@writes
def guest_cancel(token: str) -> ResponseReturnValue:
    """The day does not go on."""
    form = HostingCancelForm()
    return _through_link(
        token,
        LinkPurpose.CHANGE,
        form,
        lambda visit: acts.cancel(visit, form, by_link=True),
        lambda visit: _change_page(visit, token, cancel_form=form),
    )


@bp.route("/meelopen/verslag/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves who tells of the day as the host")
@writes
def guest_report(token: str) -> ResponseReturnValue:
    """Tell how the day went."""
    form = HostingReportForm()
    return _through_link(
        token,
        LinkPurpose.REPORT,
        form,
        lambda visit: acts.report(visit, form, by_link=True),
        lambda visit: render_template("shadowing/guest_report.html", visit=visit, form=form, token=token),
    )


@bp.get("/meelopen/bedankt/<string:token>")
@public("who just answered by the link reads that it worked")
def guest_done(token: str) -> ResponseReturnValue:
    """Thanks, and what happens next; nothing of the visit itself."""
    link = queries.find_link(current_session(), token=token)
    if link is None or link.used_at is None:
        return link_gone(LinkGoneError(LinkFault.UNKNOWN))
    return render_template(
        "shadowing/guest_done.html", purpose=link.purpose.value, state=link.visit.state.value
    )


def link_gone(error: LinkGoneError) -> ResponseReturnValue:
    """Why the link does nothing any more and what to do next; never whose visit it was."""
    return render_template("shadowing/_link_gone.html", fault=error.fault.value), 410


def _through_link(
    token: str,
    purpose: LinkPurpose,
    form: BaseForm,
    act: Callable[[Visit], object],
    page: Callable[[Visit], str],
) -> ResponseReturnValue:
    """Show the page, or use the link up for the one act that it is for."""
    session, status = current_session(), 200
    try:
        visit = operations.usable_link(session, token=token, purpose=purpose).visit
        if form.validate_on_submit():
            act(operations.consume(session, token=token, purpose=purpose))
            return redirect(url_for("shadowing.guest_done", token=token), 303)
        status = 422 if form.is_submitted() else 200
    except LinkGoneError as gone:
        return link_gone(gone)
    except DomainError as error:
        status = refuse(form, error)
    return page(visit), status


def _change_page(visit: Visit, token: str, **used: BaseForm) -> str:
    forms: dict[str, Any] = {
        "move_form": HostingMoveForm(
            formdata=None,
            data={
                "day": clock.local(visit.starts_at).date(),
                "starts": clock.local(visit.starts_at).time(),
                "ends": clock.local(visit.ends_at).time(),
            },
        ),
        "cancel_form": HostingCancelForm(formdata=None),
        **used,
    }
    return render_template("shadowing/guest_change.html", visit=visit, token=token, **forms)
