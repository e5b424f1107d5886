"""Readers of the attendance register and its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from lms.cohorts import rules
from lms.cohorts.models import (
    ACTIVE,
    Attendance,
    AttendanceCorrection,
    Cohort,
    DayPart,
    Enrolment,
    Meeting,
    MeetingKind,
)
from lms.cohorts.queries.absence import select_personal
from lms.cohorts.queries.enrolments import list_enrolments
from lms.cohorts.rules import (
    AttendanceFigures,
    CountedDayPart,
    PersonalDayPart,
    RegisterLine,
)
from lms.core.reading import read_rows
from lms.programmes.models import ProgrammeVersion

IS_COUNTED: Sequence[sa.ColumnElement[bool]] = (
    Meeting.kind == MeetingKind.TRAINING_DAY,
    Meeting.cancelled_at.is_(None),
    DayPart.cancelled_at.is_(None),
)
"""What makes a day part count: of a training day, and neither it nor its meeting cancelled (DR-12)."""


def _counting(cohort_id: int | sa.BindParameter[Any]) -> Sequence[sa.ColumnElement[bool]]:
    return (Meeting.cohort_id == cohort_id, *IS_COUNTED)


def counted_day_parts(session: Session, *, cohort: Cohort) -> Sequence[DayPart]:
    """The day parts that count: not cancelled, nor in a cancelled meeting (DR-12); with their meeting."""
    statement = (
        sa.select(DayPart)
        .join(DayPart.meeting)
        .where(*_counting(cohort.id))
        .options(contains_eager(DayPart.meeting))
        .order_by(DayPart.starts_at, DayPart.id)
    )
    return session.scalars(statement).all()


def list_cohort_attendances(session: Session, *, cohort: Cohort) -> Sequence[Attendance]:
    """Everything the registers of a cohort say."""
    statement = sa.select(Attendance).join(Attendance.enrolment).where(Enrolment.cohort_id == cohort.id)
    return session.scalars(statement).all()


def attendance_figures(
    session: Session, *, cohort: Cohort, enrolments: Sequence[Enrolment] | None = None
) -> Mapping[int, AttendanceFigures]:
    """The three figures of everybody who is or was enrolled, by enrolment; two queries whatever the size.

    One query when the caller has read the enrolments already, with their cohort and its programme version.
    """
    day_parts, attendances = read_register(session, cohort=cohort, enrolments=enrolments)
    if enrolments is not None:
        norm = enrolments[0].cohort.programme_version.attendance_norm if enrolments else 0
        return _figures({row.id: row.joined_on for row in enrolments}, day_parts, attendances, norm)
    people = (
        sa.select(Enrolment.id, Enrolment.joined_on, ProgrammeVersion.attendance_norm)
        .join(Enrolment.cohort)
        .join(Cohort.programme_version)
        .where(Enrolment.cohort_id == cohort.id)
    )
    rows = session.execute(people).all()
    norm = rows[0].attendance_norm if rows else 0
    return _figures({row.id: row.joined_on for row in rows}, day_parts, attendances, norm)


def _select_register(*whose: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            DayPart.id,
            DayPart.net_minutes,
            Meeting.held_on,
            Attendance.enrolment_id,
            Attendance.day_part_id,
            Attendance.status,
            Attendance.minutes_missed,
            Attendance.repaired_at,
        )
        .join(DayPart.meeting)
        .outerjoin(Attendance, sa.and_(Attendance.day_part_id == DayPart.id, *whose))
        .where(*_counting(sa.bindparam("cohort_id")))
        .order_by(DayPart.starts_at, DayPart.id)
    )


# Made once, for every page with attendance asks one of them.
_REGISTER = _select_register()
_REGISTER_OF_THESE = _select_register(
    Attendance.enrolment_id.in_(sa.bindparam("enrolment_ids", expanding=True))
)


def read_register(
    session: Session, *, cohort: Cohort, enrolments: Sequence[Enrolment] | None = None
) -> tuple[Mapping[int, CountedDayPart], Sequence[RegisterLine]]:
    """The day parts that count and what their registers say of these people or of all, in one query."""
    values: dict[str, Any] = {"cohort_id": cohort.id}
    if enrolments is None:
        rows = read_rows(session, _REGISTER, values)
    else:
        values["enrolment_ids"] = [row.id for row in enrolments]
        rows = read_rows(session, _REGISTER_OF_THESE, values)
    day_parts = {row[0]: CountedDayPart(*row[:3]) for row in rows}
    return day_parts, [RegisterLine(*row[3:]) for row in rows if row[3] is not None]


def _figures(
    joined_on: Mapping[int, date],
    day_parts: Mapping[int, CountedDayPart],
    attendances: Sequence[Attendance | RegisterLine],
    norm: int,
) -> Mapping[int, AttendanceFigures]:
    per_person: dict[int, list[Attendance | RegisterLine]] = defaultdict(list)
    for attendance in attendances:
        per_person[attendance.enrolment_id].append(attendance)
    return {
        key: rules.attendance_of(day, day_parts=day_parts, attendances=per_person[key], norm=norm)
        for key, day in joined_on.items()
    }


def _counted(day_parts: Sequence[DayPart]) -> Mapping[int, CountedDayPart]:
    return {row.id: CountedDayPart(row.id, row.net_minutes, row.meeting.held_on) for row in day_parts}


@dataclass(frozen=True)
class AttendanceTable:
    """People by day parts: who was there, and the figures that follow."""

    day_parts: Sequence[DayPart]
    enrolments: Sequence[Enrolment]
    attendances: Mapping[tuple[int, int], Attendance]
    figures: Mapping[int, AttendanceFigures]


def get_attendance_table(session: Session, *, cohort: Cohort) -> AttendanceTable:
    """The attendance of everybody who takes part in a cohort, over the day parts that count."""
    day_parts = counted_day_parts(session, cohort=cohort)
    enrolments = [row for row in list_enrolments(session, cohort=cohort) if row.state in ACTIVE]
    attendances = list_cohort_attendances(session, cohort=cohort)
    return AttendanceTable(
        day_parts=day_parts,
        enrolments=enrolments,
        attendances={(row.enrolment_id, row.day_part_id): row for row in attendances},
        figures=_figures(
            {row.id: row.joined_on for row in enrolments},
            _counted(day_parts),
            attendances,
            cohort.programme_version.attendance_norm,
        ),
    )


@dataclass(frozen=True)
class PersonalAttendance:
    """One participant's day parts, all that is said of each, and the three figures."""

    enrolment: Enrolment
    own: Sequence[PersonalDayPart]
    figures: AttendanceFigures

    @property
    def day_parts(self) -> Sequence[DayPart]:
        """The day parts that count, in order of time."""
        return [item.day_part for item in self.own]


def get_personal_attendance(session: Session, *, enrolment: Enrolment) -> PersonalAttendance:
    """The attendance of one participant, with every correction and who made it."""
    statement = (
        select_personal(enrolment)
        .join(DayPart.meeting)
        .where(*_counting(enrolment.cohort_id))
        .options(
            contains_eager(DayPart.meeting),
            selectinload(Attendance.corrections).joinedload(AttendanceCorrection.corrected_by),
        )
        .order_by(DayPart.starts_at, DayPart.id)
    )
    own = [
        PersonalDayPart(part, enrolment, attendance, proposal, task, made_up)
        for part, attendance, proposal, task, made_up in session.execute(statement)
    ]
    norm = enrolment.cohort.programme_version.attendance_norm
    attendances = [item.attendance for item in own if item.attendance is not None]
    joined_on = {enrolment.id: enrolment.joined_on}
    figures = _figures(joined_on, _counted([item.day_part for item in own]), attendances, norm)
    return PersonalAttendance(enrolment=enrolment, own=own, figures=figures[enrolment.id])
