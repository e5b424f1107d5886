"""The pages of papers, by who opens them."""

from __future__ import annotations

from lms.papers.views import assessor, coordinator, grading, participant
from lms.papers.views.blueprint import bp

__all__ = ["assessor", "bp", "coordinator", "grading", "participant"]
