"""Catch-up tasks: asked, given, handed in, judged by another person (DR-13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from lms.cohorts import operations
from lms.cohorts.events import CatchUpDropped, CatchUpJudged, CatchUpReopened
from lms.cohorts.models import (
    AttendanceStatus,
    CatchUpState,
    Enrolment,
)
from lms.cohorts.operations import catch_up
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.rules import OPEN_TASKS
from lms.core.errors import ConflictError
from lms.core.events import Event
from tests.cohorts.absences import Scene
from tests.factories.cohorts import (
    day_parts_of,
    make_catch_up_task,
    make_cohort,
    make_enrolment,
    make_meeting,
    make_trainer,
)

TODAY = date(2026, 11, 26)
PRESENT, ABSENT, ILL = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.ILL
ENOUGH = "Ik las het hoofdstuk en oefende drie gesprekken."


@pytest.fixture
def scene(session: Session) -> Scene:
    cohort = make_cohort()
    parts = day_parts_of(make_meeting(cohort))
    make_meeting(cohort, held_on=date(2026, 12, 10), day_parts=3)
    return Scene(session, cohort, make_enrolment(cohort), make_trainer(cohort), parts)


class TestCatchUp:
    def test_from_question_to_repaired_day_part(self, scene: Scene, told: list[Event]) -> None:
        operations.ask_catch_up(scene.session, actor=scene.self_, own=scene.missed())
        operations.give_catch_up(
            scene.session, actor=scene.actor(), own=scene.own(), assignment="Lees het boek.", due_on=TODAY
        )
        facts = {"text": ENOUGH, "file": None}
        operations.hand_in_catch_up(
            scene.session, actor=scene.self_, task=scene.task(), version=scene.task().version, **facts
        )
        before = scene.figures()
        scene.judge(scene.task())
        after = scene.figures()
        assert (before.attended, after.attended, after.repaired) == (0, 1, 1)
        assert [row.status for row in scene.rows()] == [ILL]
        (judged,) = [event for event in told if isinstance(event, CatchUpJudged)]
        assert judged.is_approved
        assert ENOUGH not in str([event.facts() for event in told])

    def test_only_a_missed_day_part_can_be_made_good(self, scene: Scene) -> None:
        with pytest.raises(catch_up.NotMissedError):
            operations.ask_catch_up(scene.session, actor=scene.self_, own=scene.own())
        with pytest.raises(catch_up.NotMissedError):
            operations.ask_catch_up(scene.session, actor=scene.self_, own=scene.missed(status=PRESENT))

    def test_asking_twice_is_one_question(self, scene: Scene) -> None:
        scene.missed()
        for _ in range(2):
            operations.ask_catch_up(scene.session, actor=scene.self_, own=scene.own())
        assert scene.task().state is CatchUpState.ASKED

    def test_nobody_gives_or_judges_the_own_task(self, scene: Scene) -> None:
        task = scene.handed_in()
        with pytest.raises(catch_up.OwnCatchUpError):
            scene.judge(task, actor=scene.self_)
        scene.session.rollback()
        with pytest.raises(catch_up.OwnCatchUpError):
            operations.give_catch_up(
                scene.session, actor=scene.self_, own=scene.own(), assignment="Niets.", due_on=TODAY
            )
        assert scene.figures().attended == 0

    def test_a_task_is_not_due_in_the_past(self, scene: Scene) -> None:
        with pytest.raises(catch_up.DueInPastError):
            operations.give_catch_up(
                scene.session,
                actor=scene.actor(),
                own=scene.missed(),
                assignment="Lees het boek.",
                due_on=TODAY - timedelta(days=1),
            )

    def test_hardly_any_words_are_no_work(self, scene: Scene) -> None:
        scene.missed()
        make_catch_up_task(scene.parts[0], scene.noor)
        with pytest.raises(catch_up.WorkTooThinError):
            operations.hand_in_catch_up(
                scene.session, actor=scene.self_, task=scene.task(), text="Gedaan.", file=None, version=1
            )

    def test_a_stale_tab_loses_with_both_texts(self, scene: Scene) -> None:
        scene.missed()
        make_catch_up_task(scene.parts[0], scene.noor, text="eerst", version=3)
        with pytest.raises(ConflictError) as conflict:
            operations.hand_in_catch_up(
                scene.session, actor=scene.self_, task=scene.task(), text=ENOUGH, file=None, version=2
            )
        assert (conflict.value.yours, conflict.value.theirs) == ([("text", ENOUGH)], [("text", "eerst")])

    def test_giving_back_asks_for_a_remark_and_repairs_nothing(self, scene: Scene) -> None:
        task = scene.handed_in()
        with pytest.raises(ReasonNeededError):
            scene.judge(task, is_approved=False, remark=" ")
        scene.judge(task, is_approved=False, remark="Vertel ook wat het opleverde.")
        assert scene.task().state is CatchUpState.RETURNED
        assert scene.figures().attended == 0

    def test_judging_twice_is_refused(self, scene: Scene) -> None:
        task = scene.handed_in()
        scene.judge(task)
        with pytest.raises(catch_up.CatchUpStateError):
            scene.judge(task)

    def test_no_more_day_parts_are_repaired_than_the_cohort_allows(self, scene: Scene) -> None:
        scene.cohort.catch_up_maximum = 1
        first, second = scene.handed_in(0), scene.handed_in(1)
        scene.judge(first)
        with pytest.raises(catch_up.NoCatchUpLeftError):
            scene.judge(second)
        assert scene.figures().repaired == 1

    def test_who_was_there_after_all_gets_the_repair_back(self, scene: Scene) -> None:
        scene.cohort.catch_up_maximum = 1
        first, second = scene.handed_in(0), scene.handed_in(1)
        scene.judge(first)
        scene.correct(PRESENT)
        scene.judge(scene.reload(second))
        assert (scene.figures().attended, scene.figures().repaired) == (2, 1)

    def test_an_approval_returns_with_the_absence_as_long_as_there_is_room(self, scene: Scene) -> None:
        scene.cohort.catch_up_maximum = 1
        scene.judge(scene.handed_in(0))
        scene.correct(PRESENT)
        scene.correct(ABSENT)
        assert scene.task().state is CatchUpState.APPROVED
        assert (scene.figures().attended, scene.figures().repaired) == (1, 1)

    def test_without_room_the_approved_work_is_judged_again(self, scene: Scene, told: list[Event]) -> None:
        scene.cohort.catch_up_maximum = 1
        first, second = scene.handed_in(0), scene.handed_in(1)
        scene.judge(first)
        scene.correct(PRESENT)
        scene.judge(scene.reload(second))
        scene.correct(ABSENT)
        assert (scene.figures().attended, scene.figures().repaired) == (1, 1)
        assert scene.reload(first).state is CatchUpState.HANDED_IN
        assert [event.task_id for event in told if isinstance(event, CatchUpReopened)] == [first.public_id]
        scene.cohort.catch_up_maximum = 2
        scene.judge(scene.reload(first))
        assert scene.figures().repaired == 2

    def test_of_two_approvals_at_once_one_loses(self, scene: Scene) -> None:
        task = scene.handed_in()
        scene.session.execute(
            sa.update(Enrolment).where(Enrolment.id == scene.noor.id).values(version=Enrolment.version + 1),
            execution_options={"synchronize_session": False},
        )
        with pytest.raises(StaleDataError):
            scene.judge(task)

    @pytest.mark.parametrize("state", sorted(OPEN_TASKS))
    def test_who_was_there_after_all_has_no_task_any_more(
        self, scene: Scene, told: list[Event], state: CatchUpState
    ) -> None:
        scene.missed()
        make_catch_up_task(scene.parts[0], scene.noor, state=state, text=ENOUGH)
        scene.correct(PRESENT)
        assert scene.task().state is CatchUpState.NOT_NEEDED
        assert [event.task_id for event in told if isinstance(event, CatchUpDropped)] == [
            scene.task().public_id
        ]
        with pytest.raises(catch_up.CatchUpStateError):
            scene.judge(scene.task())

    def test_a_dropped_task_comes_back_when_the_day_part_was_missed_all_the_same(self, scene: Scene) -> None:
        scene.missed()
        make_catch_up_task(scene.parts[0], scene.noor)
        scene.correct(PRESENT)
        scene.correct(ABSENT)
        operations.ask_catch_up(scene.session, actor=scene.self_, own=scene.own())
        assert scene.task().state is CatchUpState.ASKED

    def test_a_correction_that_leaves_the_day_part_missed_leaves_the_task(self, scene: Scene) -> None:
        scene.missed()
        make_catch_up_task(scene.parts[0], scene.noor)
        scene.correct(ABSENT)
        assert scene.task().state is CatchUpState.GIVEN

    def test_a_refused_question_can_still_become_a_task(self, scene: Scene) -> None:
        operations.ask_catch_up(scene.session, actor=scene.self_, own=scene.missed())
        operations.refuse_catch_up(
            scene.session, actor=scene.actor(), task=scene.task(), remark="Dit dagdeel is niet te vervangen."
        )
        assert scene.task().state is CatchUpState.REFUSED
        operations.give_catch_up(
            scene.session, actor=scene.actor(), own=scene.own(), assignment="Toch iets.", due_on=TODAY
        )
        assert scene.task().state is CatchUpState.GIVEN
