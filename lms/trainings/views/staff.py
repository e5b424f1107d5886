"""The pairs of a cohort: how they stand, formed by hand, taken apart, and who looks at whom."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort_head
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries, rules
from lms.trainings.forms import JoinForm, PairForm, labels
from lms.trainings.models import Moment, TrainingPair
from lms.trainings.operations import NoObserverError, PairUnfitError
from lms.trainings.views.blueprint import bp, page, refuse
from lms.trainings.views.words import measured_words, share_words


@bp.get("/leergroepen/<uuid:cohort_id>/vaktrainingen")
@guarded_by(policies.may_list_pairs, load=get_cohort_head)
def pairs_list(cohort: Cohort) -> ResponseReturnValue:
    """How the pairs of a cohort stand, in counts; whoever has no pair stands beneath."""
    session = current_session()
    pairs = queries.list_pairs(session, cohort=cohort)
    return page(
        "trainings/pairs_list.html",
        cohort=cohort,
        pairs=pairs,
        unpaired=queries.list_unpaired(session, cohort=cohort),
        stage_of=rules.stage_of,
        logged=rules.logged_meetings,
        has_begun=rules.has_begun,
        shares=rules.table_of,
        share_words=share_words,
        measured_words=measured_words,
        moments=list(Moment),
        unseen=[p for p in pairs if rules.has_begun(p) and p.ended_on is None and p.observation is None],
    )


def _list_url(cohort: Cohort) -> str:
    return url_for("trainings.pairs_list", cohort_id=cohort.public_id)


@bp.route("/leergroepen/<uuid:cohort_id>/vaktrainingen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_form_pair, load=get_cohort_head)
@writes
def pair_new(cohort: Cohort) -> ResponseReturnValue:
    """Form a pair by hand."""
    session, form = current_session(), PairForm()
    unpaired = queries.list_unpaired(session, cohort=cohort)
    form.offer(unpaired)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        chosen = {str(public_id) for public_id in form.chosen()}
        members = [row for row in unpaired if str(row.public_id) in chosen]
        try:
            operations.form_pair(session, actor=current_actor(), cohort=cohort, members=members)
        except PairUnfitError as error:
            status = refuse(form, error, form.members, words=labels.FAULTS[error.fault])
        except DomainError as error:
            status = refuse(form, error, form.members)
        else:
            flash(_("Het duo is gemaakt en krijgt bericht."))
            return redirect(_list_url(cohort), 303)
    return page("trainings/pair_new.html", cohort=cohort, form=form, unpaired=unpaired), status


@bp.route("/vaktraining/<uuid:pair_id>/leden", methods=["GET", "POST"])
@guarded_by(policies.may_change_pair, load=queries.get_pair)
@writes
def pair_edit(pair: TrainingPair) -> ResponseReturnValue:
    """Let somebody join a pair."""
    session, form = current_session(), JoinForm()
    unpaired = queries.list_unpaired(session, cohort=pair.cohort)
    form.offer(unpaired)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        enrolment = next(row for row in unpaired if str(row.public_id) == form.member.data)
        try:
            operations.join_pair(session, actor=current_actor(), pair=pair, enrolment=enrolment)
        except PairUnfitError as error:
            status = refuse(form, error, form.member, words=labels.FAULTS[error.fault])
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("%(name)s hoort nu bij dit duo.", name=enrolment.person.display_name))
            return redirect(_list_url(pair.cohort), 303)
    has_begun = rules.has_begun(pair)
    return page(
        "trainings/pair_edit.html", pair=pair, form=form, unpaired=unpaired, has_begun=has_begun
    ), status


@bp.post("/vaktraining/<uuid:pair_id>/uit-elkaar")
@guarded_by(policies.may_change_pair, load=queries.get_pair)
@writes
def pair_dissolve(pair: TrainingPair) -> ResponseReturnValue:
    """Take a pair apart that has no go yet."""
    operations.dissolve_pair(current_session(), actor=current_actor(), pair=pair)
    flash(_("Het duo is uit elkaar. Je kunt er nieuwe duo’s van maken."))
    return redirect(_list_url(pair.cohort), 303)


@bp.post("/leergroepen/<uuid:cohort_id>/vaktrainingen/observaties")
@guarded_by(policies.may_assign_observations, load=get_cohort_head)
@writes
def observations_assign(cohort: Cohort) -> ResponseReturnValue:
    """Let every running pair be seen by another."""
    try:
        made = operations.assign_observations(current_session(), actor=current_actor(), cohort=cohort)
    except NoObserverError as error:
        flash(sentence_for(error), "info")
    else:
        told = ngettext("%(num)d observatie is verdeeld.", "%(num)d observaties zijn verdeeld.", len(made))
        flash(told)
    return redirect(_list_url(cohort), 303)
