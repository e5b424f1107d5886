"""What the group says: the pair opens a shared screen or counts paper; the screen itself needs no account."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by, public
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError
from lms.core.http import absolute_url
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries, rules
from lms.trainings.forms import FeedbackCountForm, FeedbackOpenForm, ScreenForm, feedback_count_form
from lms.trainings.models import ScaleQuestion, TrainingPair
from lms.trainings.operations import FeedbackFullError, FeedbackGoneError
from lms.trainings.views.blueprint import bp, page, pair_url, refuse


@bp.get("/vaktraining/<uuid:pair_id>/feedback")
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_with_results)
def feedback_show(pair: TrainingPair) -> ResponseReturnValue:
    """How the group can answer, and what it answered once that is closed."""
    return _feedback_page(pair)


def _feedback_page(
    pair: TrainingPair,
    open_form: FeedbackOpenForm | None = None,
    count_form: FeedbackCountForm | None = None,
    address: str = "",
) -> str:
    return page(
        "trainings/feedback_show.html",
        pair=pair,
        feedback=pair.feedback,
        open_form=open_form or FeedbackOpenForm(formdata=None),
        count_form=count_form or feedback_count_form(pair, formdata=None),
        means=rules.means_of(pair),
        has_begun=rules.has_begun(pair),
        address=address,
        questions=list(ScaleQuestion),
        scores=rules.SCORES,
        shortest=rules.SMALLEST_GROUP,
    )


@bp.post("/vaktraining/<uuid:pair_id>/feedback/scherm")
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_with_results)
@writes
def feedback_open(pair: TrainingPair) -> ResponseReturnValue:
    """Open the shared screen; its link is shown once."""
    form = FeedbackOpenForm()
    if not form.validate_on_submit():
        return _feedback_page(pair, open_form=form), 422
    try:
        token = operations.open_feedback(
            current_session(), actor=current_actor(), pair=pair, limit=form.limit.data or 0
        )
    except DomainError as error:
        status = refuse(form, error)
        return _feedback_page(pair, open_form=form), status
    return _feedback_page(pair, address=absolute_url("trainings.feedback_screen", token=token))


@bp.post("/vaktraining/<uuid:pair_id>/feedback/sluiten")
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_with_results)
@writes
def feedback_close(pair: TrainingPair) -> ResponseReturnValue:
    """Take no more answers."""
    operations.close_feedback(current_session(), actor=current_actor(), pair=pair)
    flash(_("Het formulier is dicht. Jullie kunnen de antwoorden nu lezen."))
    return redirect(url_for("trainings.feedback_show", pair_id=pair.public_id), 303)


@bp.post("/vaktraining/<uuid:pair_id>/feedback/tellen")
@guarded_by(policies.may_work_on_pair, load=queries.get_pair_with_results)
@writes
def feedback_count(pair: TrainingPair) -> ResponseReturnValue:
    """Enter answers that were given on paper."""
    form, status = feedback_count_form(pair), 422
    if form.validate_on_submit():
        try:
            operations.count_feedback(
                current_session(),
                actor=current_actor(),
                pair=pair,
                counts=form.counts(),
                version=form.version.number,
            )
        except ConflictError:
            version = pair.feedback.version if pair.feedback else 0
            status = show_conflict(form, feedback_count_form(pair, formdata=None), version=version)
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("De antwoorden zijn geteld."))
            return redirect(pair_url(pair.public_id, "terugblik"), 303)
    return _feedback_page(pair, count_form=form), status


@bp.route("/groepsfeedback/<string:token>", methods=["GET", "POST"])
@public("group members have no account and stay unknown; the link of the shared screen opens it")
@writes
def feedback_screen(token: str) -> ResponseReturnValue:
    """Four questions for one group member after the other, on one screen, without a name."""
    form, session = ScreenForm(), current_session()
    try:
        operations.usable_screen(session, token=token)
        if form.validate_on_submit() and form.scores():
            operations.answer_feedback(session, token=token, scores=form.scores())
            return redirect(url_for("trainings.feedback_thanks", token=token), 303)
    except (FeedbackGoneError, FeedbackFullError) as error:
        is_full = isinstance(error, FeedbackFullError)
        return page("trainings/_screen_gone.html", is_full=is_full), 200 if is_full else 410
    status = 422 if form.is_submitted() else 200
    if form.is_submitted() and not form.errors:
        form.form_errors.append(_("Geef bij minstens één vraag antwoord."))
    return page("trainings/feedback_screen.html", form=form, token=token), status


@bp.get("/groepsfeedback/<string:token>/bedankt")
@public("who just answered on the shared screen hands it on")
def feedback_thanks(token: str) -> ResponseReturnValue:
    """Thanks, and the next one may answer."""
    return page("trainings/feedback_thanks.html", token=token)
