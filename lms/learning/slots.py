"""What a feature above may tell the ledger: how a fact that it records is coming along."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort
from lms.learning.rules import RequirementState
from lms.programmes.models import RequirementKind

FactReader = Callable[[Session, Cohort], Mapping[int, RequirementState]]

fact_readers: dict[RequirementKind, FactReader] = {}
