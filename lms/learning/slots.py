"""What a feature above tells the ledger: how a fact that it records is coming along, by enrolment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.learning.rules import RequirementState
from lms.programmes.models import RequirementKind


class FactReader(Protocol):
    """Says for a cohort, or for one of it, in one query who is on the way to a fact; never who reached it."""

    def __call__(
        self, session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None
    ) -> Mapping[int, RequirementState]:
        """By enrolment: busy or waiting."""


fact_readers: dict[RequirementKind, FactReader] = {}
