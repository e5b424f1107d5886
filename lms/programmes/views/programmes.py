"""The list of programmes and the page of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session, writes
from lms.programmes import operations, policies, queries
from lms.programmes.models import Programme
from lms.programmes.views.blueprint import bp


@bp.get("/opleidingen")
@guarded_by(policies.may_list_programmes)
def programmes_list() -> ResponseReturnValue:
    """The programmes that this person makes or may read about."""
    programmes = queries.list_programmes_for(current_session(), actor=current_actor())
    return render_template("programmes/programmes_list.html", programmes=programmes)


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
