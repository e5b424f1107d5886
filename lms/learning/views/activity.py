"""One activity: reading and watching it, the own tick, writing, sharing, and answering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Enrolment
from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError
from lms.core.files import StoredFile, inline_media
from lms.core.forms import BaseForm
from lms.core.unit_of_work import current_session, writes
from lms.learning import operations, policies, queries, rules
from lms.learning.forms import BOXES, AnswerForm, DoneForm, ShareForm, reflection_form
from lms.learning.models import Reflection
from lms.learning.rules import Place
from lms.learning.views.blueprint import bp
from lms.learning.views.course import own_promise, own_ticks
from lms.programmes.models import Activity, ActivityKind, Option, Question
from lms.programmes.rules import Lock


@bp.route("/activiteiten/<uuid:activity_id>")
@guarded_by(policies.may_see_place, load=queries.get_activity_place)
def activity_show(place: Place) -> ResponseReturnValue:
    """The activity with its content, or why it is still closed."""
    return _page(place)


@bp.route("/activiteiten/<uuid:activity_id>/klaar", methods=["POST"])
@guarded_by(policies.may_do_activity, load=queries.get_activity_place)
@writes
def activity_done(place: Place) -> ResponseReturnValue:
    """Tick the activity, or take the tick away."""
    form = DoneForm()
    activity, enrolment = _own(place)
    done = form.done.data == "yes"
    try:
        operations.mark_done(
            current_session(), actor=current_actor(), enrolment=enrolment, activity=activity, done=done
        )
    except operations.ActivityLockedError:
        return _page(place, status=409)
    flash(_("Je hebt deze activiteit afgevinkt.") if done else _("Je hebt het vinkje weggehaald."))
    return redirect(_address(activity), 303)


@bp.route("/activiteiten/<uuid:activity_id>/reflectie", methods=["POST"])
@guarded_by(policies.may_do_activity, load=queries.get_activity_place)
@writes
def reflection_save(place: Place) -> ResponseReturnValue:
    """Keep what was written; a script that saves while somebody types gets a short answer."""
    activity, enrolment = _own(place)
    names = rules.written_fields(activity)
    if not names:
        abort(404)
    form = reflection_form(names)
    if not form.validate_on_submit():
        return _saved(422) if _is_script() else _page(place, form=form, status=422)
    try:
        reflection = operations.write_reflection(
            current_session(),
            actor=current_actor(),
            enrolment=enrolment,
            activity=activity,
            fields={name: form[name].data or "" for name in names},
            version=_version_of(form),
        )
    except ConflictError as conflict:
        return _saved(409) if _is_script() else _conflict(place, form, conflict)
    except operations.ActivityLockedError:
        return _saved(409) if _is_script() else _page(place, status=409)
    if _is_script():
        return _saved(200, version=reflection.version)
    flash(_("Opgeslagen om %(time)s uur.", time=rendering.time(reflection.written_at)))
    return redirect(_address(activity, anchor="schrijven"), 303)


@bp.route("/activiteiten/<uuid:activity_id>/reflectie/delen", methods=["POST"])
@guarded_by(policies.may_do_activity, load=queries.get_activity_place)
@writes
def reflection_share(place: Place) -> ResponseReturnValue:
    """Let the trainers read this reflection, or no longer."""
    session, shared = current_session(), ShareForm().shared.data == "yes"
    activity, enrolment = _own(place)
    reflection = queries.find_reflection(session, enrolment=enrolment, activity=activity)
    if activity.kind is not ActivityKind.REFLECTION:
        abort(404)
    if reflection is None:
        flash(_("Schrijf eerst iets en sla het op. Daarna kun je het delen."), "wait")
        return redirect(_address(activity, anchor="schrijven"), 303)
    try:
        operations.share_reflection(session, actor=current_actor(), reflection=reflection, shared=shared)
    except operations.NothingToShareError as refusal:
        return _page(place, status=409, refusal=refusal)
    flash(_("Je opleiders kunnen dit nu lezen.") if shared else _("Alleen jij kunt dit nu nog lezen."))
    return redirect(_address(activity, anchor="schrijven"), 303)


@bp.route("/activiteiten/<uuid:activity_id>/antwoorden", methods=["POST"])
@guarded_by(policies.may_do_activity, load=queries.get_activity_place)
@writes
def self_check_answer(place: Place) -> ResponseReturnValue:
    """Keep one answer and show its feedback."""
    form = AnswerForm()
    activity, enrolment = _own(place)
    question = next((item for item in activity.questions if str(item.public_id) == form.question.data), None)
    if question is None:
        abort(404)
    option = _chosen(question, form)
    if option is None or not form.validate_on_submit():
        return _page(place, status=422, unanswered=question.id)
    try:
        operations.answer_question(
            current_session(), actor=current_actor(), enrolment=enrolment, question=question, option=option
        )
    except operations.ActivityLockedError:
        return _page(place, status=409)
    return redirect(_address(activity, anchor=f"vraag-{question.position}"), 303)


@bp.route("/activiteiten/<uuid:activity_id>/media")
@guarded_by(policies.may_see_place, load=queries.get_activity_place)
def activity_file(place: Place) -> ResponseReturnValue:
    """The video or document of an open activity."""
    return _media(place, place.activity.file if place.activity else None)


@bp.route("/activiteiten/<uuid:activity_id>/media/ondertiteling")
@guarded_by(policies.may_see_place, load=queries.get_activity_place)
def activity_captions(place: Place) -> ResponseReturnValue:
    """The captions of an open video."""
    return _media(place, place.activity.captions if place.activity else None)


def _media(place: Place, stored: StoredFile | None) -> ResponseReturnValue:
    if stored is None or _lock_on(place, own_ticks(place)) is not None:
        abort(404)
    return inline_media(stored)


def _page(
    place: Place, *, form: BaseForm | None = None, status: int = 200, **told: Any
) -> ResponseReturnValue:
    """The activity as this reader finds it now; `told` says what was refused or is in conflict."""
    activity = place.activity
    if activity is None:
        abort(404)
    done, names = own_ticks(place), rules.written_fields(activity)
    reflection = _kept(place, activity) if names else None
    before, after = rules.neighbours(place.course, activity=activity)
    answer = render_template(
        "learning/activity_show.html",
        place=place,
        activity=activity,
        lock=_lock_on(place, done),
        done=done,
        due=rules.due_dates(place.outlined, starts_on=place.cohort.starts_on)[activity.id],
        reflection=reflection,
        form=form or _writing(names, reflection),
        chosen=_answers(place, activity),
        before=before,
        after=after,
        **{"conflict": (), "refusal": None, "unanswered": None, **told},
    )
    return answer, status


def _lock_on(place: Place, done: frozenset[int]) -> Lock | None:
    return rules.lock_on(place, done=done, day=clock.today(), has_promised=own_promise(place))


def _kept(place: Place, activity: Activity) -> Reflection | None:
    if place.enrolment is None:
        return None
    return queries.find_reflection(current_session(), enrolment=place.enrolment, activity=activity)


def _answers(place: Place, activity: Activity) -> Mapping[int, int]:
    if place.enrolment is None or activity.kind is not ActivityKind.SELF_CHECK:
        return {}
    return queries.chosen_options(current_session(), enrolment=place.enrolment, activity=activity)


def _writing(names: tuple[str, ...], reflection: Reflection | None) -> BaseForm | None:
    if not names:
        return None
    if reflection is None:
        return reflection_form(names, values={})
    return reflection_form(names, values={**reflection.fields, "version": str(reflection.version)})


def _conflict(place: Place, form: BaseForm, conflict: ConflictError) -> ResponseReturnValue:
    """Both texts on one page; saving again keeps what stands in the boxes."""
    activity, _enrolment = _own(place)
    kept = _kept(place, activity)
    form["version"].data = str(kept.version if kept else 0)
    theirs = [(BOXES[name][0], text) for name, text in conflict.theirs if text]
    return _page(place, form=form, status=409, conflict=theirs)


def _own(place: Place) -> tuple[Activity, Enrolment]:
    """The activity and the own enrolment, which the policy has made sure of."""
    if place.activity is None or place.enrolment is None:
        abort(404)
    return place.activity, place.enrolment


def _address(activity: Activity, *, anchor: str | None = None) -> str:
    return url_for("learning.activity_show", activity_id=activity.public_id, _anchor=anchor)


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _saved(status: int, *, version: int | None = None) -> ResponseReturnValue:
    return jsonify(fields={} if version is None else {"version": str(version)}), status


def _version_of(form: BaseForm) -> int:
    text = form["version"].data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _chosen(question: Question, form: AnswerForm) -> Option | None:
    return next((option for option in question.options if str(option.public_id) == form.option.data), None)
