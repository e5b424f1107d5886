"""What trainers see: what waits for them, one paper, who judges it, releasing and reopening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts.queries import get_person
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.papers import operations, policies, queries, rules
from lms.papers.forms import AssessorForm, ReleaseForm, ReopenForm, condition_texts
from lms.papers.models import Assignment, Seat, Submission
from lms.papers.rules import GradingState
from lms.papers.views.blueprint import bp

SHOWN = (
    GradingState.TO_GRADE,
    GradingState.DRAFT,
    GradingState.WITHOUT_ASSESSOR,
    GradingState.FINALISED,
    GradingState.RELEASED,
)


@bp.route("/beoordelen")
@guarded_by(policies.may_list_submissions)
def submissions_list() -> ResponseReturnValue:
    """The papers that wait for this trainer, the first due on top."""
    rows = queries.list_gradings(current_session(), actor=current_actor())
    chosen = next((state for state in SHOWN if state.value == request.args.get("staat")), None)
    shown = [row for row in rows if row.state is chosen or (chosen is None and row.state in SHOWN)]
    counts = Counter(row.state for row in rows)
    return render_template(
        "papers/submissions_list.html", rows=shown, counts=counts, chosen=chosen, states=SHOWN
    )


@bp.route("/paper-opdrachten/<uuid:assignment_id>")
@guarded_by(policies.may_see_assignment, load=queries.get_assignment)
def assignment_show(assignment: Assignment) -> ResponseReturnValue:
    """How the papers of a cohort stand; choosing whose judgement goes out."""
    rows = queries.list_rows(current_session(), assignment=assignment)
    return render_template(
        "papers/assignment_show.html",
        assignment=assignment,
        rows=rows,
        counts=Counter(row.state for row in rows),
        releasable=_releasable([row.submission for row in rows if row.submission is not None]),
    )


def _releasable(papers: Sequence[Submission]) -> Sequence[Submission]:
    return [
        paper
        for paper in papers
        if rules.grading_state(paper) is GradingState.FINALISED
        and policies.may_release_grade(current_actor(), paper)
    ]


@bp.route("/paper-opdrachten/<uuid:assignment_id>/vrijgeven", methods=["GET", "POST"])
@guarded_by(policies.may_release_grades, load=queries.get_assignment)
@writes
def grade_release(assignment: Assignment) -> ResponseReturnValue:
    """Ask once whether these judgements may go out, and let them go out together."""
    session = current_session()
    papers = _releasable(queries.list_submissions(session, assignment=assignment))
    form = ReleaseForm(request.form if request.method == "POST" else request.args)
    form.offer(papers)
    chosen = [s for s in papers if str(s.public_id) in set(form.paper.data or ())]
    if request.method == "POST" and form.validate():
        operations.release_grades(session, actor=current_actor(), submissions=chosen)
        number = len(chosen)
        flash(
            ngettext("%(num)d beoordeling is vrijgegeven.", "%(num)d beoordelingen zijn vrijgegeven.", number)
        )
        return redirect(url_for("papers.assignment_show", assignment_id=assignment.public_id), 303)
    if not chosen:
        flash(_("Kies eerst welke definitieve beoordelingen je vrijgeeft."), "wait")
        return redirect(url_for("papers.assignment_show", assignment_id=assignment.public_id))
    judged = list(zip(chosen, _judgements(chosen), strict=True))
    status = 422 if request.method == "POST" else 200
    return render_template(
        "papers/grade_release.html", assignment=assignment, form=form, judged=judged
    ), status


def _judgements(papers: Sequence[Submission]) -> Sequence[rules.Judgement]:
    """What each of these papers of one assignment is judged to be."""
    session = current_session()
    current = [paper.current_assessment for paper in papers]
    if None in current:
        abort(404)
    forms = queries.list_assessments(session, assessment_ids=[row.id for row in current if row])
    rubric = queries.get_rubric(session, submission=papers[0])
    return [
        operations.judge_form(paper, assessment=forms[row.id], rubric=rubric)
        for paper, row in zip(papers, current, strict=True)
        if row
    ]


@bp.route("/papers/<uuid:submission_id>")
@guarded_by(policies.may_read_paper, load=queries.get_submission)
def submission_show(submission: Submission) -> ResponseReturnValue:
    """One paper: its versions, who judges it, how far that is, and what happened to the grade."""
    return _submission_page(submission, ReopenForm(formdata=None)), 200


def _submission_page(submission: Submission, reopen_form: ReopenForm, refusal: str = "") -> str:
    session = current_session()
    assessor = submission.assessor_in(Seat.FIRST)
    current = submission.current_assessment
    is_final = current is not None and current.finalised_at is not None
    assessment = queries.get_assessment(session, assessment_id=current.id) if current and is_final else None
    rubric = queries.get_rubric(session, submission=submission)
    return render_template(
        "papers/submission_show.html",
        submission=submission,
        state=rules.grading_state(submission),
        due_on=rules.due_on(submission),
        assessor=assessor,
        reopen_form=reopen_form,
        refusal=refusal,
        assessment=assessment,
        judgement=operations.judge_form(submission, assessment=assessment, rubric=rubric)
        if assessment
        else None,
        rubric=rubric,
        unmet=condition_texts(rubric.conditions, assessment.unmet_conditions) if assessment else (),
        knocked_out=rules.knocked_out(rubric.criteria, assessment) if assessment else (),
        grade_log=submission.grade_log,
        today=clock.today(),
    )


@bp.route("/papers/<uuid:submission_id>/beoordelaar", methods=["GET", "POST"])
@guarded_by(policies.may_assign_assessor, load=queries.get_submission)
@writes
def assessor_assign(submission: Submission) -> ResponseReturnValue:
    """Say who judges a paper."""
    session, refusal = current_session(), ""
    form = AssessorForm()
    form.offer(queries.list_possible_assessors(session, submission=submission))
    if form.validate_on_submit():
        person = get_person(session, person_id=UUID(form.person.data))
        if person is None:
            abort(404)
        try:
            operations.assign_assessor(
                session, actor=current_actor(), submission=submission, person=person, seat=Seat.FIRST
            )
        except DomainError as error:
            refusal = sentence_for(error)
        else:
            flash(_("%(name)s beoordeelt deze paper.", name=person.display_name))
            return redirect(_after_assigning(submission), 303)
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "papers/assessor_assign.html",
        submission=submission,
        form=form,
        refusal=refusal,
        assessor=submission.assessor_in(Seat.FIRST),
        way_back=_after_assigning(submission),
    )
    return page, status


def _after_assigning(submission: Submission) -> str:
    """Trainers go back to the paper; a coordinator, who does not read it, to the overview."""
    if policies.may_read_paper(current_actor(), submission):
        return url_for("papers.submission_show", submission_id=submission.public_id)
    return url_for("papers.assignment_show", assignment_id=submission.assignment.public_id)


@bp.route("/papers/<uuid:submission_id>/heropenen", methods=["GET", "POST"])
@guarded_by(policies.may_reopen_grade, load=queries.get_submission)
@writes
def grade_reopen(submission: Submission) -> ResponseReturnValue:
    """Take a final judgement back, with the reason why."""
    form, refusal = ReopenForm(), ""
    if form.validate_on_submit():
        try:
            operations.reopen_grade(
                current_session(), actor=current_actor(), submission=submission, reason=form.reason.data or ""
            )
        except DomainError as error:
            refusal = sentence_for(error)
        else:
            flash(_("De beoordeling is heropend. De deelnemer ziet haar pas weer na vrijgeven."))
            return redirect(url_for("papers.submission_show", submission_id=submission.public_id), 303)
    status = (409 if refusal else 422) if form.is_submitted() else 200
    page = render_template("papers/grade_reopen.html", submission=submission, form=form, refusal=refusal)
    return page, status
