"""A visit as its host with an account, or the coordinator for the host, stands before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import BaseForm
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries, rules
from lms.shadowing.forms import (
    HostingAnswerForm,
    HostingCancelForm,
    HostingMoveForm,
    HostingPrepareForm,
    HostingReportForm,
)
from lms.shadowing.models import Visit
from lms.shadowing.views import acts
from lms.shadowing.views.blueprint import bp


@bp.get("/meelopen/bezoek/<uuid:visit_id>")
@guarded_by(policies.may_follow_visit, load=queries.get_visit)
def hosting_show(visit: Visit) -> ResponseReturnValue:
    """Who wants to come and why, and what this moment asks of the host; a trainer only reads."""
    return _page(visit)


def _page(visit: Visit, **used: BaseForm) -> str:
    """The page with its forms; the one that was sent keeps what was typed."""
    forms: dict[str, Any] = {
        "answer_form": HostingAnswerForm(formdata=None),
        "prepare_form": HostingPrepareForm(formdata=None, data={"done": visit.prepared}),
        "move_form": HostingMoveForm(
            formdata=None,
            data={
                "day": clock.local(visit.starts_at).date(),
                "starts": clock.local(visit.starts_at).time(),
                "ends": clock.local(visit.ends_at).time(),
            },
        ),
        "cancel_form": HostingCancelForm(formdata=None),
        "report_form": HostingReportForm(formdata=None),
        **used,
    }
    return render_template(
        "shadowing/hosting_show.html",
        visit=visit,
        is_over=rules.is_over(visit, moment=clock.now()),
        is_own=visit.host.person_id == current_actor().person_id,
        earlier=[
            row
            for row in queries.list_visits_of(current_session(), enrolment=visit.enrolment)
            if row.id != visit.id
        ],
        **forms,
    )


def _act(
    visit: Visit, name: str, form: BaseForm, act: Callable[[], object], done: str
) -> ResponseReturnValue:
    """Do what one form asks and come back to the page, or show the page with what was typed."""
    status = 422
    if form.validate_on_submit():
        try:
            act()
            flash(done)
            return redirect(url_for("shadowing.hosting_show", visit_id=visit.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _page(visit, **{name: form}), status


@bp.post("/meelopen/bezoek/<uuid:visit_id>/antwoord")
@guarded_by(policies.may_act_for_host, load=queries.get_visit)
@writes
def hosting_answer(visit: Visit) -> ResponseReturnValue:
    """Yes, no, or not yet."""
    form = HostingAnswerForm()
    return _act(visit, "answer_form", form, lambda: acts.answer(visit, form), _("Het antwoord is verstuurd."))


@bp.post("/meelopen/bezoek/<uuid:visit_id>/voorbereiding")
@guarded_by(policies.may_act_for_host, load=queries.get_visit)
@writes
def hosting_prepare(visit: Visit) -> ResponseReturnValue:
    """What residents and colleagues have heard."""
    form = HostingPrepareForm()

    def prepare() -> None:
        operations.prepare_visit(current_session(), actor=current_actor(), visit=visit, done=form.items())

    return _act(visit, "prepare_form", form, prepare, _("De voorbereiding is bewaard."))


@bp.post("/meelopen/bezoek/<uuid:visit_id>/verzetten")
@guarded_by(policies.may_act_for_host, load=queries.get_visit)
@writes
def hosting_move(visit: Visit) -> ResponseReturnValue:
    """Another day or other times."""
    form = HostingMoveForm()
    done = _("De dag is verzet. Jullie horen het allebei.")
    return _act(visit, "move_form", form, lambda: acts.move(visit, form), done)


@bp.post("/meelopen/bezoek/<uuid:visit_id>/afzeggen")
@guarded_by(policies.may_act_for_host, load=queries.get_visit)
@writes
def hosting_cancel(visit: Visit) -> ResponseReturnValue:
    """The agreed day does not go on."""
    form = HostingCancelForm()
    done = _("De dag is afgezegd. Jullie horen het allebei.")
    return _act(visit, "cancel_form", form, lambda: acts.cancel(visit, form), done)


@bp.post("/meelopen/bezoek/<uuid:visit_id>/verslag")
@guarded_by(policies.may_act_for_host, load=queries.get_visit)
@writes
def hosting_report(visit: Visit) -> ResponseReturnValue:
    """How the day went."""
    form = HostingReportForm()
    return _act(visit, "report_form", form, lambda: acts.report(visit, form), _("Bedankt. Het is bewaard."))


@bp.post("/meelopen/bezoek/<uuid:visit_id>/herinneren")
@guarded_by(policies.may_remind_host, load=queries.get_visit)
@writes
def host_remind(visit: Visit) -> ResponseReturnValue:
    """Ask a silent host once more, by a new link when there is no account."""
    operations.remind_host(current_session(), actor=current_actor(), visit=visit)
    flash(_("De gastcollega krijgt een herinnering."))
    return redirect(url_for("shadowing.hosting_show", visit_id=visit.public_id), 303)
