"""Tailored decisions: proposing one, reading it, deciding on it, and the list of a cohort (DR-22)."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.agreements.queries import is_line_manager
from lms.cohorts.models import Cohort
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.refusals import keep_typed
from lms.core.unit_of_work import current_session, writes
from lms.learning import operations, policies, queries
from lms.learning.forms import CONFIRM, DecideForm, ProposalForm
from lms.learning.models import DecisionState, TailoredDecision
from lms.learning.rules import Deviation
from lms.learning.views.blueprint import bp


@bp.route(
    "/dossiers/<uuid:enrolment_id>/eisen/<uuid:requirement_id>/maatwerkbesluit", methods=["GET", "POST"]
)
@guarded_by(policies.may_propose_decision, load=queries.get_deviation)
@writes
def decision_new(deviation: Deviation) -> ResponseReturnValue:
    """Propose that a requirement counts as met for one participant."""
    form = ProposalForm()
    refusal: DomainError | None = None
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            decision = operations.propose_tailored_decision(
                current_session(),
                actor=current_actor(),
                deviation=deviation,
                reason=form.reason.data or "",
            )
            flash(_("Je voorstel ligt klaar. Een ander besluit."))
            return redirect(url_for("learning.decision_show", decision_id=decision.public_id), 303)
        except DomainError as error:
            refusal, status = error, error.status
    page = render_template("learning/decision_new.html", deviation=deviation, form=form, refusal=refusal)
    return page, status


@bp.route("/maatwerkbesluiten/<uuid:decision_id>")
@guarded_by(policies.may_see_decision, load=queries.get_decision)
def decision_show(decision: TailoredDecision) -> ResponseReturnValue:
    """One tailored decision, with the form for whoever may still decide."""
    return _decision_page(decision, DecideForm())


@bp.route("/maatwerkbesluiten/<uuid:decision_id>/oordeel", methods=["POST"])
@guarded_by(policies.may_decide_decision, load=queries.get_decision)
@writes
def decision_decide(decision: TailoredDecision) -> ResponseReturnValue:
    """Agree, or refuse with a remark."""
    form = DecideForm()
    if decision.state is DecisionState.PROPOSED and not form.validate_on_submit():
        return _decision_page(decision, form), 422
    approved = form.decision.data == CONFIRM
    try:
        operations.decide_tailored_decision(
            current_session(),
            actor=current_actor(),
            decision=decision,
            approved=approved,
            remark=form.remark.data or "",
        )
    except DomainError as refusal:
        if decision.state is not DecisionState.PROPOSED:
            keep_typed(refusal, form.remark)
        return _decision_page(decision, form, refusal), refusal.status
    flash(_("Je ging akkoord. De eis geldt als behaald.") if approved else _("Je ging niet akkoord."))
    return redirect(url_for("learning.decision_show", decision_id=decision.public_id), 303)


@bp.route("/maatwerkbesluiten/<uuid:decision_id>/intrekken", methods=["POST"])
@guarded_by(policies.may_withdraw_decision, load=queries.get_decision)
@writes
def decision_withdraw(decision: TailoredDecision) -> ResponseReturnValue:
    """Take the own proposal back."""
    try:
        operations.withdraw_tailored_decision(current_session(), actor=current_actor(), decision=decision)
    except DomainError as refusal:
        return _decision_page(decision, DecideForm(), refusal), refusal.status
    flash(_("Je voorstel is ingetrokken."))
    return redirect(url_for("learning.decision_show", decision_id=decision.public_id), 303)


@bp.route("/leergroepen/<uuid:cohort_id>/maatwerkbesluiten")
@guarded_by(policies.may_see_matrix, load=queries.get_cohort_of_staff)
def decisions_list(cohort: Cohort) -> ResponseReturnValue:
    """The tailored decisions of a cohort, what waits first."""
    decisions = queries.list_decisions(current_session(), cohort=cohort)
    return render_template("learning/decisions_list.html", cohort=cohort, decisions=decisions)


def _decision_page(decision: TailoredDecision, form: DecideForm, refusal: DomainError | None = None) -> str:
    actor = current_actor()
    is_open = decision.state is DecisionState.PROPOSED
    is_proposer = policies.may_withdraw_decision(actor, decision)
    may_decide = is_open and not is_proposer and policies.may_decide_decision(actor, decision)
    leads = may_decide and is_line_manager(current_session(), actor=actor, enrolment=decision.enrolment)
    return render_template(
        "learning/decision_show.html",
        decision=decision,
        form=form,
        refusal=refusal,
        decides=may_decide and not leads,
        leads=leads,
        withdraws=is_open and is_proposer,
    )
