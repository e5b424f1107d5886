"""A cohort with a meeting that somebody missed, for the tests of absences and of making them good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.cohorts import operations, queries
from lms.cohorts.models import (
    Attendance,
    AttendanceStatus,
    CatchUpState,
    CatchUpTask,
    Cohort,
    DayPart,
    Enrolment,
)
from lms.cohorts.rules import AttendanceEntry, AttendanceFigures, PersonalDayPart
from lms.core.authorisation import Actor
from tests.factories.cohorts import (
    make_attendance,
    make_catch_up_task,
)

TODAY = date(2026, 11, 26)
PRESENT, ABSENT, ILL = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.ILL
ENOUGH = "Ik las het hoofdstuk en oefende drie gesprekken."


@dataclass
class Scene:
    """A participant, a trainer and the two day parts of today; one more meeting is still to come."""

    session: Session
    cohort: Cohort
    noor: Enrolment
    trainer: Person
    parts: list[DayPart]

    def actor(self, person_id: int | None = None) -> Actor:
        return actor_for(self.session, person=self.session.get_one(Person, person_id or self.trainer.id))

    @property
    def self_(self) -> Actor:
        return self.actor(self.noor.person_id)

    def own(self, place: int = 0) -> PersonalDayPart:
        self.session.commit()
        return queries.get_somebodys_day_part(
            self.session, enrolment_id=self.noor.public_id, day_part_id=self.parts[place].public_id
        )

    def missed(self, place: int = 0, status: AttendanceStatus = ILL) -> PersonalDayPart:
        make_attendance(self.parts[place], self.noor, status)
        return self.own(place)

    def task(self) -> CatchUpTask:
        found = self.session.scalars(sa.select(CatchUpTask)).one()
        return queries.get_catch_up_task(self.session, task_id=found.public_id)

    def handed_in(self, place: int = 0) -> CatchUpTask:
        self.missed(place)
        task = make_catch_up_task(self.parts[place], self.noor, state=CatchUpState.HANDED_IN, text=ENOUGH)
        return queries.get_catch_up_task(self.session, task_id=task.public_id)

    def reload(self, task: CatchUpTask) -> CatchUpTask:
        self.session.commit()
        return queries.get_catch_up_task(self.session, task_id=task.public_id)

    def judge(self, task: CatchUpTask, *, is_approved: bool = True, **values: object) -> None:
        facts = {"actor": self.actor(), "remark": "", "version": task.version, **values}
        operations.judge_catch_up(self.session, task=task, is_approved=is_approved, **facts)

    def correct(self, status: AttendanceStatus) -> None:
        """Somebody changes what the register says of the first day part."""
        part = queries.get_day_part(self.session, day_part_id=self.parts[0].public_id)
        operations.record_attendance(
            self.session,
            actor=self.actor(),
            day_part=part,
            entries={self.noor.id: AttendanceEntry(status)},
            version=part.version,
            reason="Verkeerd gelezen.",
        )
        self.session.commit()

    def figures(self) -> AttendanceFigures:
        return queries.attendance_figures(self.session, cohort=self.cohort)[self.noor.id]

    def rows(self) -> list[Attendance]:
        return list(self.session.scalars(sa.select(Attendance)))
