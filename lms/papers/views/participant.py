"""What a participant sees: the own paper, handing it in, receipts, and the judgement once released."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.cohorts.models import Enrolment
from lms.cohorts.queries import find_current_enrolment
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import RefusedFileError
from lms.core.files import download
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.papers import operations, policies, queries, rules
from lms.papers.forms import HandInForm, condition_texts
from lms.papers.models import Assignment, PaperVersion, Submission
from lms.papers.operations import AlreadyJudgedError, HandInClosedError, NotOpenYetError
from lms.papers.views.blueprint import bp


@bp.route("/paper")
@guarded_by(policies.may_see_own_paper, load=find_current_enrolment)
def paper_own(enrolment: Enrolment) -> ResponseReturnValue:
    """The assignment, the deadline and everything handed in."""
    assignment, submission = _own(enrolment)
    chance = rules.chance(assignment, submission, clock.now()) if assignment else None
    return render_template(
        "papers/paper_own.html",
        assignment=assignment,
        submission=submission,
        chance=chance,
        left=rules.time_left(chance.window.closes_at, clock.now()) if chance and chance.window else None,
        form=HandInForm(),
    )


@bp.route("/paper/inleveren", methods=["GET", "POST"])
@guarded_by(policies.may_hand_in_paper, load=find_current_enrolment)
@writes
def paper_hand_in(enrolment: Enrolment) -> ResponseReturnValue:
    """Hand in a version; a refused file keeps everything else that was filled in."""
    assignment, submission = _own(enrolment)
    if assignment is None:
        abort(404)
    form, status, refusal = HandInForm(), 200, ""
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                version = _take_in(assignment, enrolment, form)
                return redirect(url_for("papers.receipt_show", version_id=version.public_id), 303)
        except RefusedFileError as error:
            form.refuse(error)
            status = 413 if error.reason == "too_large" else 422
        except (AlreadyJudgedError, HandInClosedError, NotOpenYetError) as error:
            status, refusal = error.status, sentence_for(error)
        finally:
            form.close()
    return _hand_in_page(assignment, submission, form, refusal), status


def _take_in(assignment: Assignment, enrolment: Enrolment, form: HandInForm) -> PaperVersion:
    return operations.hand_in_paper(
        current_session(),
        actor=current_actor(),
        assignment=assignment,
        enrolment=enrolment,
        stream=form.file.data.stream,
        name=form.file.data.filename or "",
        note=form.note.data or "",
    )


def _hand_in_page(
    assignment: Assignment, submission: Submission | None, form: HandInForm, refusal: str
) -> str:
    chance = rules.chance(assignment, submission, clock.now())
    return render_template(
        "papers/paper_hand_in.html",
        assignment=assignment,
        submission=submission,
        chance=chance,
        left=rules.time_left(chance.window.closes_at, clock.now()) if chance.window else None,
        form=form,
        refusal=refusal,
    )


@bp.route("/paper/versies/<uuid:version_id>/ontvangst")
@guarded_by(policies.may_see_receipt, load=queries.get_version)
def receipt_show(version: PaperVersion) -> ResponseReturnValue:
    """The proof that a version came in: when, what, and under which code."""
    return render_template("papers/receipt_show.html", version=version, submission=version.submission)


@bp.route("/paper/versies/<uuid:version_id>/bestand")
@guarded_by(policies.may_read_version, load=queries.get_version)
def version_file(version: PaperVersion) -> Response:
    """The file as it was handed in, as a download that no browser runs."""
    return download(version.file)


@bp.route("/paper/beoordeling")
@guarded_by(policies.may_see_own_paper, load=find_current_enrolment)
def judgement_own(enrolment: Enrolment) -> ResponseReturnValue:
    """The released judgement; a 404 before its release."""
    session = current_session()
    submission = queries.find_submission_for(session, enrolment=enrolment)
    assessment = queries.find_released_assessment(session, submission=submission) if submission else None
    if submission is None or assessment is None:
        abort(404)
    rubric = queries.get_rubric(session, submission=submission)
    return render_template(
        "papers/judgement_own.html",
        submission=submission,
        assessment=assessment,
        version=next(v for v in submission.versions if v.id == assessment.paper_version_id),
        rubric=rubric,
        unmet=condition_texts(rubric.conditions, assessment.unmet_conditions),
        knocked_out=rules.knocked_out(rubric.criteria, assessment),
        chance=rules.chance(submission.assignment, submission, clock.now()),
    )


def _own(enrolment: Enrolment) -> tuple[Assignment | None, Submission | None]:
    session = current_session()
    submission = queries.find_submission_for(session, enrolment=enrolment)
    if submission is not None:
        return submission.assignment, submission
    return queries.find_assignment_for(session, enrolment=enrolment), None
