"""Ticking, writing, sharing, handing in, judging and recording: by rows and by events."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import AttendanceStatus, Cohort, Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core.authorisation import SYSTEM, Actor
from lms.core.errors import ConflictError
from lms.core.events import Event, bus
from lms.learning import events, operations, queries
from lms.learning.models import Completion, Evidence, EvidenceState, Progress, Reflection
from lms.programmes.models import RequirementKind
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_enrolment,
    make_meeting,
    make_trainer,
)
from tests.factories.learning import (
    TEXT,
    activity_of,
    make_completion,
    make_evidence,
    make_progress,
    make_reflection,
    question_of,
    requirement_of,
)
from tests.factories.programmes import make_version

ActorOf = Callable[[Person], Actor]


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


@pytest.fixture
def enrolment(session: Session, cohort: Cohort) -> Enrolment:
    return get_enrolment(session, enrolment_id=make_enrolment(cohort).public_id)


@pytest.fixture
def participant(enrolment: Enrolment, actor_of: ActorOf) -> Actor:
    return actor_of(enrolment.person)


@pytest.fixture
def trainer(cohort: Cohort, actor_of: ActorOf) -> Actor:
    return actor_of(make_trainer(cohort))


@pytest.fixture
def announced(app: object) -> Iterator[list[Event]]:
    """What learning announced, in order."""
    heard: list[Event] = []

    def listen(_session: Session, event: Event) -> None:
        if type(event).__module__ == events.__name__:
            heard.append(event)

    bus.subscribe(Event, listen)
    yield heard
    bus._handlers.remove((Event, listen))


def kinds(announced: list[Event]) -> list[type[Event]]:
    return [type(event) for event in announced]


class TestMarkDone:
    def test_a_tick_is_kept_and_announced(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        activity = activity_of(enrolment.cohort, "welkom")
        progress = operations.mark_done(session, actor=participant, enrolment=enrolment, activity=activity)
        assert progress.done_at is not None
        assert kinds(announced) == [events.ActivityDone]

    def test_a_tick_can_be_taken_away(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        activity = activity_of(enrolment.cohort, "welkom")
        make_progress(enrolment, activity)
        operations.mark_done(session, actor=participant, enrolment=enrolment, activity=activity, done=False)
        assert queries.done_activities(session, enrolment=enrolment) == frozenset()
        assert kinds(announced) == [events.ActivityUndone]

    def test_ticking_twice_says_it_once(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        activity = activity_of(enrolment.cohort, "welkom")
        for _ in range(2):
            operations.mark_done(session, actor=participant, enrolment=enrolment, activity=activity)
        assert session.scalar(sa.select(sa.func.count()).select_from(Progress)) == 1
        assert kinds(announced) == [events.ActivityDone]

    def test_a_closed_activity_cannot_be_ticked(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        activity = activity_of(enrolment.cohort, "terugblik")
        with pytest.raises(operations.ActivityLockedError):
            operations.mark_done(session, actor=participant, enrolment=enrolment, activity=activity)

    def test_ticking_everything_meets_no_requirement(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        for key in ("welkom", "terugblik", "toets", "paper"):
            activity = activity_of(enrolment.cohort, key)
            operations.mark_done(session, actor=participant, enrolment=enrolment, activity=activity)
        assert session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0


class TestWriteReflection:
    def test_a_first_text_is_private_and_announces_nothing(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        reflection = write(session, enrolment, participant, {"situation": "Ik zweeg te lang."})
        assert reflection.fields["situation"] == "Ik zweeg te lang."
        assert reflection.shared_at is None
        assert announced == []

    def test_only_the_boxes_of_the_form_are_kept(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        reflection = write(session, enrolment, participant, {"situation": "Ja", "grade": "10"})
        assert "grade" not in reflection.fields

    def test_an_older_version_is_a_conflict_with_both_texts(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        first = write(session, enrolment, participant, {"situation": "eerste tab"})
        seen = first.version
        write(session, enrolment, participant, {"situation": "tweede tab"}, version=seen)
        with pytest.raises(ConflictError) as caught:
            write(session, enrolment, participant, {"situation": "weer de eerste"}, version=seen)
        assert dict(caught.value.yours)["situation"] == "weer de eerste"
        assert dict(caught.value.theirs)["situation"] == "tweede tab"

    def test_two_first_texts_are_a_conflict(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        write(session, enrolment, participant, {"situation": "eerste tab"})
        with pytest.raises(ConflictError):
            write(session, enrolment, participant, {"situation": "tweede tab"}, version=0)

    def test_a_closed_activity_takes_no_text(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        activity = activity_of(enrolment.cohort, "terugblik")
        with pytest.raises(operations.ActivityLockedError):
            operations.write_reflection(
                session, actor=participant, enrolment=enrolment, activity=activity, fields={}
            )


def write(
    session: Session, enrolment: Enrolment, actor: Actor, fields: dict[str, str], version: int = 0
) -> Reflection:
    before = activity_of(enrolment.cohort, "welkom")
    if before.id not in queries.done_activities(session, enrolment=enrolment):
        make_progress(enrolment, before)
    return operations.write_reflection(
        session,
        actor=actor,
        enrolment=enrolment,
        activity=activity_of(enrolment.cohort, "terugblik"),
        fields=fields,
        version=version,
    )


class TestShareReflection:
    def test_sharing_and_withdrawing_are_announced(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        reflection = own_reflection(session, enrolment)
        operations.share_reflection(session, actor=participant, reflection=reflection, shared=True)
        assert reflection.shared_at is not None
        operations.share_reflection(session, actor=participant, reflection=reflection, shared=False)
        assert reflection.shared_at is None
        assert kinds(announced) == [events.ReflectionShared, events.ReflectionWithdrawn]

    def test_nothing_cannot_be_shared(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        reflection = own_reflection(session, enrolment, fields={"situation": ""})
        with pytest.raises(operations.NothingToShareError):
            operations.share_reflection(session, actor=participant, reflection=reflection, shared=True)


def own_reflection(session: Session, enrolment: Enrolment, **values: object) -> Reflection:
    made = make_reflection(enrolment, activity_of(enrolment.cohort, "terugblik"), **values)
    return queries.get_reflection(session, reflection_id=made.public_id)


class TestAnswerQuestion:
    def test_the_latest_answer_replaces_the_earlier_one(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        for key in ("welkom", "terugblik"):
            make_progress(enrolment, activity_of(enrolment.cohort, key))
        activity = activity_of(enrolment.cohort, "toets")
        place = queries.get_activity_place(session, activity_id=activity.public_id, actor=participant)
        assert place.activity is not None
        question = place.activity.questions[0]
        for option in question.options:
            operations.answer_question(
                session, actor=participant, enrolment=enrolment, question=question, option=option
            )
        chosen = queries.chosen_options(session, enrolment=enrolment, activity=activity)
        assert chosen == {question_of(activity).id: question.options[1].id}
        assert announced == []


class TestHandInEvidence:
    def test_evidence_waits_and_is_announced(
        self, session: Session, enrolment: Enrolment, participant: Actor, announced: list[Event]
    ) -> None:
        evidence = hand_in(session, enrolment, participant)
        assert evidence.state is EvidenceState.WAITING
        assert kinds(announced) == [events.EvidenceHandedIn]
        assert TEXT not in str(announced[0].facts())

    def test_handing_in_reaches_nothing(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        hand_in(session, enrolment, participant)
        assert session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0

    def test_a_thin_text_is_refused(self, session: Session, enrolment: Enrolment, participant: Actor) -> None:
        with pytest.raises(operations.EvidenceTooThinError):
            hand_in(session, enrolment, participant, text="Gedaan.")

    def test_more_than_the_target_is_refused(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        for _ in range(2):
            hand_in(session, enrolment, participant)
        with pytest.raises(operations.EnoughHandedInError):
            hand_in(session, enrolment, participant)

    @pytest.mark.parametrize("key", ["aanwezigheid", "paper"])
    def test_a_recorded_fact_takes_no_evidence(
        self, session: Session, enrolment: Enrolment, participant: Actor, key: str
    ) -> None:
        with pytest.raises(operations.NotByEvidenceError):
            hand_in(session, enrolment, participant, key=key)


def hand_in(
    session: Session, enrolment: Enrolment, actor: Actor, *, key: str = "intervisie", text: str = TEXT
) -> Evidence:
    return operations.hand_in_evidence(
        session,
        actor=actor,
        enrolment=enrolment,
        requirement=requirement_of(enrolment.cohort, key),
        text=text,
    )


class TestJudgeEvidence:
    def test_the_last_confirmation_meets_the_requirement(
        self, session: Session, enrolment: Enrolment, trainer: Actor, announced: list[Event]
    ) -> None:
        for _ in range(2):
            judge(session, waiting(session, enrolment), trainer)
        completion = session.scalars(sa.select(Completion)).one()
        assert completion.confirmed_by_id == trainer.person_id
        assert kinds(announced) == [
            events.EvidenceJudged,
            events.RequirementReached,
            events.EvidenceJudged,
        ]

    def test_half_of_the_target_meets_nothing(
        self, session: Session, enrolment: Enrolment, trainer: Actor
    ) -> None:
        judge(session, waiting(session, enrolment), trainer)
        assert session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0

    def test_returned_evidence_keeps_the_remark_and_makes_room(
        self, session: Session, enrolment: Enrolment, trainer: Actor, participant: Actor
    ) -> None:
        evidence = waiting(session, enrolment)
        judge(session, evidence, trainer, confirmed=False, remark="Noem ook wat je zelf inbracht.")
        assert evidence.state is EvidenceState.RETURNED
        assert evidence.remark == "Noem ook wat je zelf inbracht."
        for _ in range(2):
            hand_in(session, enrolment, participant)

    def test_who_returns_evidence_says_why(
        self, session: Session, enrolment: Enrolment, trainer: Actor
    ) -> None:
        with pytest.raises(operations.RemarkTooShortError):
            judge(session, waiting(session, enrolment), trainer, confirmed=False, remark="Nee.")

    def test_nobody_confirms_the_own_evidence(
        self, session: Session, enrolment: Enrolment, participant: Actor
    ) -> None:
        evidence = waiting(session, enrolment)
        with pytest.raises(operations.OwnEvidenceError):
            judge(session, evidence, participant)
        assert evidence.state is EvidenceState.WAITING

    def test_the_second_judge_is_told_that_it_is_done(
        self, session: Session, enrolment: Enrolment, trainer: Actor, cohort: Cohort, actor_of: ActorOf
    ) -> None:
        second = actor_of(make_trainer(cohort))
        evidence = waiting(session, enrolment)
        judge(session, evidence, trainer)
        with pytest.raises(operations.AlreadyJudgedError):
            judge(session, evidence, second, confirmed=False, remark=TEXT)


def waiting(session: Session, enrolment: Enrolment) -> Evidence:
    made = make_evidence(enrolment, requirement_of(enrolment.cohort, "intervisie"))
    return queries.get_evidence(session, evidence_id=made.public_id)


def judge(
    session: Session, evidence: Evidence, actor: Actor, *, confirmed: bool = True, remark: str = ""
) -> None:
    operations.judge_evidence(session, actor=actor, evidence=evidence, confirmed=confirmed, remark=remark)


class TestRecordFact:
    def test_a_fact_meets_and_its_end_withdraws(
        self, session: Session, enrolment: Enrolment, announced: list[Event]
    ) -> None:
        for is_met in (True, True, False, False, True):
            operations.record_fact(
                session, actor=SYSTEM, enrolment=enrolment, kind=RequirementKind.PAPER, is_met=is_met
            )
        rows = session.scalars(sa.select(Completion).order_by(Completion.id)).all()
        assert [row.withdrawn_at is None for row in rows] == [False, True]
        assert kinds(announced) == [
            events.RequirementReached,
            events.RequirementWithdrawn,
            events.RequirementReached,
        ]

    def test_a_fact_leaves_other_requirements_alone(self, session: Session, enrolment: Enrolment) -> None:
        other = make_completion(enrolment, requirement_of(enrolment.cohort, "intervisie"))
        operations.record_fact(
            session, actor=SYSTEM, enrolment=enrolment, kind=RequirementKind.PAPER, is_met=False
        )
        assert other.withdrawn_at is None


class TestSettleAttendance:
    def test_attendance_is_reached_when_secured_and_withdrawn_when_undone(
        self, session: Session, enrolment: Enrolment, cohort: Cohort
    ) -> None:
        requirement = requirement_of(cohort, "aanwezigheid")
        morning, afternoon = day_parts_of(make_meeting(cohort))
        make_attendance(morning, enrolment)
        operations.settle_attendance(session, actor=SYSTEM, cohort=cohort)
        assert not reached(session, enrolment, requirement.id)
        row = make_attendance(afternoon, enrolment)
        operations.settle_attendance(session, actor=SYSTEM, cohort=cohort)
        assert reached(session, enrolment, requirement.id)
        row.status = AttendanceStatus.ABSENT
        session.flush()
        operations.settle_attendance(session, actor=SYSTEM, cohort=cohort)
        assert not reached(session, enrolment, requirement.id)

    def test_nothing_planned_secures_nothing(
        self, session: Session, enrolment: Enrolment, cohort: Cohort
    ) -> None:
        operations.settle_attendance(session, actor=SYSTEM, cohort=cohort)
        assert session.scalar(sa.select(sa.func.count()).select_from(Completion)) == 0


def reached(session: Session, enrolment: Enrolment, requirement_id: int) -> bool:
    found = queries.find_completion(session, enrolment_id=enrolment.id, requirement_id=requirement_id)
    return found is not None
