"""What can be given: the trainings of a programme, each with fixed definitions of what it may bring about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.model import Entity, related
from lms.programmes.models import Programme


class ClientTraining(Entity):
    """A training that pairs of a programme can give, such as 'Samen opvoeden'; a retired one stays in use."""

    __tablename__ = "training_client_training"
    __table_args__ = (sa.UniqueConstraint("programme_id", "name"),)

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = related()
    editions: Mapped[list[TrainingEdition]] = related(
        back_populates="client_training", order_by="TrainingEdition.number"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def newest(self) -> TrainingEdition:
        """The edition that a pair gets now."""
        return self.editions[-1]


class TrainingEdition(Entity):
    """How a training was described at one time; never changed, so that a running training keeps its own.

    With `counts_once` a group member counts in one category at most. `requirement_key` names the certificate
    requirement for which the own part of a partner is evidence.
    """

    __tablename__ = "training_edition"
    __table_args__ = (sa.UniqueConstraint("client_training_id", "number"),)

    client_training_id: Mapped[int] = mapped_column(sa.ForeignKey("training_client_training.id"), index=True)
    number: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.Text)
    meeting_count: Mapped[int] = mapped_column(default=8)
    meeting_minutes: Mapped[int] = mapped_column(default=180)
    counts_once: Mapped[bool] = mapped_column(default=True)
    requirement_key: Mapped[str] = mapped_column(sa.String(60), default="")

    client_training: Mapped[ClientTraining] = related(back_populates="editions")
    categories: Mapped[list[OutcomeCategory]] = related(
        order_by="OutcomeCategory.position", cascade="all, delete-orphan"
    )


class OutcomeCategory(Entity):
    """One thing that a training may bring about, with the definition by which it is counted."""

    __tablename__ = "training_outcome_category"
    __table_args__ = (sa.UniqueConstraint("edition_id", "position"),)

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("training_edition.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    definition: Mapped[str] = mapped_column(sa.String(500))
