"""A plan by weeks for a version, the draft of a cohort's year, and what happens in a meeting."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.cohorts.models import Cohort, Meeting, MeetingKind
from lms.core.model import Entity, related
from lms.programmes.models import ProgrammeVersion


class AgendaKind(StrEnum):
    """For which total of the registers the minutes of an agenda item are (DR-51)."""

    TRAINING = "training"
    REFLECTION = "reflection"
    OTHER = "other"
    PAUSE = "pause"


class PlanItem(Entity):
    """A meeting in every cohort's year: how many weeks after the first one, on which weekday."""

    __tablename__ = "planning_plan_item"

    programme_version_id: Mapped[int] = mapped_column(sa.ForeignKey("programme_version.id"), index=True)
    kind: Mapped[MeetingKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    module_key: Mapped[str | None] = mapped_column(sa.String(60))
    week: Mapped[int]
    weekday: Mapped[int]
    day_parts: Mapped[list[list[Any]]] = mapped_column(sa.JSON)
    version: Mapped[int] = mapped_column(default=1)

    programme_version: Mapped[ProgrammeVersion] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class CohortPlan(Entity):
    """The year of one cohort in the making; nothing is final before `published_at`."""

    __tablename__ = "planning_cohort_plan"

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), unique=True)
    starts_on: Mapped[date]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    planned: Mapped[list[PlannedMeeting]] = related(
        back_populates="plan", order_by="PlannedMeeting.id", cascade="all, delete-orphan"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class PlannedMeeting(Entity):
    """One meeting of a plan; `pinned_on` is the day that the coordinator chose against the proposal."""

    __tablename__ = "planning_planned_meeting"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("planning_cohort_plan.id"), index=True)
    kind: Mapped[MeetingKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    module_key: Mapped[str | None] = mapped_column(sa.String(60))
    week: Mapped[int]
    weekday: Mapped[int]
    day_parts: Mapped[list[list[Any]]] = mapped_column(sa.JSON)
    location: Mapped[str] = mapped_column(sa.String(200), default="")
    pinned_on: Mapped[date | None]
    is_left_out: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort_meeting.id"), index=True)

    plan: Mapped[CohortPlan] = related(back_populates="planned")


class AgendaItem(Entity):
    """What happens in a day part of a meeting, for how long, and whether it counts for points (DR-50)."""

    __tablename__ = "planning_agenda_item"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_meeting.id"), index=True)
    part: Mapped[int]
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int]
    kind: Mapped[AgendaKind] = mapped_column(default=AgendaKind.TRAINING)
    counts: Mapped[bool] = mapped_column(default=True)

    meeting: Mapped[Meeting] = related()
