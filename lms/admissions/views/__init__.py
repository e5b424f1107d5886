"""The pages of admissions, by audience: strangers, applicants, staff."""

from lms.admissions.views import applicant, applications, decisions, intakes, public, rounds
from lms.admissions.views.blueprint import bp

__all__ = ["applicant", "applications", "bp", "decisions", "intakes", "public", "rounds"]
