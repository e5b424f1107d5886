"""Reminders of a cohort, and who got which."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.model import Entity, related
from lms.papers.models import Assignment
from lms.programmes.models import Requirement


class ReminderKind(StrEnum):
    """What somebody still must do.

    What a participant ticks in the course is not among them: that is the own bookkeeping (DR-21, DR-43),
    and a list of who ticked nothing would show it to others.
    """

    INVITATION = "invitation"
    SIGNATURE = "signature"
    MANAGER_SIGNATURE = "manager_signature"
    STATEMENT = "statement"
    PAPER = "paper"
    EVIDENCE = "evidence"


class Anchor(StrEnum):
    """From which day a reminder counts."""

    START = "start"
    DEADLINE = "deadline"


class Reminder(Entity):
    """So many days before (below zero) or after a day, who still must do something hears so, once each."""

    __tablename__ = "reminder"
    __table_args__ = (
        sa.CheckConstraint("kind <> 'paper' OR assignment_id IS NOT NULL", name="paper_has_assignment"),
        sa.CheckConstraint("kind <> 'evidence' OR requirement_id IS NOT NULL", name="evidence_has_asked"),
    )

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    kind: Mapped[ReminderKind]
    assignment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper_assignment.id"), index=True)
    requirement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme_requirement.id"), index=True)
    anchor: Mapped[Anchor]
    offset_days: Mapped[int]
    planned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    sent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    assignment: Mapped[Assignment | None] = related()
    requirement: Mapped[Requirement | None] = related()
    planned_by: Mapped[Person | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class ReminderDelivery(Entity):
    """Somebody got a reminder; nobody gets the same one twice."""

    __tablename__ = "reminder_delivery"
    __table_args__ = (sa.UniqueConstraint("reminder_id", "enrolment_id"),)

    reminder_id: Mapped[int] = mapped_column(sa.ForeignKey("reminder.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)

    enrolment: Mapped[Enrolment] = related()
