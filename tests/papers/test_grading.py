from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, NotFoundError
from lms.core.outbox import Intent
from lms.papers import operations, queries, rules
from lms.papers.models import (
    Assignment,
    GradeEvent,
    Outcome,
    PaperVersion,
    Submission,
)
from lms.papers.rules import FormTexts, GradingState
from lms.programmes.models import Level
from tests.factories import save
from tests.factories.cohorts import make_enrolment, make_trainer
from tests.factories.papers import (
    MOTIVATION,
    TEXTS,
    make_paper_version,
    make_submission,
)
from tests.factories.programmes import make_criterion, make_version
from tests.papers.steps import finish, log_of, marks_of, release, reread, save_form, standing_completions

ActorOf = Callable[[Person], Actor]


class TestSaveAssessment:
    def test_a_draft_is_kept_and_counted_up(self, session: Session, paper: Submission, judge: Actor) -> None:
        seen = save_form(session, judge, paper, "g.").version
        again = save_form(session, judge, paper, "gv", version=seen)
        assert again.version == seen + 1
        assert sorted(str(mark.level) for mark in again.marks) == ["good", "sufficient"]

    def test_a_second_tab_gets_the_stored_form_and_changes_nothing(
        self, session: Session, paper: Submission, judge: Actor
    ) -> None:
        save_form(session, judge, paper, "g.", strength="Uit het eerste tabblad.")
        with pytest.raises(operations.AssessmentConflictError) as conflict:
            save_form(session, judge, paper, "oo", strength="Uit het tweede tabblad.", version=0)
        assert isinstance(conflict.value, ConflictError)
        assert conflict.value.stored is not None
        assert conflict.value.stored.strength == "Uit het eerste tabblad."

    def test_a_criterion_of_another_rubric_is_ignored(
        self, session: Session, paper: Submission, judge: Actor
    ) -> None:
        foreign_id = save(make_criterion(programme_version_id=make_version().id)).id
        paper = reread(session, paper)
        marks = {**marks_of(session, paper, "vv"), foreign_id: (Level.EXCELLENT, MOTIVATION)}
        form = operations.save_assessment(
            session, actor=judge, submission=paper, marks=marks, texts=FormTexts(**TEXTS), version=0
        )
        assert foreign_id not in {mark.criterion_id for mark in form.marks}

    def test_somebody_without_the_seat_has_no_form(
        self, session: Session, paper: Submission, cohort: Cohort, actor_of: ActorOf
    ) -> None:
        with pytest.raises(NotFoundError):
            save_form(session, actor_of(make_trainer(cohort)), paper)

    def test_a_final_form_no_longer_changes(self, session: Session, paper: Submission, judge: Actor) -> None:
        paper = finish(session, judge, paper)
        assert paper.current_assessment is not None
        with pytest.raises(operations.AlreadyFinalError):
            save_form(session, judge, paper, version=paper.current_assessment.version)

    def test_a_draft_is_announced_once_and_mails_nobody(
        self, session: Session, paper: Submission, judge: Actor, outbox: Callable[[], list[Intent]]
    ) -> None:
        save_form(session, judge, paper)
        assert outbox() == []


class TestFinaliseAssessment:
    def test_a_complete_form_becomes_final_with_a_line_in_the_log(
        self, session: Session, paper: Submission, judge: Actor
    ) -> None:
        paper = finish(session, judge, paper, "gv")
        assert log_of(session, paper) == [(GradeEvent.FINALISED, Decimal("7.2"), Outcome.PASSED)]
        assert paper.released_at is None

    @pytest.mark.parametrize(
        ("levels", "texts", "gap"),
        [
            ("v.", {}, "without_level"),
            ("vv", {"strength": ""}, "texts"),
            ("vv", {"growth_point": ""}, "texts"),
            ("vv", {"feed_forward": ""}, "texts"),
        ],
    )
    def test_what_is_missing_is_named(
        self, session: Session, paper: Submission, judge: Actor, levels: str, texts: dict[str, str], gap: str
    ) -> None:
        save_form(session, judge, paper, levels, **texts)
        with pytest.raises(operations.AssessmentIncompleteError) as refusal:
            operations.finalise_assessment(session, actor=judge, submission=paper)
        assert getattr(refusal.value.gaps, gap)

    @pytest.mark.parametrize(("length", "is_short"), [(29, True), (30, False)])
    def test_a_motivation_has_thirty_characters(
        self, session: Session, paper: Submission, judge: Actor, length: int, is_short: bool
    ) -> None:
        marks = {c: (level, "x" * length) for c, (level, _) in marks_of(session, paper, "vv").items()}
        operations.save_assessment(
            session, actor=judge, submission=paper, marks=marks, texts=FormTexts(**TEXTS), version=0
        )
        current = reread(session, paper).current_assessment
        assert current is not None
        stored = queries.get_assessment(session, assessment_id=current.id)
        criteria = queries.get_rubric(session, submission=paper).criteria
        gaps = rules.gaps_of(stored, criteria, was_returned=False)
        assert bool(gaps.short_motivation) is is_short

    def test_unmet_conditions_send_it_back_without_levels(
        self, session: Session, paper: Submission, judge: Actor
    ) -> None:
        paper = finish(
            session, judge, paper, "..", unmet_conditions=("lengte",), strength="", growth_point=""
        )
        assert log_of(session, paper) == [(GradeEvent.FINALISED, None, Outcome.RETURNED)]

    def test_an_unknown_condition_is_ignored(self, session: Session, paper: Submission, judge: Actor) -> None:
        paper = finish(session, judge, paper, "vv", unmet_conditions=("bestaat-niet",))
        assert log_of(session, paper)[0][2] is Outcome.PASSED


class TestReleaseGrades:
    def test_a_pass_is_told_and_meets_the_requirement(
        self,
        session: Session,
        paper: Submission,
        judge: Actor,
        enrolment: Enrolment,
        outbox: Callable[[], list[Intent]],
    ) -> None:
        paper = release(session, judge, finish(session, judge, paper, "gv"))
        assert (paper.released_grade, paper.released_outcome) == (Decimal("7.2"), Outcome.PASSED)
        assert standing_completions(session, enrolment) == 1
        mails = [i.payload for i in outbox() if i.payload["to"] == paper.enrolment.person.email]
        assert len(mails) == 1
        assert "7" not in mails[0]["text"].split("http")[0]

    def test_a_knock_out_keeps_its_grade_and_meets_nothing(
        self, session: Session, paper: Submission, judge: Actor, enrolment: Enrolment
    ) -> None:
        paper = release(session, judge, finish(session, judge, paper, "ou"))
        assert (paper.released_grade, paper.released_outcome) == (Decimal("6.4"), Outcome.FAILED)
        assert standing_completions(session, enrolment) == 0

    def test_several_go_out_together_or_not_at_all(
        self, session: Session, paper: Submission, judge: Actor, assignment: Assignment, cohort: Cohort
    ) -> None:
        other = make_submission(assignment, make_enrolment(cohort))
        make_paper_version(other)
        other_id = other.public_id
        paper = finish(session, judge, paper)
        paper, draft = reread(session, paper), queries.get_submission(session, submission_id=other_id)
        with pytest.raises(operations.NotFinalisedError):
            operations.release_grades(session, actor=judge, submissions=[paper, draft])
        assert reread(session, paper).released_at is None

    def test_the_same_grade_is_not_released_twice(
        self, session: Session, paper: Submission, judge: Actor
    ) -> None:
        paper = release(session, judge, finish(session, judge, paper))
        with pytest.raises(operations.NotFinalisedError):
            operations.release_grades(session, actor=judge, submissions=[paper])

    def test_a_returned_paper_comes_back_and_then_counts(
        self,
        session: Session,
        paper: Submission,
        judge: Actor,
        enrolment: Enrolment,
        hand_in: Callable[..., PaperVersion],
    ) -> None:
        back = finish(session, judge, paper, "..", unmet_conditions=("lengte",))
        release(session, judge, back)
        assert hand_in().number == 2
        with pytest.raises(operations.HandInClosedError):
            hand_in()
        paper = reread(session, paper)
        assert rules.grading_state(paper) is GradingState.TO_GRADE
        paper = release(session, judge, finish(session, judge, paper, "vv"))
        assert paper.released_outcome is Outcome.PASSED
        assert standing_completions(session, enrolment) == 1

    def test_the_second_time_unmet_conditions_fail(
        self, session: Session, paper: Submission, judge: Actor, hand_in: Callable[..., PaperVersion]
    ) -> None:
        release(session, judge, finish(session, judge, paper, "..", unmet_conditions=("lengte",)))
        hand_in()
        paper = finish(session, judge, reread(session, paper), "uu", unmet_conditions=("lengte",))
        assert log_of(session, paper)[-1] == (GradeEvent.FINALISED, Decimal("10.0"), Outcome.FAILED)

    def test_a_failed_paper_is_retaken_once(
        self, session: Session, paper: Submission, judge: Actor, hand_in: Callable[..., PaperVersion]
    ) -> None:
        release(session, judge, finish(session, judge, paper, "oo"))
        hand_in()
        paper = release(session, judge, finish(session, judge, reread(session, paper), "oo"))
        with pytest.raises(operations.HandInClosedError):
            hand_in()


class TestReopenGrade:
    def test_a_released_pass_is_taken_back_whole(
        self, session: Session, paper: Submission, judge: Actor, enrolment: Enrolment
    ) -> None:
        paper = release(session, judge, finish(session, judge, paper))
        operations.reopen_grade(session, actor=judge, submission=paper, reason="Criterium verwisseld.")
        paper = reread(session, paper)
        assert (paper.released_at, paper.released_grade, paper.released_outcome) == (None, None, None)
        assert rules.grading_state(paper) is GradingState.DRAFT
        assert standing_completions(session, enrolment) == 0

    def test_after_a_retake_the_earlier_judgement_shows_again(
        self, session: Session, paper: Submission, judge: Actor, hand_in: Callable[..., PaperVersion]
    ) -> None:
        release(session, judge, finish(session, judge, paper, "oo"))
        hand_in()
        paper = release(session, judge, finish(session, judge, reread(session, paper), "uu"))
        operations.reopen_grade(session, actor=judge, submission=paper, reason="Nog eens kijken.")
        paper = reread(session, paper)
        assert (paper.released_grade, paper.released_outcome) == (Decimal("4.0"), Outcome.FAILED)

    def test_the_grade_log_only_grows(self, session: Session, paper: Submission, judge: Actor) -> None:
        paper = release(session, judge, finish(session, judge, paper, "vv"))
        before = [(e.id, e.event, e.grade, e.entered_at) for e in paper.grade_log]
        operations.reopen_grade(session, actor=judge, submission=paper, reason="Verkeerde versie bekeken.")
        paper = release(session, judge, finish(session, judge, reread(session, paper), "uu"))
        after = [(e.id, e.event, e.grade, e.entered_at) for e in paper.grade_log]
        assert after[: len(before)] == before
        assert [e.event for e in paper.grade_log] == [
            GradeEvent.FINALISED,
            GradeEvent.RELEASED,
            GradeEvent.REOPENED,
            GradeEvent.FINALISED,
            GradeEvent.RELEASED,
        ]

    def test_a_reason_is_needed(self, session: Session, paper: Submission, judge: Actor) -> None:
        paper = finish(session, judge, paper)
        with pytest.raises(operations.ReasonMissingError):
            operations.reopen_grade(session, actor=judge, submission=paper, reason="  ")

    def test_a_draft_cannot_be_reopened(self, session: Session, paper: Submission, judge: Actor) -> None:
        save_form(session, judge, paper)
        with pytest.raises(operations.NothingToReopenError):
            operations.reopen_grade(session, actor=judge, submission=paper, reason="Zomaar een reden.")
