"""The grading page: the paper beside the form, kept as a draft while the assessor works."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session, writes
from lms.papers import documents, operations, policies, queries, rules
from lms.papers.forms import LEVELS, AssessmentForm, assessment_form
from lms.papers.models import Assessment, Submission
from lms.papers.operations import AlreadyFinalError, AssessmentConflictError, AssessmentIncompleteError
from lms.papers.rules import PaperPage
from lms.papers.views.blueprint import bp
from lms.programmes.models import ProgrammeVersion

Texts = Sequence[tuple[str, str]]


@bp.route("/papers/<uuid:submission_id>/beoordelen", methods=["GET", "POST"])
@guarded_by(policies.may_grade_submission, load=queries.get_submission)
@writes
def submission_grade(submission: Submission) -> ResponseReturnValue:
    """Judge a paper: keep a draft, or make the form final."""
    session = current_session()
    current = submission.current_assessment
    if submission.newest_version is None:
        abort(404)
    if current is not None and current.finalised_at is not None and request.method != "POST":
        return redirect(_paper_url(submission))
    rubric = queries.get_rubric(session, submission=submission)
    stored = queries.get_assessment(session, assessment_id=current.id) if current else None
    form = assessment_form(rubric, stored)
    if not form.is_submitted():
        return _page(submission, rubric, form, stored)
    if not form.validate():
        return _refused(submission, rubric, form, stored, status=422)
    return _keep(submission, rubric, form, stored)


def _keep(
    submission: Submission, rubric: ProgrammeVersion, form: AssessmentForm, stored: Assessment | None
) -> ResponseReturnValue:
    session, is_final = current_session(), request.form.get("act") == "final"
    try:
        kept = operations.save_assessment(
            session,
            actor=current_actor(),
            submission=submission,
            marks=form.marks(rubric.criteria),
            texts=form.texts(),
            version=form.seen_version,
        )
        if is_final:
            operations.finalise_assessment(session, actor=current_actor(), submission=submission)
    except AssessmentConflictError as conflict:
        return _refused(submission, rubric, form, conflict.stored, status=409)
    except AssessmentIncompleteError as incomplete:
        form.mark_gaps(incomplete.gaps, rubric.criteria)
        return _refused(submission, rubric, form, stored, status=422)
    except AlreadyFinalError:
        return _refused(submission, rubric, form, stored, status=409)
    if _wants_data():
        return _saved(rubric, form, kept)
    if is_final:
        flash(_("De beoordeling is definitief. De deelnemer ziet haar pas als je haar vrijgeeft."))
        return redirect(_paper_url(submission), 303)
    flash(_("Je concept is bewaard."))
    return redirect(url_for("papers.submission_grade", submission_id=submission.public_id), 303)


def _refused(
    submission: Submission,
    rubric: ProgrammeVersion,
    form: AssessmentForm,
    stored: Assessment | None,
    *,
    status: int,
) -> ResponseReturnValue:
    """The same page with everything that was typed; after a conflict with the stored texts beside it."""
    if _wants_data():
        return jsonify(status=status), status
    theirs: Texts = ()
    if status == 409 and stored is not None:
        theirs = _differences(rubric, form, assessment_form_values(stored))
        form.version.data = str(stored.version)
        form.form_key.data = secrets.token_urlsafe(24)
    return _page(submission, rubric, form, stored, theirs=theirs, is_conflict=status == 409), status


def assessment_form_values(stored: Assessment) -> dict[str, str]:
    """What is stored, by the name of its field."""
    labels = dict(LEVELS)
    values = {name: getattr(stored, name) for name in ("strength", "growth_point", "feed_forward")}
    for mark in stored.marks:
        level = str(labels[mark.level.value]) if mark.level else ""
        values[str(mark.criterion_id)] = " · ".join(part for part in (level, mark.motivation) if part)
    return values


def _differences(rubric: ProgrammeVersion, form: AssessmentForm, theirs: dict[str, str]) -> Texts:
    """The stored texts that are not the ones just typed."""
    labels = dict(LEVELS)
    found = []
    for criterion in rubric.criteria:
        level, motivation = form.marks([criterion])[criterion.id]
        chosen = str(labels[level.value]) if level else ""
        mine = " · ".join(part for part in (chosen, motivation) if part)
        if theirs.get(str(criterion.id), "") != mine:
            found.append((criterion.title, theirs.get(str(criterion.id), "")))
    texts = [form[name] for name in ("strength", "growth_point", "feed_forward")]
    changed = [field for field in texts if theirs[field.short_name] != (field.data or "")]
    return [*found, *((str(field.label.text), theirs[field.short_name]) for field in changed)]


def _page(
    submission: Submission,
    rubric: ProgrammeVersion,
    form: AssessmentForm,
    stored: Assessment | None,
    *,
    theirs: Texts = (),
    is_conflict: bool = False,
) -> str:
    version = submission.newest_version
    assert version is not None
    reading = documents.reading_of(version.file)
    return render_template(
        "papers/submission_grade.html",
        submission=submission,
        version=version,
        reading=reading,
        paper_html=Markup(reading.html),  # noqa: S704 - cleaned when it was read
        rubric=rubric,
        form=form,
        grade=form.grade(rubric.criteria),
        chosen=sum(1 for level, _text in form.marks(rubric.criteria).values() if level),
        saved_at=stored.saved_at if stored else None,
        theirs=theirs,
        is_conflict=is_conflict,
        is_final=stored is not None and stored.finalised_at is not None,
        was_returned=rules.was_returned(submission.grade_log),
        due_on=rules.due_on(submission),
        today=clock.today(),
    )


def _saved(rubric: ProgrammeVersion, form: AssessmentForm, kept: Assessment) -> Response:
    """What the page needs to go on after an automatic save; never a redirect, so no form key is used up."""
    grade = form.grade(rubric.criteria)
    return jsonify(
        version=kept.version,
        saved_at=rendering.time(kept.saved_at),
        grade=rendering.score(grade) if grade is not None else "",
    )


def _wants_data() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _paper_url(submission: Submission) -> str:
    return url_for("papers.submission_show", submission_id=submission.public_id)


@bp.route("/paper/versies/<uuid:version_id>/paginas/<int:number>")
@guarded_by(policies.may_see_page, load=queries.get_page)
def version_page(page: PaperPage) -> ResponseReturnValue:
    """The picture of one page of a PDF paper."""
    picture = documents.picture_of(page.version.file, page=page.number)
    if picture is None:
        abort(404)
    response = Response(picture.read_bytes(), mimetype="image/webp")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
