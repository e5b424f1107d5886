"""Looking back: the evaluation, and the outcomes in counts."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError, NotFoundError
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries, rules
from lms.trainings.forms import FINISH, EvaluationForm, OutcomeForm, labels, outcome_form
from lms.trainings.models import Moment, TrainingPair
from lms.trainings.operations import DenominatorFixedError, MeasuredOnError, OutcomesWrongError
from lms.trainings.views.blueprint import asked_to, bp, page, pair_url, refuse

MOMENT_WORDS = {"einde": Moment.END, "een-maand": Moment.ONE_MONTH, "zes-maanden": Moment.SIX_MONTHS}


@bp.route("/vaktraining/<uuid:pair_id>/evaluatie", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_with_results)
@writes
def evaluation_edit(pair: TrainingPair) -> ResponseReturnValue:
    """Lay the own expectation beside what the group answered."""
    form = EvaluationForm.about(pair)
    status, is_finished = 422 if form.is_submitted() else 200, asked_to(FINISH)
    if form.validate_on_submit():
        try:
            _save_evaluation(pair, form, is_finished=is_finished)
        except ConflictError:
            saved = EvaluationForm.about(pair, formdata=None)
            status = show_conflict(form, saved, version=pair.evaluation.version if pair.evaluation else 0)
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("Jullie evaluatie is af.") if is_finished else _("Jullie evaluatie is bewaard."))
            return redirect(pair_url(pair.public_id, "terugblik"), 303)
    means = rules.means_of(pair)
    return page("trainings/evaluation_edit.html", pair=pair, form=form, means=means), status


def _save_evaluation(pair: TrainingPair, form: EvaluationForm, *, is_finished: bool) -> None:
    operations.save_evaluation(
        current_session(),
        actor=current_actor(),
        pair=pair,
        surprise=form.surprise.data or "",
        next_time=form.next_time.data or "",
        version=form.version.number,
        is_finished=is_finished,
    )


def get_outcomes(session: Session, *, pair_id: UUID, moment: str) -> tuple[TrainingPair, Moment]:
    """A pair whose training has ended, and the moment of which the outcomes are counted."""
    pair = queries.get_pair_with_results(session, pair_id=pair_id)
    if moment not in MOMENT_WORDS or pair.ended_on is None:
        raise NotFoundError
    return pair, MOMENT_WORDS[moment]


@bp.route("/vaktraining/<uuid:pair_id>/uitkomsten/<string:moment>", methods=["GET", "POST"])
@guarded_by(lambda actor, counted: policies.may_work_on_pair(actor, counted[0]), load=get_outcomes)
@writes
def outcomes_edit(counted: tuple[TrainingPair, Moment]) -> ResponseReturnValue:
    """Count what came of the training, by fixed definitions."""
    pair, moment = counted
    form = outcome_form(pair, moment)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.count_outcomes(
                current_session(),
                actor=current_actor(),
                pair=pair,
                moment=moment,
                facts=form.facts(),
                version=form.version.number,
            )
        except ConflictError:
            found, saved = pair.measured(moment), outcome_form(pair, moment, formdata=None)
            status = show_conflict(form, saved, version=found.version if found else 0)
        except DomainError as error:
            status = _refused(form, error)
        else:
            flash(_("De uitkomsten zijn bewaard."))
            return redirect(pair_url(pair.public_id, "uitkomsten"), 303)
    return _outcomes_page(pair, moment, form), status


def _outcomes_page(pair: TrainingPair, moment: Moment, form: OutcomeForm) -> str:
    assert pair.ended_on is not None
    return page(
        "trainings/outcomes_edit.html",
        pair=pair,
        moment=moment,
        moment_word=next(word for word, known in MOMENT_WORDS.items() if known is moment),
        form=form,
        due_on=rules.due_on(moment, ended_on=pair.ended_on),
        is_open=rules.is_countable(moment, ended_on=pair.ended_on, day=clock.today()),
    )


def _refused(form: OutcomeForm, error: DomainError) -> int:
    if isinstance(error, OutcomesWrongError):
        return refuse(form, error, form.denominator, words=labels.OUTCOME_FAULTS[error.fault])
    fields = {MeasuredOnError: form.measured_on, DenominatorFixedError: form.denominator}
    return refuse(form, error, fields.get(type(error)))
