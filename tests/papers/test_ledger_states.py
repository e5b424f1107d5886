"""What the ledger of requirements is told of a paper on its way."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.extensions import db
from lms.learning.queries import cohort_standings
from lms.learning.rules import RequirementState
from lms.papers.models import Submission
from lms.programmes.models import RequirementKind
from tests.factories.papers import make_assignment, make_paper_version, make_submission


def state_of(session: Session, submission: Submission, cohort: Cohort) -> RequirementState:
    standings = cohort_standings(session, cohort=cohort)[submission.enrolment_id]
    return next(s.state for s in standings if s.requirement.kind is RequirementKind.PAPER)


def paper() -> tuple[Submission, Cohort]:
    assignment = make_assignment()
    return make_submission(assignment), db.session.get_one(Cohort, assignment.cohort_id)


def test_without_a_version_nothing_has_begun(session: Session) -> None:
    submission, cohort = paper()
    assert state_of(session, submission, cohort) is RequirementState.OPEN


def test_a_paper_that_is_handed_in_waits(session: Session) -> None:
    submission, cohort = paper()
    make_paper_version(submission)
    assert state_of(session, submission, cohort) is RequirementState.WAITING


def test_a_released_judgement_alone_reaches_nothing(session: Session) -> None:
    submission, cohort = paper()
    make_paper_version(submission, handed_in_at=clock.now() - timedelta(days=9))
    submission.released_at = clock.now()
    session.commit()
    assert state_of(session, submission, cohort) is RequirementState.BUSY


def test_a_new_version_after_the_judgement_waits_again(session: Session) -> None:
    submission, cohort = paper()
    submission.released_at = clock.now() - timedelta(days=9)
    make_paper_version(submission)
    assert state_of(session, submission, cohort) is RequirementState.WAITING
