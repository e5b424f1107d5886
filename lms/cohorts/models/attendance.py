"""Attendance: who was there, day part by day part."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models.cohorts import DayPart, Enrolment
from lms.core.model import Entity, related


class AttendanceStatus(StrEnum):
    """What the register says of one person in one day part; ill counts as absent (DR-13)."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    ILL = "ill"


class Attendance(Entity):
    """What the register says of one participant in one day part; `minutes_missed` when late."""

    __tablename__ = "cohort_attendance"
    __table_args__ = (sa.UniqueConstraint("day_part_id", "enrolment_id"),)

    day_part_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_day_part.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    status: Mapped[AttendanceStatus]
    minutes_missed: Mapped[int] = mapped_column(default=0)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    recorded_at: Mapped[datetime]

    day_part: Mapped[DayPart] = related()
    enrolment: Mapped[Enrolment] = related()
    corrections: Mapped[list[AttendanceCorrection]] = related(order_by="AttendanceCorrection.id")


class AttendanceCorrection(Entity):
    """A later change of the register: the old value, who changed it, when and why (DR-14)."""

    __tablename__ = "cohort_attendance_correction"

    attendance_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_attendance.id"), index=True)
    old_status: Mapped[AttendanceStatus]
    old_minutes_missed: Mapped[int]
    new_status: Mapped[AttendanceStatus]
    new_minutes_missed: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(500))
    corrected_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    corrected_by: Mapped[Person | None] = related()
