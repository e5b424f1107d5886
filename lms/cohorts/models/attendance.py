"""Attendance: who was there, day part by day part."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models.cohorts import DayPart, Enrolment
from lms.core.files import StoredFile
from lms.core.model import Entity, related


class AttendanceStatus(StrEnum):
    """What the register says of one person in one day part; ill counts as absent (DR-13)."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    ILL = "ill"
    MADE_UP = "made_up"


class AbsenceReason(StrEnum):
    """Why somebody is not there; being ill has a status of its own."""

    WORK = "work"
    LEAVE = "leave"
    OTHER = "other"


class ProposalKind(StrEnum):
    """What a participant says beforehand of the own day part; never more than a proposal (DR-14)."""

    PRESENT = "present"
    ABSENT = "absent"
    ILL = "ill"


class CatchUpState(StrEnum):
    """How a catch-up task stands; only an approved one repairs a missed day part (DR-13)."""

    ASKED = "asked"
    GIVEN = "given"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"


class MadeUpState(StrEnum):
    """Whether staff confirmed that somebody attended the same meeting elsewhere."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AlertKind(StrEnum):
    """What staff and participant must know of somebody's attendance (DR-15)."""

    LAST_MISS = "last_miss"
    UNREACHABLE = "unreachable"


class Attendance(Entity):
    """What the register says of one participant in one day part.

    `minutes_missed` for who came late or left early; `repaired_at` once a catch-up task was approved.
    """

    __tablename__ = "cohort_attendance"
    __table_args__ = (sa.UniqueConstraint("day_part_id", "enrolment_id"),)

    day_part_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_day_part.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    status: Mapped[AttendanceStatus]
    minutes_missed: Mapped[int] = mapped_column(default=0)
    absence_reason: Mapped[AbsenceReason | None]
    absence_note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    repaired_at: Mapped[datetime | None]
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
    old_absence_reason: Mapped[AbsenceReason | None]
    old_absence_note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    new_status: Mapped[AttendanceStatus]
    new_minutes_missed: Mapped[int]
    new_absence_reason: Mapped[AbsenceReason | None]
    new_absence_note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    reason: Mapped[str] = mapped_column(sa.String(500))
    corrected_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    corrected_by: Mapped[Person | None] = related()


class AttendanceProposal(Entity):
    """What a participant said of a day part: 'I am here' or 'I cannot come'; the register decides (DR-14)."""

    __tablename__ = "cohort_attendance_proposal"
    __table_args__ = (sa.UniqueConstraint("day_part_id", "enrolment_id"),)

    day_part_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_day_part.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    kind: Mapped[ProposalKind]
    absence_reason: Mapped[AbsenceReason | None]
    absence_note: Mapped[str] = mapped_column(sa.String(200), default="")
    made_at: Mapped[datetime]

    day_part: Mapped[DayPart] = related()
    enrolment: Mapped[Enrolment] = related()


class CatchUpTask(Entity):
    """A task for a missed day part: asked or given, handed in, and judged by another person (DR-13)."""

    __tablename__ = "cohort_catch_up_task"
    __table_args__ = (sa.UniqueConstraint("day_part_id", "enrolment_id"),)

    day_part_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_day_part.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    state: Mapped[CatchUpState]
    assignment: Mapped[str] = mapped_column(sa.Text, default="")
    due_on: Mapped[date | None]
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_file.id"), index=True)
    handed_in_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    judged_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    day_part: Mapped[DayPart] = related()
    enrolment: Mapped[Enrolment] = related()
    given_by: Mapped[Person | None] = related(foreign_keys=[given_by_id])
    judged_by: Mapped[Person | None] = related(foreign_keys=[judged_by_id])
    file: Mapped[StoredFile | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class MadeUpSession(Entity):
    """The same meeting attended elsewhere, proposed and then confirmed by staff.

    With another cohort of the programme it points at that cohort's day part; elsewhere only words are kept.
    """

    __tablename__ = "cohort_made_up_session"
    __table_args__ = (
        sa.Index(
            "uq_cohort_made_up_session_open",
            "day_part_id",
            "enrolment_id",
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'confirmed')"),
            postgresql_where=sa.text("state IN ('proposed', 'confirmed')"),
        ),
    )

    day_part_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_day_part.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    attended_part_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort_day_part.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[MadeUpState]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    day_part: Mapped[DayPart] = related(foreign_keys=[day_part_id])
    attended_part: Mapped[DayPart | None] = related(foreign_keys=[attended_part_id])
    enrolment: Mapped[Enrolment] = related()
    decided_by: Mapped[Person | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class AttendanceAlert(Entity):
    """Somebody's attendance came to an edge, and was told so once; lifted when it moved away again."""

    __tablename__ = "cohort_attendance_alert"
    __table_args__ = (
        sa.Index(
            "uq_cohort_attendance_alert_standing",
            "enrolment_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    kind: Mapped[AlertKind]
    raised_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
