"""What authors do with the questions of a self-check."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, queries
from lms.programmes.forms.questions import QuestionEditForm
from lms.programmes.models import Activity, Question
from lms.programmes.views.blueprint import asked_direction, bp, refuse_published


def _back_to(activity: Activity) -> ResponseReturnValue:
    return redirect(url_for("programmes.questions_list", activity_id=activity.public_id), 303)


@bp.get("/activiteiten/<uuid:activity_id>/vragen")
@guarded_by(policies.may_author_activity, load=queries.get_activity)
def questions_list(activity: Activity) -> ResponseReturnValue:
    """The questions in their order."""
    is_open = not activity.module.programme_version.is_published
    return render_template("programmes/questions_list.html", activity=activity, is_open=is_open)


@bp.route("/activiteiten/<uuid:activity_id>/vragen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_author_activity, load=queries.get_activity)
@writes
def question_new(activity: Activity) -> ResponseReturnValue:
    """Add a question at the end."""
    refuse_published(activity.module.programme_version)
    form = QuestionEditForm.about(None, activity)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.add_question(
                current_session(),
                actor=current_actor(),
                activity=activity,
                facts=form.facts(),
                version=form.stamp,
            )
        except ConflictError:
            # Nothing that was typed here is saved yet: what changed is the list that it joins.
            status = show_conflict(form, form, version=activity.version)
        else:
            flash(_("De vraag is toegevoegd."))
            return _back_to(activity)
    return render_template("programmes/question_new.html", form=form, activity=activity), status


@bp.route("/vragen/<uuid:question_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_author_question, load=queries.get_question)
@writes
def question_edit(question: Question) -> ResponseReturnValue:
    """Change a question and its answers."""
    refuse_published(question.activity.module.programme_version)
    form = QuestionEditForm.about(question, question.activity)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.edit_question(
                current_session(),
                actor=current_actor(),
                question=question,
                facts=form.facts(),
                version=form.stamp,
            )
        except ConflictError:
            saved = QuestionEditForm.about(question, question.activity, formdata=None)
            status = show_conflict(form, saved, version=question.activity.version)
        else:
            flash(_("De vraag is bewaard."))
            return _back_to(question.activity)
    return render_template("programmes/question_edit.html", form=form, question=question), status


@bp.post("/vragen/<uuid:question_id>/verplaatsen")
@guarded_by(policies.may_author_question, load=queries.get_question)
@writes
def question_move(question: Question) -> ResponseReturnValue:
    """Move a question one place up or down."""
    operations.move_question(
        current_session(), actor=current_actor(), question=question, direction=asked_direction()
    )
    return _back_to(question.activity)


@bp.post("/vragen/<uuid:question_id>/verwijderen")
@guarded_by(policies.may_author_question, load=queries.get_question)
@writes
def question_delete(question: Question) -> ResponseReturnValue:
    """Take a question out of the self-check."""
    activity = question.activity
    operations.delete_question(current_session(), actor=current_actor(), question=question)
    flash(_("De vraag is weg."))
    return _back_to(activity)
