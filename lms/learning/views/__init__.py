"""The doors of learning, by audience: the course, the dossier, evidence, decisions, and the matrix."""

from lms.learning.views import activity, course, decisions, dossier, evidence, matrix, reflections, study_load
from lms.learning.views.blueprint import bp

__all__ = [
    "activity",
    "bp",
    "course",
    "decisions",
    "dossier",
    "evidence",
    "matrix",
    "reflections",
    "study_load",
]
