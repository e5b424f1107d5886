"""The list of programmes and the page of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, publication, queries
from lms.programmes.forms.programmes import ProgrammeEditForm, ProgrammeNewForm
from lms.programmes.models import Programme, ProgrammeVersion
from lms.programmes.template_files import name_templates
from lms.programmes.views.blueprint import bp


@bp.get("/opleidingen")
@guarded_by(policies.may_list_programmes)
def programmes_list() -> ResponseReturnValue:
    """The programmes that this person makes or may read about."""
    programmes = queries.list_programmes_for(current_session(), actor=current_actor())
    return render_template("programmes/programmes_list.html", programmes=programmes)


@bp.route("/opleidingen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_begin_programme)
@writes
def programme_new() -> ResponseReturnValue:
    """Begin a programme, empty or from a template."""
    form = ProgrammeNewForm()
    form.offer(name_templates())
    if form.validate_on_submit():
        try:
            draft = begin(form)
        except publication.TitleTakenError as taken:
            form.title.errors = [sentence_for(taken)]
        else:
            flash(_("De opleiding is begonnen. Jij coördineert haar. Vul nu de gegevens aan."))
            return redirect(url_for("programmes.version_show", version_id=draft.public_id), 303)
    page = render_template("programmes/programme_new.html", form=form)
    return page, 422 if form.is_submitted() else 200


def begin(form: ProgrammeNewForm) -> ProgrammeVersion:
    """Begin what a valid form describes."""
    names = {"title": form.title.data or "", "short_title": form.short_title.data or ""}
    if not form.is_empty:
        return operations.begin_from_template(
            current_session(), actor=current_actor(), key=form.start.data or "", **names
        )
    return operations.begin_programme(
        current_session(),
        actor=current_actor(),
        facts=form.facts(certificate_text=_("heeft de opleiding met goed gevolg afgerond.")),
        aims=form.aim_lines(),
        module=form.module(),
        **names,
    )


@bp.route("/opleidingen/<uuid:programme_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_author_programme, load=queries.get_programme)
@writes
def programme_edit(programme: Programme) -> ResponseReturnValue:
    """Call a programme otherwise."""
    form = ProgrammeEditForm.about(programme)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.rename_programme(
                current_session(),
                actor=current_actor(),
                programme=programme,
                title=form.title.data or "",
                short_title=form.short_title.data or "",
                version=form.stamp,
            )
        except publication.TitleTakenError as taken:
            form.title.errors = [sentence_for(taken)]
        except ConflictError:
            saved = ProgrammeEditForm.about(programme, formdata=None)
            status = show_conflict(form, saved, version=programme.version)
        else:
            flash(_("De titel is bewaard."))
            return redirect(url_for("programmes.programme_show", programme_id=programme.public_id), 303)
    return render_template("programmes/programme_edit.html", form=form, programme=programme), status


@bp.get("/opleidingen/<uuid:programme_id>")
@guarded_by(policies.may_see_programme, load=queries.get_programme)
def programme_show(programme: Programme) -> ResponseReturnValue:
    """A programme: its syllabus, and for its authors its versions."""
    published = [version for version in programme.versions if version.is_published]
    drafts = [version for version in programme.versions if not version.is_published]
    is_author = policies.is_author(current_actor(), programme)
    return render_template(
        "programmes/programme_show.html",
        programme=programme,
        published=published[::-1],
        draft=drafts[-1] if drafts and is_author else None,
        is_author=is_author,
    )


@bp.post("/opleidingen/<uuid:programme_id>/concept")
@guarded_by(policies.may_author_programme, load=queries.get_programme)
@writes
def draft_start(programme: Programme) -> ResponseReturnValue:
    """Begin a draft from the newest published version."""
    draft = operations.start_draft(current_session(), actor=current_actor(), programme=programme)
    flash(_("Je concept is klaar. Deelnemers zien het pas na publicatie."))
    return redirect(url_for("programmes.version_show", version_id=draft.public_id), 303)
