"""Cohorts: who learns together, and when they meet."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Discipline, JobRole, Organisation, Person
from lms.core.model import Base, Entity, related
from lms.programmes.models import ProgrammeVersion


class EnrolmentState(StrEnum):
    """How somebody stands in a cohort (domain.md seed 5), from invitation to outcome."""

    INVITED = "invited"
    IN_TRAINING = "in_training"
    PASSED = "passed"
    RESIT = "resit"
    FAILED = "failed"
    STOPPED = "stopped"
    POSTPONED = "postponed"


ACTIVE = frozenset(
    {EnrolmentState.IN_TRAINING, EnrolmentState.PASSED, EnrolmentState.RESIT, EnrolmentState.FAILED}
)
BELONGING = ACTIVE | {EnrolmentState.INVITED}


class MeetingKind(StrEnum):
    """What a meeting is for; only training days count for the attendance norm (DR-10, DR-20)."""

    TRAINING_DAY = "training_day"
    INTERVISION = "intervision"
    MEASUREMENT = "measurement"
    CLOSING = "closing"
    REUNION = "reunion"


class Cohort(Entity):
    """One dated run of a programme by one group, on the version with which it started."""

    __tablename__ = "cohort"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    academic_year: Mapped[str] = mapped_column(sa.String(9), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    target_size: Mapped[int] = mapped_column(default=14)
    maximum_size: Mapped[int] = mapped_column(default=16)
    check_in_minutes_before: Mapped[int] = mapped_column(default=30, server_default="30")
    check_in_minutes_after: Mapped[int] = mapped_column(default=15, server_default="15")
    catch_up_maximum: Mapped[int] = mapped_column(default=2, server_default="2")
    version: Mapped[int] = mapped_column(default=1)

    programme_version: Mapped[ProgrammeVersion] = related()
    admissions: Mapped[list[Admission]] = related(back_populates="cohort", cascade="all, delete-orphan")
    enrolments: Mapped[list[Enrolment]] = related(back_populates="cohort")
    meetings: Mapped[list[Meeting]] = related(back_populates="cohort", order_by="Meeting.held_on")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Admission(Base):
    """An organisation whose people may take part in a cohort."""

    __tablename__ = "cohort_admission"

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account_organisation.id"), primary_key=True, index=True
    )

    cohort: Mapped[Cohort] = related(back_populates="admissions")
    organisation: Mapped[Organisation] = related()


class Enrolment(Entity):
    """A person takes part in a cohort, for one organisation and in one discipline."""

    __tablename__ = "cohort_enrolment"
    __table_args__ = (sa.UniqueConstraint("cohort_id", "person_id"),)

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    discipline_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_discipline.id"), index=True)
    job_role_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_job_role.id"), index=True)
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.INVITED)
    joined_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related(back_populates="enrolments")
    person: Mapped[Person] = related()
    organisation: Mapped[Organisation] = related()
    discipline: Mapped[Discipline | None] = related()
    job_role: Mapped[JobRole | None] = related()
    changes: Mapped[list[EnrolmentChange]] = related(order_by="EnrolmentChange.id")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class EnrolmentChange(Entity):
    """An enrolment went from one state to another, by whom and why."""

    __tablename__ = "cohort_enrolment_change"

    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    from_state: Mapped[EnrolmentState | None]
    to_state: Mapped[EnrolmentState]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    changed_by: Mapped[Person | None] = related()


class Meeting(Entity):
    """A day on which the cohort meets, in day parts; `sequence` rises with what participants must hear.

    `place_key` is the location as places are compared: it finds who meets in the same room on that day.
    """

    __tablename__ = "cohort_meeting"
    __table_args__ = (sa.Index("ix_cohort_meeting_place_key_held_on", "place_key", "held_on"),)

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.TRAINING_DAY)
    title: Mapped[str] = mapped_column(sa.String(200))
    module_key: Mapped[str | None] = mapped_column(sa.String(60))
    held_on: Mapped[date] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(sa.String(200), default="")
    place_key: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    video_url: Mapped[str] = mapped_column(sa.String(500), default="")
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related(back_populates="meetings")
    day_parts: Mapped[list[DayPart]] = related(
        back_populates="meeting", order_by="DayPart.starts_at", cascade="all, delete-orphan"
    )
    moves: Mapped[list[MeetingMove]] = related(order_by="MeetingMove.id", cascade="all, delete-orphan")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class MeetingMove(Entity):
    """A meeting got another day, time or place: what it was before, who moved it, and perhaps why."""

    __tablename__ = "cohort_meeting_move"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_meeting.id"), index=True)
    from_held_on: Mapped[date]
    from_starts_at: Mapped[datetime]
    from_ends_at: Mapped[datetime]
    from_location: Mapped[str] = mapped_column(sa.String(200), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    moved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    moved_by: Mapped[Person | None] = related()


class DayPart(Entity):
    """The unit of attendance (DR-10): a morning or an afternoon; cancelled ones do not count (DR-12)."""

    __tablename__ = "cohort_day_part"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_meeting.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    net_minutes: Mapped[int]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    registered_at: Mapped[datetime | None]
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = related(back_populates="day_parts")
    registered_by: Mapped[Person | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
