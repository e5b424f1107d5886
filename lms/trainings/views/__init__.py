"""The pages of client trainings, by what they are about."""

from __future__ import annotations

from lms.trainings.views import (
    catalogue,
    feedback,
    meetings,
    observations,
    pairs,
    plans,
    results,
    staff,
)
from lms.trainings.views.blueprint import bp

__all__ = ["bp", "catalogue", "feedback", "meetings", "observations", "pairs", "plans", "results", "staff"]
