"""What authors do with the requirements for the certificate."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, queries
from lms.programmes.forms.versions import RequirementEditForm
from lms.programmes.models import ProgrammeVersion, Requirement
from lms.programmes.views.blueprint import asked_direction, back_to_order, bp, refuse_published


def _back_to(version: ProgrammeVersion) -> ResponseReturnValue:
    target = url_for("programmes.version_show", version_id=version.public_id, _anchor="eisen")
    return redirect(target, 303)


@bp.route("/opleidingsversies/<uuid:version_id>/eisen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_author_version, load=queries.get_version)
@writes
def requirement_new(version: ProgrammeVersion) -> ResponseReturnValue:
    """Add a requirement at the end."""
    refuse_published(version)
    form = RequirementEditForm()
    form.offer(version)
    if not form.validate_on_submit():
        page = render_template("programmes/requirement_new.html", form=form, version=version)
        return page, 422 if form.is_submitted() else 200
    operations.add_requirement(current_session(), actor=current_actor(), edition=version, facts=form.facts())
    flash(_("De eis is toegevoegd."))
    return _back_to(version)


@bp.route("/eisen/<uuid:requirement_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_author_requirement, load=queries.get_requirement)
@writes
def requirement_edit(requirement: Requirement) -> ResponseReturnValue:
    """Change a requirement."""
    version = requirement.programme_version
    refuse_published(version)
    form = RequirementEditForm.about(requirement)
    form.offer(version)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.edit_requirement(
                current_session(),
                actor=current_actor(),
                requirement=requirement,
                facts=form.facts(),
                version=form.stamp,
            )
        except ConflictError:
            saved = RequirementEditForm.about(requirement, formdata=None)
            saved.offer(version)
            status = show_conflict(form, saved, version=requirement.version)
        else:
            flash(_("De eis is bewaard."))
            return _back_to(version)
    return render_template("programmes/requirement_edit.html", form=form, requirement=requirement), status


@bp.post("/eisen/<uuid:requirement_id>/verplaatsen")
@guarded_by(policies.may_author_requirement, load=queries.get_requirement)
@writes
def requirement_move(requirement: Requirement) -> ResponseReturnValue:
    """Move a requirement one place up or down."""
    operations.move_requirement(
        current_session(), actor=current_actor(), requirement=requirement, direction=asked_direction()
    )
    return back_to_order(requirement.programme_version, what="eisen", place="eisen")


@bp.post("/eisen/<uuid:requirement_id>/verwijderen")
@guarded_by(policies.may_author_requirement, load=queries.get_requirement)
@writes
def requirement_delete(requirement: Requirement) -> ResponseReturnValue:
    """Take a requirement out of the draft."""
    version = requirement.programme_version
    operations.delete_requirement(current_session(), actor=current_actor(), requirement=requirement)
    flash(_("De eis is weg."))
    return _back_to(version)
