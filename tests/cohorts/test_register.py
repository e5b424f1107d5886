"""Keeping the register: what was acknowledged stays, and every change is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.accounts.queries import actor_for
from lms.cohorts import operations, queries
from lms.cohorts.events import AttendanceCorrected, AttendanceRecorded
from lms.cohorts.models import (
    Attendance,
    AttendanceCorrection,
    AttendanceStatus,
    DayPart,
    Enrolment,
    EnrolmentState,
)
from lms.cohorts.operations import enrolments, register
from lms.cohorts.rules import AttendanceEntry
from lms.core import clock
from lms.core.errors import ConflictError
from lms.core.events import Event
from tests.conftest import NOW
from tests.factories.accounts import make_hat
from tests.factories.cohorts import day_parts_of, make_cohort, make_enrolment, make_meeting, make_trainer

PRESENT = AttendanceEntry(AttendanceStatus.PRESENT)
ABSENT = AttendanceEntry(AttendanceStatus.ABSENT)
LATE = AttendanceEntry(AttendanceStatus.LATE, 20)


@dataclass
class Scene:
    """A day part of today with its trainer and two participants."""

    session: Session
    trainer: Person
    part: DayPart
    noor: Enrolment
    bram: Enrolment

    def record(
        self, *, noor: AttendanceEntry = PRESENT, bram: AttendanceEntry = PRESENT, **values: object
    ) -> None:
        part = queries.get_day_part(self.session, day_part_id=self.part.public_id)
        entries = values.pop("entries", None) or {self.noor.id: noor, self.bram.id: bram}
        operations.record_attendance(
            self.session,
            actor=actor_for(self.session, person=self.trainer),
            day_part=part,
            **{"entries": entries, "version": part.version, **values},
        )
        self.session.commit()

    def rows(self) -> dict[int, tuple[AttendanceStatus, int]]:
        found = self.session.scalars(sa.select(Attendance).where(Attendance.day_part_id == self.part.id))
        return {row.enrolment_id: (row.status, row.minutes_missed) for row in found}

    def corrections(self) -> list[AttendanceCorrection]:
        return list(self.session.scalars(sa.select(AttendanceCorrection).order_by(AttendanceCorrection.id)))


@pytest.fixture
def scene(session: Session) -> Scene:
    cohort = make_cohort()
    part = day_parts_of(make_meeting(cohort))[0]
    return Scene(
        session,
        make_trainer(cohort),
        part,
        make_enrolment(cohort),
        make_enrolment(cohort),
    )


def test_register_keeps_who_was_there_and_who_said_so(scene: Scene, told: list[Event]) -> None:
    scene.record(bram=LATE)
    assert scene.rows() == {
        scene.noor.id: (AttendanceStatus.PRESENT, 0),
        scene.bram.id: (AttendanceStatus.LATE, 20),
    }
    part = queries.get_day_part(scene.session, day_part_id=scene.part.public_id)
    assert (part.registered_at, part.registered_by_id) == (NOW, scene.trainer.id)
    assert [type(event) for event in told if isinstance(event, AttendanceRecorded)] == [AttendanceRecorded]
    assert told[0].facts() == {
        "cohort_id": part.meeting.cohort_id,
        "day_part_id": part.public_id,
        "people": 2,
    }


def test_minutes_only_stay_with_who_was_late(scene: Scene) -> None:
    scene.record(noor=AttendanceEntry(AttendanceStatus.ABSENT, 30))
    assert scene.rows()[scene.noor.id] == (AttendanceStatus.ABSENT, 0)


def test_same_register_sent_twice_is_one_record(scene: Scene, told: list[Event]) -> None:
    scene.record(bram=ABSENT)
    scene.record(bram=ABSENT, version=1)
    assert len(scene.rows()) == 2
    assert scene.corrections() == []
    assert len([event for event in told if isinstance(event, AttendanceRecorded)]) == 1


def test_stale_register_is_a_conflict_with_both_texts(scene: Scene) -> None:
    scene.record(noor=ABSENT)
    with pytest.raises(ConflictError) as conflict:
        scene.record(version=1, reason="Ik zag het anders.")
    name = scene.session.get_one(Person, scene.noor.person_id).display_name
    assert list(conflict.value.yours) == [(name, "present")]
    assert list(conflict.value.theirs) == [(name, "absent")]
    assert scene.rows()[scene.noor.id] == (AttendanceStatus.ABSENT, 0)


def test_correction_keeps_old_value_author_time_and_reason(scene: Scene, told: list[Event]) -> None:
    scene.record(noor=ABSENT)
    scene.record(noor=LATE, reason="Stond achter de slagboom.")
    (correction,) = scene.corrections()
    assert (correction.old_status, correction.old_minutes_missed) == (AttendanceStatus.ABSENT, 0)
    assert (correction.new_status, correction.new_minutes_missed) == (AttendanceStatus.LATE, 20)
    assert (correction.corrected_by_id, correction.created_at) == (scene.trainer.id, NOW)
    assert correction.reason == "Stond achter de slagboom."
    assert scene.rows()[scene.noor.id] == (AttendanceStatus.LATE, 20)
    assert isinstance(told[-1], AttendanceCorrected)
    assert told[-1].corrections == 1
    assert "slagboom" not in str(told[-1].facts())


@pytest.mark.parametrize("reason", ["", "  "])
def test_correction_without_reason_is_refused(scene: Scene, reason: str) -> None:
    scene.record(noor=ABSENT)
    with pytest.raises(enrolments.ReasonNeededError):
        scene.record(reason=reason)
    assert scene.rows()[scene.noor.id] == (AttendanceStatus.ABSENT, 0)


def test_somebody_who_was_forgotten_is_added_without_reason(scene: Scene, told: list[Event]) -> None:
    scene.record(entries={scene.noor.id: PRESENT})
    scene.record()
    assert set(scene.rows()) == {scene.noor.id, scene.bram.id}
    assert scene.corrections() == []
    assert [type(event) for event in told if isinstance(event, AttendanceRecorded)] == [
        AttendanceRecorded,
        AttendanceRecorded,
    ]


@pytest.mark.parametrize("minutes", [0, -1, 181])
def test_who_is_late_missed_a_possible_number_of_minutes(scene: Scene, minutes: int) -> None:
    with pytest.raises(register.MinutesMissedError):
        scene.record(noor=AttendanceEntry(AttendanceStatus.LATE, minutes))
    assert scene.rows() == {}


@pytest.mark.parametrize("state", [EnrolmentState.INVITED, EnrolmentState.STOPPED, EnrolmentState.POSTPONED])
def test_who_does_not_take_part_is_not_registered(scene: Scene, state: EnrolmentState) -> None:
    scene.noor.state = state
    scene.session.commit()
    with pytest.raises(register.NotInRegisterError):
        scene.record()


def test_participant_of_another_cohort_is_not_registered(scene: Scene) -> None:
    with pytest.raises(register.NotInRegisterError):
        scene.record(entries={make_enrolment().id: PRESENT})


def test_who_joined_later_is_not_registered(scene: Scene) -> None:
    scene.noor.joined_on = date(2026, 11, 27)
    scene.session.commit()
    with pytest.raises(register.NotInRegisterError):
        scene.record()


def test_cancelled_day_part_has_no_register(scene: Scene) -> None:
    scene.part.cancelled_at = NOW
    scene.session.commit()
    with pytest.raises(register.DayPartCancelledError):
        scene.record()


def test_register_opens_on_the_day_itself(scene: Scene) -> None:
    with clock.moved_to(clock.at(date(2026, 11, 25), 23, 59)), pytest.raises(register.TooEarlyError):
        scene.record()
    with clock.moved_to(clock.at(date(2026, 11, 26), 0, 0)):
        scene.record()
    assert len(scene.rows()) == 2


def test_nobody_registers_themselves(scene: Scene) -> None:
    learner = scene.session.get_one(Person, scene.noor.person_id)
    scene.record(noor=ABSENT)
    make_hat(learner, Hat.TRAINER)
    scene.trainer = learner
    with pytest.raises(register.NotInRegisterError):
        scene.record(noor=PRESENT, reason="ik was er toch")
    scene.record(entries={scene.bram.id: LATE}, reason="kwam later")
    assert scene.rows()[scene.noor.id] == (AttendanceStatus.ABSENT, 0)
    assert scene.rows()[scene.bram.id] == (AttendanceStatus.LATE, 20)
