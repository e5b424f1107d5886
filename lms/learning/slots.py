"""What a feature above tells: how a fact that it records is coming along, and which days it asks of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.learning.rules import OwnDay, RequirementState
from lms.programmes.models import RequirementKind


class FactReader(Protocol):
    """Says for a cohort, or for one of it, in one query who is on the way to a fact; never who reached it."""

    def __call__(
        self, session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None
    ) -> Mapping[int, RequirementState]:
        """By enrolment: busy or waiting."""


class OwnDaysReader(Protocol):
    """Says for a cohort, or for one of it, in one query which days its feature asks outside the meetings."""

    def __call__(
        self, session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None
    ) -> Sequence[OwnDay]:
        """Every agreed day, past ones too, with its minutes."""


fact_readers: dict[RequirementKind, FactReader] = {}
own_days_readers: dict[str, OwnDaysReader] = {}
"""By feature who reads its days."""
