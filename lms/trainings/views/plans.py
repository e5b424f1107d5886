"""The plan of a pair and its meetings: written, read, asked a go for, decided on."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries, rules
from lms.trainings.forms import DecisionForm, MeetingForm, PlanForm, labels
from lms.trainings.models import PlanState, ScaleQuestion, TrainingMeeting, TrainingPair, TrainingPlan
from lms.trainings.operations import (
    PastMidnightError,
    PlanIncompleteError,
    RemarkTooShortError,
    TooManyMinutesError,
)
from lms.trainings.views.blueprint import bp, page, pair_url, refuse


@bp.route("/vaktraining/<uuid:pair_id>/plan", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_to_plan)
@writes
def plan_edit(pair: TrainingPair) -> ResponseReturnValue:
    """Write the plan."""
    plan, form = pair.current_plan, _plan_form(pair)
    if plan is not None and not rules.is_writable(plan) and not form.is_submitted():
        return redirect(_plan_url(plan))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            saved = _save_plan(pair, form)
        except ConflictError:
            fresh = pair.current_plan
            status = show_conflict(
                form, _plan_form(pair, formdata=None), version=fresh.version if fresh else 0
            )
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("Jullie plan is bewaard."))
            return redirect(_plan_url(saved), 303)
    trainings = queries.list_choosable(current_session(), cohort=pair.cohort)
    return page("trainings/plan_edit.html", pair=pair, form=form, trainings=trainings), status


def _plan_url(plan: TrainingPlan, anchor: str | None = None) -> str:
    return url_for("trainings.plan_show", plan_id=plan.public_id, _anchor=anchor)


def _plan_form(pair: TrainingPair, **options: object) -> PlanForm:
    form = PlanForm.about(pair, **options)
    form.offer(queries.list_choosable(current_session(), cohort=pair.cohort), pair)
    return form


def _save_plan(pair: TrainingPair, form: PlanForm) -> TrainingPlan:
    session = current_session()
    return operations.save_plan(
        session,
        actor=current_actor(),
        pair=pair,
        training=operations.choose_training(session, pair=pair, training_id=form.training.data or ""),
        facts=form.facts(),
        version=form.version.number,
    )


@bp.route("/vaktraining-bijeenkomsten/<uuid:meeting_id>/plan", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_meeting, load=queries.get_training_meeting)
@writes
def planned_meeting_edit(meeting: TrainingMeeting) -> ResponseReturnValue:
    """Plan one meeting: its day, its aim, and who leads what."""
    form, address = MeetingForm.about(meeting), _plan_url(meeting.plan, "bijeenkomsten")
    if not rules.is_writable(meeting.plan) and not form.is_submitted():
        return redirect(address)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _save_meeting(meeting, form)
        except ConflictError:
            saved = MeetingForm.about(meeting, formdata=None)
            status = show_conflict(form, saved, version=meeting.version)
        except PastMidnightError as error:
            status = refuse(form, error, form.starts)
        except TooManyMinutesError as error:
            status = refuse(form, error, form.parts[0].form.minutes)
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("Bijeenkomst %(number)s is bewaard.", number=meeting.position))
            return redirect(address, 303)
    return page("trainings/planned_meeting_edit.html", meeting=meeting, form=form), status


def _save_meeting(meeting: TrainingMeeting, form: MeetingForm) -> None:
    operations.save_meeting(
        current_session(),
        actor=current_actor(),
        meeting=meeting,
        starts_at=form.starts_at(),
        aim=form.aim.data or "",
        parts=form.facts(meeting.plan.pair.current_members),
        version=form.version.number,
    )


@bp.get("/vaktrainingsplannen/<uuid:plan_id>")
@guarded_by(policies.may_see_plan, load=queries.get_plan)
def plan_show(plan: TrainingPlan) -> ResponseReturnValue:
    """Read one version of a plan."""
    return _plan_page(plan, DecisionForm(formdata=None)), 200


def _plan_page(plan: TrainingPlan, form: DecisionForm, refusal: DomainError | None = None) -> str:
    is_own = policies.may_work_on_pair(current_actor(), plan.pair)
    gaps = rules.gaps_of(plan.pair, plan, questions=len(ScaleQuestion))
    return page(
        "trainings/plan_show.html",
        plan=plan,
        pair=plan.pair,
        form=form,
        refusal=refusal,
        is_own=is_own,
        is_newest=plan is plan.pair.current_plan,
        is_open=rules.is_writable(plan),
        gaps=[labels.GAPS[gap] for gap in gaps] if plan.state is PlanState.DRAFT else [],
        decides=plan.state is PlanState.SUBMITTED and policies.may_decide_plan(current_actor(), plan),
    )


@bp.post("/vaktrainingsplannen/<uuid:plan_id>/indienen")
@guarded_by(lambda actor, plan: policies.may_work_on_pair(actor, plan.pair), load=queries.get_plan)
@writes
def plan_submit(plan: TrainingPlan) -> ResponseReturnValue:
    """Ask the trainer for a go."""
    try:
        operations.submit_plan(current_session(), actor=current_actor(), plan=plan)
    except PlanIncompleteError as error:
        return _plan_page(plan, DecisionForm(formdata=None), error), error.status
    flash(_("Je opleider leest jullie plan. Je krijgt bericht."))
    return redirect(pair_url(plan.pair.public_id), 303)


@bp.post("/vaktrainingsplannen/<uuid:plan_id>/besluit")
@guarded_by(policies.may_decide_plan, load=queries.get_plan)
@writes
def plan_decide(plan: TrainingPlan) -> ResponseReturnValue:
    """Give a go or a no-go."""
    form, status = DecisionForm(), 422
    if form.validate_on_submit():
        try:
            operations.decide_plan(
                current_session(),
                actor=current_actor(),
                plan=plan,
                is_go=form.is_go,
                remark=form.remark.data or "",
            )
        except RemarkTooShortError as error:
            status = refuse(form, error, form.remark)
        else:
            flash(_("Het duo kan beginnen.") if form.is_go else _("Het duo past zijn plan aan."))
            return redirect(pair_url(plan.pair.public_id), 303)
    return _plan_page(plan, form), status
