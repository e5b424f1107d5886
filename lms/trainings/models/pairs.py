"""Who gives a training together, and what each of them says of the own part."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.cohorts.models import Cohort, Enrolment
from lms.core.model import Entity, related
from lms.learning.models import Evidence
from lms.trainings.models.catalogue import TrainingEdition

if TYPE_CHECKING:
    from lms.trainings.models.plans import TrainingPlan
    from lms.trainings.models.results import (
        Evaluation,
        GroupFeedback,
        OutcomeMeasurement,
        TrainingObservation,
    )


class Moment(StrEnum):
    """When it is counted what a training brought about."""

    END = "end"
    ONE_MONTH = "one_month"
    SIX_MONTHS = "six_months"


class TrainingPair(Entity):
    """Two participants, or three once in an odd cohort (DR-03), who give one training to one group.

    `round_id` is the published round of the matcher; a pair made by hand has none. `ended_on` is the day of
    the last meeting, once all are in the log.
    """

    __tablename__ = "training_pair"

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(sa.ForeignKey("training_edition.id"), index=True)
    round_id: Mapped[UUID | None]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    reminded_of: Mapped[Moment | None]
    dissolved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    edition: Mapped[TrainingEdition | None] = related()
    members: Mapped[list[PairMember]] = related(back_populates="pair", order_by="PairMember.id")
    plans: Mapped[list[TrainingPlan]] = related(back_populates="pair", order_by="TrainingPlan.number")
    observation: Mapped[TrainingObservation | None] = related(
        back_populates="pair", foreign_keys="TrainingObservation.pair_id", uselist=False
    )
    feedback: Mapped[GroupFeedback | None] = related(back_populates="pair", uselist=False)
    evaluation: Mapped[Evaluation | None] = related(back_populates="pair", uselist=False)
    measurements: Mapped[list[OutcomeMeasurement]] = related(back_populates="pair")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def current_members(self) -> list[PairMember]:
        """Who gives the training now."""
        return [member for member in self.members if member.left_at is None]

    @property
    def current_plan(self) -> TrainingPlan | None:
        """The newest plan: the one that is written, waits or was approved."""
        return self.plans[-1] if self.plans else None

    def measured(self, moment: Moment) -> OutcomeMeasurement | None:
        """What was counted at a moment."""
        return next((row for row in self.measurements if row.moment is moment), None)


class PairMember(Entity):
    """A participant in a pair: whether no group member is in the own caseload, and the own part in it.

    Whoever left keeps what was written and handed in; the evidence waits in the ledger of learning.
    """

    __tablename__ = "training_pair_member"
    __table_args__ = (
        sa.Index(
            "uq_training_pair_member_current",
            "enrolment_id",
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        ),
    )

    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort_enrolment.id"), index=True)
    left_at: Mapped[datetime | None]
    declared_at: Mapped[datetime | None]
    own_part: Mapped[str] = mapped_column(sa.Text, default="")
    learned: Mapped[str] = mapped_column(sa.Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("learning_evidence.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    pair: Mapped[TrainingPair] = related(back_populates="members")
    enrolment: Mapped[Enrolment] = related()
    evidence: Mapped[Evidence | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
