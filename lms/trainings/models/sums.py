"""What pairs counted together, as it is told: kept, so that two looks never differ by one pair."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.model import Entity
from lms.trainings.models.pairs import Moment


class OutcomeSum(Entity):
    """The sum of one edition in one cohort at one moment; `counts` by category.

    `versions` says by pair which of its countings is in it.
    """

    __tablename__ = "training_outcome_sum"
    __table_args__ = (sa.UniqueConstraint("cohort_id", "edition_id", "moment"),)

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("training_edition.id"), index=True)
    moment: Mapped[Moment]
    people: Mapped[int] = mapped_column(default=0)
    unknown_count: Mapped[int] = mapped_column(default=0)
    first_on: Mapped[date]
    last_on: Mapped[date]
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    versions: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
