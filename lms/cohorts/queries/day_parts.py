"""Readers of the register of one day part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.accounts.models import Organisation, Person
from lms.accounts.rules.names import PersonName
from lms.cohorts import rules
from lms.cohorts.models import (
    ACTIVE,
    Attendance,
    AttendanceCorrection,
    AttendanceProposal,
    DayPart,
    Enrolment,
)
from lms.cohorts.rules import AttendanceEntry, RegisterRow, SaidOfOneself
from lms.core.reading import read_rows


def list_register_enrolments(session: Session, *, day_part: DayPart) -> Sequence[Enrolment]:
    """Who is in the register of a day part: everybody who takes part and had joined by then."""
    statement = (
        sa.select(Enrolment)
        .where(
            Enrolment.cohort_id == day_part.meeting.cohort_id,
            Enrolment.state.in_(ACTIVE),
            Enrolment.joined_on <= day_part.meeting.held_on,
        )
        .options(joinedload(Enrolment.person), joinedload(Enrolment.organisation))
    )
    return rules.by_name(session.scalars(statement).all())


# Made once, for it runs at every register.
_REGISTER_ROWS = (
    sa.select(
        Enrolment.id,
        Enrolment.public_id,
        Enrolment.person_id,
        Person.given_name,
        Person.prefix,
        Person.family_name,
        Organisation.short_name,
        Attendance.status,
        Attendance.minutes_missed,
        Attendance.absence_reason,
        Attendance.absence_note,
        AttendanceProposal.kind,
        AttendanceProposal.made_at,
        AttendanceProposal.absence_reason,
        AttendanceProposal.absence_note,
        sa.exists().where(AttendanceCorrection.attendance_id == Attendance.id),
    )
    .join(Enrolment.person)
    .join(Enrolment.organisation)
    .outerjoin(
        Attendance,
        sa.and_(Attendance.enrolment_id == Enrolment.id, Attendance.day_part_id == sa.bindparam("day_part")),
    )
    .outerjoin(
        AttendanceProposal,
        sa.and_(
            AttendanceProposal.enrolment_id == Enrolment.id,
            AttendanceProposal.day_part_id == sa.bindparam("day_part"),
        ),
    )
    .where(
        Enrolment.cohort_id == sa.bindparam("cohort"),
        Enrolment.state.in_(ACTIVE),
        Enrolment.joined_on <= sa.bindparam("day"),
    )
)


def list_register_rows(session: Session, *, day_part: DayPart) -> Sequence[RegisterRow]:
    """Everybody in the register of a day part with all that is said of them, in one query."""
    meeting = day_part.meeting
    values = {"day_part": day_part.id, "cohort": meeting.cohort_id, "day": meeting.held_on}
    return rules.in_register_order(map(_register_row, read_rows(session, _REGISTER_ROWS, values)))


def _register_row(row: Any) -> RegisterRow:
    return RegisterRow(
        enrolment_id=row[0],
        public_id=row[1],
        person_id=row[2],
        name=PersonName(*row[3:6]),
        organisation=row[6],
        attendance=None if row[7] is None else AttendanceEntry(*row[7:11]),
        proposal=None if row[11] is None else SaidOfOneself(*row[11:15]),
        is_corrected=bool(row[15]),
    )


def list_attendances(session: Session, *, day_part: DayPart) -> Mapping[int, Attendance]:
    """What the register of a day part says, by enrolment, with its corrections."""
    statement = (
        sa.select(Attendance)
        .where(Attendance.day_part_id == day_part.id)
        .options(selectinload(Attendance.corrections))
    )
    return {row.enrolment_id: row for row in session.scalars(statement)}
