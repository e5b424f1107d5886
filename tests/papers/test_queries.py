from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.papers import operations, queries
from lms.papers.models import (
    Assignment,
    PaperVersion,
    Submission,
)
from lms.papers.rules import PaperState
from tests.factories.cohorts import make_enrolment
from tests.factories.papers import (
    make_assessor,
    make_finalised,
    make_paper_version,
    make_submission,
)
from tests.papers.steps import finish, release, reread, save_form

ActorOf = Callable[[Person], Actor]


class TestQueries:
    def test_states_of_a_whole_cohort_cost_the_same(
        self,
        session: Session,
        cohort: Cohort,
        assignment: Assignment,
        paper: Submission,
        trainer: Person,
        count_queries: Callable[[Callable[[], object]], int],
    ) -> None:
        cohort_id = cohort.id

        def read() -> object:
            session.expire_all()
            return queries.paper_states(session, cohort=session.get_one(Cohort, cohort_id))

        few = count_queries(read)
        for _ in range(6):
            submission = make_submission(assignment, make_enrolment(cohort))
            version = make_paper_version(submission)
            make_finalised(version, make_assessor(submission, trainer))
        assert count_queries(read) == few

    def test_states_in_the_four_words_that_others_are_told(
        self, session: Session, cohort: Cohort, paper: Submission, judge: Actor, enrolment: Enrolment
    ) -> None:
        nobody = make_enrolment(cohort)

        def told() -> PaperState:
            session.expire_all()
            return queries.paper_states(session, cohort=cohort)[enrolment.id]

        assert queries.paper_states(session, cohort=cohort)[nobody.id] is PaperState.NONE
        assert told() is PaperState.HANDED_IN
        save_form(session, judge, reread(session, paper))
        assert told() is PaperState.HANDED_IN
        operations.finalise_assessment(session, actor=judge, submission=reread(session, paper))
        assert told() is PaperState.GRADED
        operations.release_grades(session, actor=judge, submissions=[reread(session, paper)])
        assert told() is PaperState.RELEASED

    def test_a_trainer_lists_own_and_unassigned_papers_of_own_cohorts(
        self, session: Session, paper: Submission, judge: Actor, assignment: Assignment, cohort: Cohort
    ) -> None:
        unassigned = make_submission(assignment, make_enrolment(cohort))
        make_paper_version(unassigned)
        elsewhere = make_submission()
        make_paper_version(elsewhere)
        taken = make_submission(assignment, make_enrolment(cohort))
        make_paper_version(taken)
        make_assessor(taken)
        rows = queries.list_gradings(session, actor=judge)
        assert {row.submission.id for row in rows if row.submission} == {paper.id, unassigned.id}
        waiting = queries.list_to_grade(session, actor=judge)
        assert [item.submission_id for item in waiting] == [paper.public_id]

    def test_the_count_of_what_waits_agrees_with_the_list(
        self, session: Session, paper: Submission, judge: Actor, assignment: Assignment, cohort: Cohort
    ) -> None:
        make_paper_version(make_submission(assignment, make_enrolment(cohort)))
        assert queries.count_to_grade(session, actor=judge) == 1
        finish(session, judge, paper)
        assert queries.count_to_grade(session, actor=judge) == 0
        assert queries.list_to_grade(session, actor=judge) == []

    def test_a_retake_waits_again(
        self, session: Session, paper: Submission, judge: Actor, hand_in: Callable[..., PaperVersion]
    ) -> None:
        release(session, judge, finish(session, judge, paper, "oo"))
        hand_in()
        assert queries.count_to_grade(session, actor=judge) == 1
        assert len(queries.list_to_grade(session, actor=judge)) == 1
