"""What a pair plans: versions of the plan, its meetings, and who leads which part of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.core.model import Entity, related
from lms.trainings.models.pairs import PairMember, TrainingPair

if TYPE_CHECKING:
    from lms.trainings.models.results import MeetingLog


class PlanState(StrEnum):
    """How a plan stands: written, before the trainer, or decided on."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class TrainingPlan(Entity):
    """One version of a pair's plan; after a no-go the next version begins as its copy.

    `expected_scores` is what the pair expects the group to answer, by question, before they begin.
    """

    __tablename__ = "training_plan"
    __table_args__ = (sa.UniqueConstraint("pair_id", "number"),)

    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT, index=True)
    target_group: Mapped[str] = mapped_column(sa.String(300), default="")
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    group_aim: Mapped[str] = mapped_column(sa.Text, default="")
    own_aim: Mapped[str] = mapped_column(sa.Text, default="")
    welcome: Mapped[str] = mapped_column(sa.Text, default="")
    expectation: Mapped[str] = mapped_column(sa.Text, default="")
    expected_scores: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    submitted_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    decided_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    pair: Mapped[TrainingPair] = related(back_populates="plans")
    decided_by: Mapped[Person | None] = related()
    meetings: Mapped[list[TrainingMeeting]] = related(
        back_populates="plan", order_by="TrainingMeeting.position", cascade="all, delete-orphan"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class TrainingMeeting(Entity):
    """A meeting of pair and group, as it is planned; `version` tells calendars that it moved."""

    __tablename__ = "training_meeting"
    __table_args__ = (sa.UniqueConstraint("plan_id", "position"),)

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("training_plan.id"), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    minutes: Mapped[int]
    aim: Mapped[str] = mapped_column(sa.String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[TrainingPlan] = related(back_populates="meetings")
    parts: Mapped[list[MeetingPart]] = related(order_by="MeetingPart.position", cascade="all, delete-orphan")
    log: Mapped[MeetingLog | None] = related(
        back_populates="meeting", uselist=False, cascade="all, delete-orphan"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def ends_at(self) -> datetime | None:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


class MeetingPart(Entity):
    """A part of a meeting: what happens, for how long, and which partner leads."""

    __tablename__ = "training_meeting_part"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "position"),)

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("training_meeting.id"), index=True)
    position: Mapped[int]
    subject: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int]
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("training_pair_member.id"), index=True)

    lead: Mapped[PairMember | None] = related()
