"""A version as its authors see it: outline, facts, rubric, publication."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, publication, queries, rules
from lms.programmes.forms.versions import RubricEditForm, VersionEditForm
from lms.programmes.models import ProgrammeVersion
from lms.programmes.views.blueprint import bp, refuse_published


@bp.get("/opleidingsversies/<uuid:version_id>")
@guarded_by(policies.may_read_version, load=queries.get_version_with_questions)
def version_show(version: ProgrammeVersion) -> ResponseReturnValue:
    """The outline: modules, activities, requirements, rubric, and what is still missing."""
    return _outline(version)


def _ordered_list(version: ProgrammeVersion) -> str | None:
    """The one list that gets its move buttons: of all lists together the page would become too heavy."""
    asked = request.args.get("volgorde")
    return asked if asked in {"modules", "eisen", *(str(one.public_id) for one in version.modules)} else None


def _outline(version: ProgrammeVersion, status: int = 200) -> ResponseReturnValue:
    is_open = policies.may_author_version(current_actor(), version) and not version.is_published
    page = render_template(
        "programmes/version_show.html",
        version=version,
        is_open=is_open,
        ordered=_ordered_list(version) if is_open else None,
        problems=() if version.is_published else publication.problems_before_publishing(version),
        uncovered=rules.aims_without_activity(version),
        minutes={module.id: rules.minutes_of(module) for module in version.modules},
        refused=status != 200,
    )
    return page, status


@bp.route("/opleidingsversies/<uuid:version_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_author_version, load=queries.get_version)
@writes
def version_edit(version: ProgrammeVersion) -> ResponseReturnValue:
    """Facts and aims."""
    refuse_published(version)
    form = VersionEditForm.about(version)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.edit_version(
                current_session(),
                actor=current_actor(),
                edition=version,
                facts=form.facts(),
                aims=form.kept_aims(),
                version=form.stamp,
            )
        except ConflictError:
            saved = VersionEditForm.about(version, formdata=None)
            status = show_conflict(form, saved, version=version.version)
        else:
            flash(_("De gegevens zijn bewaard."))
            return redirect(url_for("programmes.version_show", version_id=version.public_id), 303)
    return render_template("programmes/version_edit.html", form=form, version=version), status


@bp.route("/opleidingsversies/<uuid:version_id>/beoordeling", methods=["GET", "POST"])
@guarded_by(policies.may_author_version, load=queries.get_version)
@writes
def rubric_edit(version: ProgrammeVersion) -> ResponseReturnValue:
    """The rubric: entry conditions and criteria, whose weights make a hundred."""
    refuse_published(version)
    form = RubricEditForm.about(version)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _keep_rubric(version, form)
        except ConflictError:
            saved = RubricEditForm.about(version, formdata=None)
            status = show_conflict(form, saved, version=version.version)
        except publication.WeightsError as wrong:
            form.form_errors.append(
                _("De gewichten zijn samen %(sum)s%%. Zorg dat ze samen 100%% zijn.", sum=wrong.together)
            )
        else:
            flash(_("De beoordeling is bewaard."))
            return redirect(url_for("programmes.version_show", version_id=version.public_id), 303)
    return render_template("programmes/rubric_edit.html", form=form, version=version), status


def _keep_rubric(version: ProgrammeVersion, form: RubricEditForm) -> None:
    operations.edit_rubric(
        current_session(),
        actor=current_actor(),
        edition=version,
        title=form.title.data or "",
        criteria=form.kept_criteria(),
        conditions=form.kept_conditions(),
        version=form.stamp,
    )


@bp.post("/opleidingsversies/<uuid:version_id>/publiceren")
@guarded_by(policies.may_author_version, load=queries.get_version_with_questions)
@writes
def version_publish(version: ProgrammeVersion) -> ResponseReturnValue:
    """Let cohorts start with this version, once it is complete."""
    try:
        operations.publish_version(current_session(), actor=current_actor(), version=version)
    except publication.NotReadyError:
        return _outline(version, 409)
    flash(_("Deze versie is gepubliceerd. Nieuwe leergroepen kunnen ermee beginnen."))
    return redirect(url_for("programmes.version_show", version_id=version.public_id), 303)
