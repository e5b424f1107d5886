"""A cohort among many, as directors find their way to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class DirectedCohort:
    """A cohort in the lists of directors: plain facts."""

    id: int
    public_id: UUID
    name: str
    academic_year: str
    starts_on: date
    programme_version_id: int
    attendance_norm: int
