"""What came of a training, in counts: logs, one observation, the group's answers, and outcomes (DR-45)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.model import Base, Entity, related
from lms.trainings.models.catalogue import OutcomeCategory
from lms.trainings.models.pairs import Moment, PairMember, TrainingPair
from lms.trainings.models.plans import TrainingMeeting


class Behaviour(StrEnum):
    """What an observer counts: the four of ORBS, and how much the group does itself."""

    OPEN_QUESTION = "open_question"
    REFLECTION = "reflection"
    AFFIRMATION = "affirmation"
    SUMMARY = "summary"
    GROUP_TALKS = "group_talks"
    EXPLAINS = "explains"


class ScaleQuestion(StrEnum):
    """What group members are asked at the end, on a scale of one to five."""

    USEFUL = "useful"
    HEARD = "heard"
    EACH_OTHER = "each_other"
    CONFIDENCE = "confidence"


class MeetingLog(Entity):
    """How a meeting went: how many came of how many, what worked, what was adapted."""

    __tablename__ = "training_log"
    __table_args__ = (
        sa.CheckConstraint(
            "present_count >= 0 AND present_count <= expected_count", name="present_of_expected"
        ),
    )

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("training_meeting.id"), unique=True)
    held_on: Mapped[date]
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    expected_count: Mapped[int] = mapped_column(default=0)
    present_count: Mapped[int] = mapped_column(default=0)
    what_worked: Mapped[str] = mapped_column(sa.Text, default="")
    adapted: Mapped[str] = mapped_column(sa.Text, default="")
    logged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair_member.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[TrainingMeeting] = related(back_populates="log")
    logged_by: Mapped[PairMember] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class TrainingObservation(Entity):
    """Another pair looks at one meeting, once: counts of behaviour, one example without a quote."""

    __tablename__ = "training_observation"

    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), unique=True)
    observer_pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), index=True)
    assigned_at: Mapped[datetime]
    observed_on: Mapped[date | None]
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    example: Mapped[str] = mapped_column(sa.Text, default="")
    tip: Mapped[str] = mapped_column(sa.Text, default="")
    observed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("training_pair_member.id"), index=True)
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    pair: Mapped[TrainingPair] = related(back_populates="observation", foreign_keys=[pair_id])
    observer_pair: Mapped[TrainingPair] = related(foreign_keys=[observer_pair_id])
    observed_by: Mapped[PairMember | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class GroupFeedback(Entity):
    """The answers of a group as counts: on one shared screen, or counted from paper by the pair.

    Nothing links an answer to a person, or one answer to another. The screen takes `limit` forms at most.
    """

    __tablename__ = "training_feedback"

    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), unique=True)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime | None]
    limit: Mapped[int] = mapped_column(default=0)
    filled: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    pair: Mapped[TrainingPair] = related(back_populates="feedback")
    tallies: Mapped[list[FeedbackTally]] = related(cascade="all, delete-orphan")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_open(self) -> bool:
        """Whether the shared screen still takes answers."""
        return self.token_hash is not None and self.closed_at is None


class FeedbackTally(Base):
    """How often one score was given to one question."""

    __tablename__ = "training_feedback_tally"
    __table_args__ = (sa.CheckConstraint("count >= 0", name="count_not_negative"),)

    feedback_id: Mapped[int] = mapped_column(sa.ForeignKey("training_feedback.id"), primary_key=True)
    question: Mapped[ScaleQuestion] = mapped_column(primary_key=True)
    score: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class Evaluation(Entity):
    """What a pair makes of it: where the group's answers differ from what they expected."""

    __tablename__ = "training_evaluation"

    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), unique=True)
    surprise: Mapped[str] = mapped_column(sa.Text, default="")
    next_time: Mapped[str] = mapped_column(sa.Text, default="")
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    pair: Mapped[TrainingPair] = related(back_populates="evaluation")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class OutcomeMeasurement(Entity):
    """What was counted on one day, of how many who began; the denominator stays that of the end."""

    __tablename__ = "training_measurement"
    __table_args__ = (
        sa.UniqueConstraint("pair_id", "moment"),
        sa.CheckConstraint("denominator > 0", name="denominator_positive"),
        sa.CheckConstraint("unknown_count >= 0 AND unknown_count <= denominator", name="unknown_of_all"),
    )

    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("training_pair.id"), index=True)
    moment: Mapped[Moment]
    measured_on: Mapped[date]
    denominator: Mapped[int]
    unknown_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    pair: Mapped[TrainingPair] = related(back_populates="measurements")
    counts: Mapped[list[OutcomeCount]] = related(cascade="all, delete-orphan")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class OutcomeCount(Entity):
    """How many group members a category counts at one moment."""

    __tablename__ = "training_outcome_count"
    __table_args__ = (
        sa.UniqueConstraint("measurement_id", "category_id"),
        sa.CheckConstraint("count >= 0", name="count_not_negative"),
    )

    measurement_id: Mapped[int] = mapped_column(sa.ForeignKey("training_measurement.id"), index=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("training_outcome_category.id"), index=True)
    count: Mapped[int]

    category: Mapped[OutcomeCategory] = related()
