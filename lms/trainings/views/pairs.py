"""A pair's own page, which its trainers read along: what to do now, the plan, and what came of it."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries, rules
from lms.trainings.forms import HAND_IN, DeclarationForm, OwnPartForm
from lms.trainings.models import PairMember, TrainingPair
from lms.trainings.views.blueprint import asked_to, bp, own_place, page, pair_url, refuse
from lms.trainings.views.words import facts_of, measured_words, share_words

SHORTEST_PART = 50


@bp.get("/vaktraining")
@guarded_by(policies.may_see_own_training)
def pair_own() -> ResponseReturnValue:
    """The way to the own pair; who has none reads what will come."""
    pair_id = queries.find_own_pair_id(current_session(), actor=current_actor())
    return redirect(pair_url(pair_id)) if pair_id else page("trainings/pair_own.html")


@bp.get("/vaktraining/<uuid:pair_id>")
@guarded_by(policies.may_see_pair, load=queries.get_pair_with_results)
def pair_show(pair: TrainingPair) -> ResponseReturnValue:
    """All of one training."""
    is_own = policies.may_work_on_pair(current_actor(), pair)
    member = own_place(pair) if is_own else None
    return page(
        "trainings/pair_show.html",
        pair=pair,
        member=member,
        plan=pair.current_plan,
        stage=rules.stage_of(pair),
        steps=rules.steps_for(pair, member, moment=clock.now()) if member else [],
        logged=rules.logged_meetings(pair),
        means=rules.means_of(pair),
        shares=rules.table_of(pair),
        due=rules.due_on,
        share_words=share_words,
        measured_words=measured_words,
        to_observe=queries.find_observation_to_do(current_session(), pair=pair) if is_own else None,
        is_past=lambda meeting: rules.is_past(meeting, moment=clock.now()),
        is_evaluated=rules.is_evaluated(pair),
        is_part_wanted=rules.is_part_wanted,
    )


@bp.route("/vaktraining/<uuid:pair_id>/verklaring", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_pair, load=queries.get_pair)
@writes
def declaration_new(pair: TrainingPair) -> ResponseReturnValue:
    """Declare that no group member is in the own caseload."""
    form, member = DeclarationForm(), own_place(pair)
    if form.validate_on_submit():
        operations.declare_unknown(current_session(), actor=current_actor(), pair=pair, member=member)
        flash(_("Je verklaring is bewaard."))
        return redirect(pair_url(pair.public_id), 303)
    status = 422 if form.is_submitted() else 200
    return page("trainings/declaration_new.html", pair=pair, member=member, form=form), status


@bp.route("/vaktraining/<uuid:pair_id>/mijn-deel", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_with_results)
@writes
def own_part_edit(pair: TrainingPair) -> ResponseReturnValue:
    """Write the own part, and hand it in as evidence once the training was evaluated."""
    member = own_place(pair)
    form = OwnPartForm.about(member)
    status, hands_in = 422 if form.is_submitted() else 200, asked_to(HAND_IN)
    if form.validate_on_submit() and (not hands_in or form.is_enough(SHORTEST_PART)):
        try:
            _keep_part(pair, member, form, hands_in=hands_in)
        except ConflictError:
            saved = OwnPartForm.about(member, formdata=None)
            status = show_conflict(form, saved, version=member.version)
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("Je opleider leest je bewijs.") if hands_in else _("Je deel is bewaard."))
            return redirect(pair_url(pair.public_id, "mijn-deel"), 303)
    is_ready = rules.is_evaluated(pair) and rules.is_part_wanted(member)
    template = "trainings/own_part_edit.html"
    return page(template, pair=pair, member=member, form=form, is_ready=is_ready), status


def _keep_part(pair: TrainingPair, member: PairMember, form: OwnPartForm, *, hands_in: bool) -> None:
    session, actor = current_session(), current_actor()
    operations.write_part(
        session,
        actor=actor,
        member=member,
        own_part=form.own_part.data or "",
        learned=form.learned.data or "",
        version=form.version.number,
    )
    if hands_in:
        operations.hand_in_part(session, actor=actor, pair=pair, member=member, facts=facts_of(pair))
