from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError, RefusedFileError
from lms.core.files import kept_in, path_of
from lms.core.outbox import Intent
from lms.messages.models import Notice
from lms.papers import operations, queries, rules
from lms.papers.models import (
    Assignment,
    PaperVersion,
    Seat,
    Submission,
)
from lms.papers.rules import GradingState
from lms.programmes.models import Activity
from tests.factories.accounts import make_hat, make_organisation
from tests.factories.cohorts import make_cohort, make_enrolment, make_trainer
from tests.factories.papers import (
    CLOSES_AT,
    LATE_UNTIL,
    OPENS_AT,
    make_submission,
)
from tests.papers.documents import make_docx, make_encrypted_pdf, make_odt, make_pdf, replace_part
from tests.papers.steps import finish, reread, save_form

ActorOf = Callable[[Person], Actor]


class TestOpenAssignment:
    def test_a_cohort_gets_its_window(self, session: Session, cohort: Cohort, judge: Actor) -> None:
        activity = queries.list_paper_activities(session, cohort=cohort)[0]
        assignment = operations.open_assignment(
            session,
            actor=judge,
            cohort=cohort,
            activity=activity,
            title="Paper",
            opens_at=OPENS_AT,
            closes_at=CLOSES_AT,
            late_until=LATE_UNTIL,
        )
        enrolment = make_enrolment(cohort)
        assert queries.find_assignment_for(session, enrolment=enrolment) is assignment

    @pytest.mark.parametrize(
        ("opens_at", "closes_at", "late_until"),
        [(CLOSES_AT, OPENS_AT, LATE_UNTIL), (OPENS_AT, CLOSES_AT, OPENS_AT), (OPENS_AT, OPENS_AT, OPENS_AT)],
    )
    def test_a_window_out_of_order_is_refused(
        self,
        session: Session,
        assignment: Assignment,
        judge: Actor,
        opens_at: datetime,
        closes_at: datetime,
        late_until: datetime,
    ) -> None:
        with pytest.raises(operations.WindowOrderError):
            operations.change_assignment(
                session,
                actor=judge,
                assignment=assignment,
                title="Paper",
                opens_at=opens_at,
                closes_at=closes_at,
                late_until=late_until,
                version=assignment.version,
            )

    def test_another_kind_of_activity_is_no_paper(
        self, session: Session, cohort: Cohort, judge: Actor
    ) -> None:
        text = session.scalars(sa.select(Activity).where(Activity.key == "welkom")).first()
        assert text is not None
        with pytest.raises(NotFoundError):
            operations.open_assignment(
                session,
                actor=judge,
                cohort=cohort,
                activity=text,
                title="x",
                opens_at=OPENS_AT,
                closes_at=CLOSES_AT,
                late_until=LATE_UNTIL,
            )


class TestHandInPaper:
    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (make_docx(), "paper.docx", 9),
            (make_odt(), "paper.odt", 9),
            (make_pdf("Eén twee drie."), "p.pdf", 3),
        ],
    )
    def test_a_version_is_on_disk_with_its_hash_and_words(
        self, hand_in: Callable[..., PaperVersion], content: bytes, name: str, words: int
    ) -> None:
        version = hand_in(content, name)
        assert path_of(version.file).read_bytes() == content
        assert version.file.sha256 == hashlib.sha256(content).hexdigest()
        assert (version.number, version.word_count, version.is_late) == (1, words, False)
        assert version.handed_in_at == clock.now()

    def test_every_receipt_has_its_own_code(self, hand_in: Callable[..., PaperVersion]) -> None:
        codes = {hand_in().receipt for _ in range(3)}
        assert len(codes) == 3
        assert all(len(code) == 14 for code in codes)

    def test_again_makes_a_next_version_and_leaves_the_first(
        self, session: Session, hand_in: Callable[..., PaperVersion]
    ) -> None:
        first = hand_in(make_odt(), note="eerste")
        before = (first.file.sha256, first.handed_in_at, first.receipt)
        with clock.moved_to(clock.now() + timedelta(days=1)):
            second = hand_in(make_docx(), "paper.docx")
        assert second.number == 2
        assert (first.file.sha256, first.handed_in_at, first.receipt) == before
        assert session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 1

    @pytest.mark.parametrize(
        ("moment", "error"),
        [
            (OPENS_AT - timedelta(seconds=1), operations.NotOpenYetError),
            (LATE_UNTIL + timedelta(minutes=1), operations.HandInClosedError),
        ],
    )
    def test_outside_the_window_nothing_is_taken_in(
        self, hand_in: Callable[..., PaperVersion], moment: datetime, error: type[Exception]
    ) -> None:
        with clock.moved_to(moment), pytest.raises(error):
            hand_in()

    def test_a_late_first_version_is_taken_in_and_flagged(self, hand_in: Callable[..., PaperVersion]) -> None:
        with clock.moved_to(CLOSES_AT + timedelta(seconds=59)):
            assert hand_in().is_late is False
        with clock.moved_to(CLOSES_AT + timedelta(minutes=2)), pytest.raises(operations.HandInClosedError):
            hand_in()

    def test_late_is_late(self, hand_in: Callable[..., PaperVersion]) -> None:
        with clock.moved_to(CLOSES_AT + timedelta(minutes=2)):
            assert hand_in().is_late is True

    @pytest.mark.parametrize(
        ("content", "name", "reason"),
        [
            (b"gewone tekst", "paper.pdf", "wrong_type"),
            (make_pdf(), "paper.docx", "wrong_type"),
            (make_odt(manifest="<encryption-data/>"), "paper.odt", "encrypted_or_old"),
            (make_encrypted_pdf(), "paper.pdf", "encrypted_or_old"),
            (replace_part(make_docx(), "word/document.xml", "<kapot"), "paper.docx", "damaged"),
        ],
    )
    def test_a_file_that_is_no_readable_paper_is_not_kept(
        self, session: Session, hand_in: Callable[..., PaperVersion], content: bytes, name: str, reason: str
    ) -> None:
        before = set(kept_in().glob("*"))
        with pytest.raises(RefusedFileError) as refusal:
            hand_in(content, name)
        assert refusal.value.reason == reason
        assert set(kept_in().glob("*")) == before
        assert session.scalar(sa.select(sa.func.count()).select_from(PaperVersion)) == 0

    def test_the_receipt_is_mailed_without_the_paper(
        self, hand_in: Callable[..., PaperVersion], outbox: Callable[[], list[Intent]]
    ) -> None:
        version = hand_in(make_pdf("Geheime zin over een inwoner."), "mijn casus.pdf", note="Lees dit eerst")
        mail, job = outbox()
        assert version.receipt in mail.payload["text"]
        assert job.kind == "papers.draw_pages"
        for secret in ("Geheime", "casus", "Lees dit"):
            assert secret not in str(mail.payload) + str(job.payload)

    def test_a_draft_follows_the_newest_version(
        self, session: Session, hand_in: Callable[..., PaperVersion], trainer: Person, judge: Actor
    ) -> None:
        first = hand_in()
        operations.assign_assessor(session, actor=judge, submission=first.submission, person=trainer)
        save_form(session, judge, first.submission, "g.", strength="Blijf dit doen.")
        second = hand_in()
        paper = reread(session, second.submission)
        assert rules.grading_state(paper) is GradingState.DRAFT
        assert paper.current_assessment is not None
        assert paper.current_assessment.strength == "Blijf dit doen."

    def test_a_final_form_closes_the_paper(
        self, session: Session, paper: Submission, judge: Actor, hand_in: Callable[..., PaperVersion]
    ) -> None:
        finish(session, judge, paper)
        with pytest.raises(operations.AlreadyJudgedError):
            hand_in()

    def test_the_assignment_of_another_cohort_is_not_found(
        self, session: Session, assignment: Assignment, author: Actor
    ) -> None:
        with pytest.raises(NotFoundError):
            operations.hand_in_paper(
                session,
                actor=author,
                assignment=assignment,
                enrolment=make_enrolment(),
                stream=io.BytesIO(make_odt()),
                name="a.odt",
            )


class TestAssignAssessor:
    def test_a_trainer_of_the_cohort_gets_the_seat(
        self, session: Session, paper: Submission, judge: Actor, cohort: Cohort
    ) -> None:
        other = make_trainer(cohort)
        paper = reread(session, paper)
        operations.assign_assessor(session, actor=judge, submission=paper, person=other, seat=Seat.FIRST)
        assert [a.person_id for a in reread(session, paper).assessors] == [other.id]

    def test_a_trainer_of_another_cohort_does_not(
        self, session: Session, paper: Submission, judge: Actor
    ) -> None:
        with pytest.raises(operations.NotATrainerError):
            operations.assign_assessor(
                session, actor=judge, submission=paper, person=make_trainer(make_cohort())
            )

    def test_the_author_does_not(
        self, session: Session, paper: Submission, judge: Actor, cohort: Cohort, enrolment: Enrolment
    ) -> None:
        person = session.get_one(Person, enrolment.person_id)
        make_hat(person, Hat.TRAINER, scope=cohort.public_id)
        with pytest.raises(operations.TooCloseError):
            operations.assign_assessor(session, actor=judge, submission=paper, person=person)

    @pytest.mark.parametrize("relation", ["same", "parent", "child"])
    def test_nobody_of_the_authors_line_does(
        self, session: Session, assignment: Assignment, cohort: Cohort, judge: Actor, relation: str
    ) -> None:
        top = make_organisation()
        part = make_organisation(parent_id=top.id)
        home = {"same": part, "parent": part, "child": top}[relation]
        work = {"same": part, "parent": top, "child": part}[relation]
        submission = make_submission(assignment, make_enrolment(cohort, organisation=home))
        trainer = make_trainer(cohort, organisation=work)
        loaded = reread(session, submission)
        with pytest.raises(operations.TooCloseError):
            operations.assign_assessor(session, actor=judge, submission=loaded, person=trainer)
        assert trainer not in queries.list_possible_assessors(session, submission=loaded)

    def test_a_draft_goes_along_to_who_takes_over(
        self, session: Session, paper: Submission, judge: Actor, cohort: Cohort, actor_of: ActorOf
    ) -> None:
        save_form(session, judge, paper, "g.")
        other = make_trainer(cohort)
        paper = reread(session, paper)
        operations.assign_assessor(session, actor=judge, submission=paper, person=other)
        paper = reread(session, paper)
        finish(session, actor_of(other), paper)
        assert rules.grading_state(paper) is GradingState.FINALISED

    def test_a_final_form_keeps_its_assessor(
        self, session: Session, paper: Submission, judge: Actor, cohort: Cohort
    ) -> None:
        paper = finish(session, judge, paper)
        other = make_trainer(cohort)
        paper = reread(session, paper)
        with pytest.raises(operations.SeatTakenError):
            operations.assign_assessor(session, actor=judge, submission=paper, person=other)

    def test_the_assessor_is_told_without_a_name(
        self,
        session: Session,
        paper: Submission,
        judge: Actor,
        cohort: Cohort,
        notices: Callable[[], list[Notice]],
    ) -> None:
        other = make_trainer(cohort)
        paper = reread(session, paper)
        operations.assign_assessor(session, actor=judge, submission=paper, person=other)
        (notice,) = notices()
        assert notice.person_id == other.id
        assert paper.enrolment.person.family_name not in notice.title + notice.line
