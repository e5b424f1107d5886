"""What authors do with modules."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, queries
from lms.programmes.forms.modules import ModuleEditForm
from lms.programmes.models import Module, ProgrammeVersion
from lms.programmes.views.blueprint import asked_direction, back_to_order, bp, refuse_published


def _back_to(module: Module) -> ResponseReturnValue:
    version = module.programme_version
    target = url_for(
        "programmes.version_show", version_id=version.public_id, _anchor=f"module-{module.public_id}"
    )
    return redirect(target, 303)


@bp.route("/opleidingsversies/<uuid:version_id>/modules/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_author_version, load=queries.get_version)
@writes
def module_new(version: ProgrammeVersion) -> ResponseReturnValue:
    """Add a module at the end."""
    refuse_published(version)
    form = ModuleEditForm(data={"planned_until_week": version.duration_weeks})
    form.offer(version)
    if not form.validate_on_submit():
        page = render_template("programmes/module_new.html", form=form, version=version)
        return page, 422 if form.is_submitted() else 200
    module = operations.add_module(
        current_session(), actor=current_actor(), version=version, facts=form.facts()
    )
    flash(_("De module is toegevoegd. Voeg nu activiteiten toe."))
    return _back_to(module)


@bp.route("/modules/<uuid:module_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_author_module, load=queries.get_module)
@writes
def module_edit(module: Module) -> ResponseReturnValue:
    """Change what is said of a module."""
    refuse_published(module.programme_version)
    form = ModuleEditForm(obj=module)
    form.offer(module.programme_version, module)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.edit_module(
                current_session(),
                actor=current_actor(),
                module=module,
                facts=form.facts(),
                version=form.stamp,
            )
        except ConflictError:
            saved = ModuleEditForm(formdata=None, obj=module)
            saved.offer(module.programme_version, module)
            status = show_conflict(form, saved, version=module.version)
        else:
            flash(_("De module is bewaard."))
            return _back_to(module)
    return render_template("programmes/module_edit.html", form=form, module=module), status


@bp.post("/modules/<uuid:module_id>/verplaatsen")
@guarded_by(policies.may_author_module, load=queries.get_module)
@writes
def module_move(module: Module) -> ResponseReturnValue:
    """Move a module one place up or down."""
    operations.move_module(
        current_session(), actor=current_actor(), module=module, direction=asked_direction()
    )
    place = f"module-{module.public_id}"
    return back_to_order(module.programme_version, what="modules", place=place)


@bp.post("/modules/<uuid:module_id>/verwijderen")
@guarded_by(policies.may_author_module, load=queries.get_module)
@writes
def module_delete(module: Module) -> ResponseReturnValue:
    """Take a module and its activities out of the draft."""
    version_id = module.programme_version.public_id
    operations.delete_module(current_session(), actor=current_actor(), module=module)
    flash(_("De module is weg."))
    return redirect(url_for("programmes.version_show", version_id=version_id), 303)
