"""The doors of programmes: for who reads the syllabus, and for who makes it."""

from __future__ import annotations

from lms.programmes.views import (
    activities,
    modules,
    previews,
    programmes,
    questions,
    requirements,
    versions,
)
from lms.programmes.views.blueprint import bp

__all__ = ["activities", "bp", "modules", "previews", "programmes", "questions", "requirements", "versions"]
