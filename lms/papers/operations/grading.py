"""Judging a paper: draft, final form, release, and reopening; the grade log only grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError, NotFoundError
from lms.core.events import publish
from lms.learning.operations import record_fact
from lms.papers import queries, rules
from lms.papers.events import AssessmentFinalised, AssessmentStarted, GradeReleased, GradeReopened
from lms.papers.models import Assessment, GradeEntry, GradeEvent, Mark, Outcome, Seat, Submission
from lms.papers.rules import FormTexts, Gaps, GradingState, Judgement
from lms.programmes.models import Level, ProgrammeVersion, RequirementKind


class AssessmentConflictError(ConflictError):
    """The form was saved elsewhere since it was opened; carries what is stored now."""

    def __init__(self, stored: Assessment | None) -> None:
        super().__init__()
        self.stored = stored


class AlreadyFinalError(DomainError):
    """A final form no longer changes; it can be reopened with a reason."""


class AssessmentIncompleteError(DomainError):
    """The form still misses something; carries what."""

    status = 422

    def __init__(self, gaps: Gaps) -> None:
        super().__init__("incomplete")
        self.gaps = gaps


class NotFinalisedError(DomainError):
    """Only a final form that is not out yet can be released."""


class NothingToReopenError(DomainError):
    """There is no final form about the newest version."""


class ReasonMissingError(DomainError):
    """Who reopens a grade says why."""

    status = 422


def save_assessment(
    session: Session,
    *,
    actor: Actor,
    submission: Submission,
    marks: Mapping[int, tuple[Level | None, str]],
    texts: FormTexts,
    version: int,
) -> Assessment:
    """Keep the draft of the actor's form; refused when it was saved elsewhere since `version` was read."""
    session.execute(sa.select(Submission.id).where(Submission.id == submission.id).with_for_update())
    assessment = _current_form(session, submission)
    if (assessment.version if assessment else 0) != version:
        raise AssessmentConflictError(assessment)
    is_new = assessment is None
    if assessment is None:
        assessment = _begin(session, actor=actor, submission=submission)
    if assessment.finalised_at is not None:
        raise AlreadyFinalError
    _write(session, submission=submission, assessment=assessment, marks=marks, texts=texts)
    if is_new:
        publish(session, AssessmentStarted(actor=actor, submission_id=submission.public_id))
    return assessment


def _current_form(session: Session, submission: Submission) -> Assessment | None:
    paper_version, assessor = submission.newest_version, submission.assessor_in(Seat.FIRST)
    if paper_version is None or assessor is None:
        raise NotFoundError
    found = session.scalar(
        sa.select(Assessment.id).where(
            Assessment.paper_version_id == paper_version.id, Assessment.assessor_id == assessor.id
        )
    )
    return queries.get_assessment(session, assessment_id=found) if found is not None else None


def _begin(session: Session, *, actor: Actor, submission: Submission) -> Assessment:
    paper_version, assessor = submission.newest_version, submission.assessor_in(Seat.FIRST)
    if paper_version is None or assessor is None or assessor.person_id != actor.person_id:
        raise NotFoundError
    assessment = Assessment(
        submission=submission, paper_version=paper_version, assessor=assessor, saved_at=clock.now(), marks=[]
    )
    session.add(assessment)
    return assessment


def _write(
    session: Session,
    *,
    submission: Submission,
    assessment: Assessment,
    marks: Mapping[int, tuple[Level | None, str]],
    texts: FormTexts,
) -> None:
    rubric = queries.get_rubric(session, submission=submission)
    known = {row.criterion_id: row for row in assessment.marks}
    for criterion in rubric.criteria:
        level, motivation = marks.get(criterion.id, (None, ""))
        mark = known.get(criterion.id)
        if mark is None:
            mark = Mark(criterion_id=criterion.id)
            assessment.marks.append(mark)
        mark.level, mark.motivation = level, motivation
    keys = {condition.key for condition in rubric.conditions}
    assessment.unmet_conditions = [key for key in texts.unmet_conditions if key in keys]
    assessment.strength, assessment.growth_point = texts.strength, texts.growth_point
    assessment.feed_forward = texts.feed_forward
    assessment.saved_at = clock.now()
    # Every save counts up the version, also when only a mark changed or the clock stood still.
    flag_modified(assessment, "saved_at")
    session.flush()


def judge_form(submission: Submission, *, assessment: Assessment, rubric: ProgrammeVersion) -> Judgement:
    """The grade and outcome that a form means, by the rubric of the cohort."""
    return rules.judge(
        rules.choices_of(rubric.criteria, rules.levels_of(assessment)),
        has_unmet=bool(assessment.unmet_conditions),
        was_returned=rules.was_returned(
            line for line in submission.grade_log if line.assessment_id != assessment.id
        ),
    )


def finalise_assessment(session: Session, *, actor: Actor, submission: Submission) -> Assessment:
    """Make the saved form final; nobody outside the team sees it before it is released."""
    assessment = _current_form(session, submission)
    if assessment is None or assessment.assessor.person_id != actor.person_id:
        raise NotFoundError
    if assessment.finalised_at is not None:
        raise AlreadyFinalError
    rubric = queries.get_rubric(session, submission=submission)
    gaps = rules.gaps_of(assessment, rubric.criteria, was_returned=rules.was_returned(submission.grade_log))
    if not gaps.is_empty:
        raise AssessmentIncompleteError(gaps)
    assessment.finalised_at = clock.now()
    judgement = judge_form(submission, assessment=assessment, rubric=rubric)
    _log(session, actor, submission, assessment, GradeEvent.FINALISED, judgement=judgement)
    publish(session, AssessmentFinalised(actor=actor, submission_id=submission.public_id))
    return assessment


def release_grades(session: Session, *, actor: Actor, submissions: Sequence[Submission]) -> None:
    """Let these participants read their judgement: all of them, or none when one is not final."""
    if any(rules.grading_state(row) is not GradingState.FINALISED for row in submissions):
        raise NotFinalisedError
    for submission in submissions:
        _release(session, actor=actor, submission=submission)


def _release(session: Session, *, actor: Actor, submission: Submission) -> None:
    assessment = _current_form(session, submission)
    if assessment is None or assessment.finalised_at is None:
        raise NotFinalisedError
    rubric = queries.get_rubric(session, submission=submission)
    judgement = judge_form(submission, assessment=assessment, rubric=rubric)
    submission.released_at = clock.now()
    submission.released_grade, submission.released_outcome = judgement.grade, judgement.outcome
    _log(session, actor, submission, assessment, GradeEvent.RELEASED, judgement=judgement)
    _settle_requirement(session, actor=actor, submission=submission)
    publish(
        session,
        GradeReleased(
            actor=actor,
            submission_id=submission.public_id,
            enrolment_id=submission.enrolment.public_id,
        ),
    )


def reopen_grade(session: Session, *, actor: Actor, submission: Submission, reason: str) -> None:
    """Take a final form back with a reason; what was released is no longer shown until the next release."""
    assessment = _current_form(session, submission)
    if assessment is None or assessment.finalised_at is None:
        raise NothingToReopenError
    if not reason.strip():
        raise ReasonMissingError
    was_released = rules.grading_state(submission) is GradingState.RELEASED
    assessment.finalised_at = None
    _log(session, actor, submission, assessment, GradeEvent.REOPENED, reason=reason)
    if was_released:
        _show_earlier_release(submission)
        _settle_requirement(session, actor=actor, submission=submission)
    publish(
        session,
        GradeReopened(
            actor=actor,
            submission_id=submission.public_id,
            enrolment_id=submission.enrolment.public_id,
            was_released=was_released,
        ),
    )


def _show_earlier_release(submission: Submission) -> None:
    standing = rules.standing_releases(submission.grade_log)
    last = standing[-1] if standing else None
    submission.released_at = last.entered_at if last else None
    submission.released_grade = last.grade if last else None
    submission.released_outcome = last.outcome if last else None


def _settle_requirement(session: Session, *, actor: Actor, submission: Submission) -> None:
    record_fact(
        session,
        actor=actor,
        enrolment=submission.enrolment,
        kind=RequirementKind.PAPER,
        is_met=submission.released_outcome is Outcome.PASSED,
    )


def _log(
    session: Session,
    actor: Actor,
    submission: Submission,
    assessment: Assessment,
    event: GradeEvent,
    *,
    judgement: Judgement | None = None,
    reason: str = "",
) -> None:
    entry = GradeEntry(
        submission_id=submission.id,
        assessment_id=assessment.id,
        event=event,
        grade=judgement.grade if judgement else None,
        outcome=judgement.outcome if judgement else None,
        reason=reason,
        entered_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    submission.grade_log.append(entry)
    session.flush()
