"""The doors of learning, by audience: the course, the dossier with its evidence, and the matrix."""

from lms.learning.views import activity, course, dossier, evidence, matrix, reflections
from lms.learning.views.blueprint import bp

__all__ = ["activity", "bp", "course", "dossier", "evidence", "matrix", "reflections"]
