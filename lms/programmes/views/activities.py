"""What authors do with activities."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, queries
from lms.programmes.forms.modules import FORMS, ActivityEditForm
from lms.programmes.models import Activity, ActivityKind, Module
from lms.programmes.publication import RefusedMediaError
from lms.programmes.views.blueprint import (
    asked_direction,
    back_to_order,
    bp,
    refuse_published,
    show_refused_file,
)


def _back_to(activity: Activity) -> ResponseReturnValue:
    if activity.kind is ActivityKind.SELF_CHECK:
        return redirect(url_for("programmes.questions_list", activity_id=activity.public_id), 303)
    version_id = activity.module.programme_version.public_id
    anchor = f"activiteit-{activity.public_id}"
    return redirect(url_for("programmes.version_show", version_id=version_id, _anchor=anchor), 303)


@bp.route("/modules/<uuid:module_id>/activiteiten/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_author_module, load=queries.get_module)
@writes
def activity_new(module: Module) -> ResponseReturnValue:
    """Choose a kind, then add an activity of that kind."""
    version = module.programme_version
    refuse_published(version)
    asked = request.args.get("soort", "")
    if asked not in list(ActivityKind):
        return render_template("programmes/activity_new.html", module=module, kinds=ActivityKind, form=None)
    kind = ActivityKind(asked)
    form = FORMS[kind]()
    form.offer(version, None, module)
    if form.validate_on_submit():
        try:
            activity = operations.add_activity(
                current_session(),
                actor=current_actor(),
                module=module,
                kind=kind,
                facts=form.facts(),
                media=form.media(),
            )
        except RefusedMediaError as refusal:
            show_refused_file(form, refusal)
        else:
            flash(_("De activiteit is toegevoegd."))
            return _back_to(activity)
    page = render_template("programmes/activity_new.html", module=module, kind=kind, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/activiteiten/<uuid:activity_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_author_activity, load=queries.get_activity_to_edit)
@writes
def activity_edit(activity: Activity) -> ResponseReturnValue:
    """Change an activity."""
    refuse_published(activity.module.programme_version)
    form = FORMS[activity.kind].about(activity)
    form.offer(activity.module.programme_version, activity, activity.module)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _keep(activity, form)
        except ConflictError:
            saved = FORMS[activity.kind].about(activity, formdata=None)
            saved.offer(activity.module.programme_version, activity, activity.module)
            status = show_conflict(form, saved, version=activity.version)
        except RefusedMediaError as refusal:
            show_refused_file(form, refusal)
        else:
            flash(_("De activiteit is bewaard."))
            return _back_to(activity)
    return render_template("programmes/activity_edit.html", activity=activity, form=form), status


def _keep(activity: Activity, form: ActivityEditForm) -> None:
    operations.edit_activity(
        current_session(),
        actor=current_actor(),
        activity=activity,
        facts=form.facts(),
        version=form.stamp,
        media=form.media(),
    )


@bp.post("/activiteiten/<uuid:activity_id>/verplaatsen")
@guarded_by(policies.may_author_activity, load=queries.get_activity_to_edit)
@writes
def activity_move(activity: Activity) -> ResponseReturnValue:
    """Move an activity one place up or down in its module."""
    operations.move_activity(
        current_session(), actor=current_actor(), activity=activity, direction=asked_direction()
    )
    module = activity.module
    place = f"activiteit-{activity.public_id}"
    return back_to_order(module.programme_version, what=str(module.public_id), place=place)


@bp.post("/activiteiten/<uuid:activity_id>/verwijderen")
@guarded_by(policies.may_author_activity, load=queries.get_activity_to_edit)
@writes
def activity_delete(activity: Activity) -> ResponseReturnValue:
    """Take an activity out of the draft."""
    module = activity.module
    operations.delete_activity(current_session(), actor=current_actor(), activity=activity)
    flash(_("De activiteit is weg."))
    version_id, anchor = module.programme_version.public_id, f"module-{module.public_id}"
    return redirect(url_for("programmes.version_show", version_id=version_id, _anchor=anchor), 303)
