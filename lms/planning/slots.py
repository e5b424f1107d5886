"""What a feature above tells the planner: which weeks ask more hours than people agreed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort
from lms.planning.rules import FullWeek

Planned = tuple[date, int]
"""A day part of a plan: its day and the minutes that it asks."""


class WeekReader(Protocol):
    """Says for which weeks of a cohort a plan asks more of somebody than was agreed, the first week first."""

    def __call__(
        self, session: Session, *, cohort: Cohort, planned: Sequence[Planned]
    ) -> Sequence[FullWeek]: ...


week_readers: dict[str, WeekReader] = {}
"""By the name of the feature that knows both; filled once, when the features are registered."""
