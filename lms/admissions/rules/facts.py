"""What somebody fills in on an application, and what is noted of a talk."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lms.accounts.models import Discipline, JobRole, Organisation
from lms.admissions.models import Advice


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """The answers on the form; a draft may leave each of them open."""

    given_name: str = ""
    prefix: str = ""
    family_name: str = ""
    organisation: Organisation | None = None
    other_organisation: str = ""
    discipline: Discipline | None = None
    job_role: JobRole | None = None
    other_job_role: str = ""
    motivation: str = ""
    experience: str = ""
    hours_per_week: Decimal | None = None
    manager_name: str = ""
    manager_email: str = ""
    manager_asked: bool = False


@dataclass(frozen=True, kw_only=True)
class IntakeNotes:
    """What is noted of an intake talk."""

    motivation: str = ""
    experience: str = ""
    practice_access: str = ""
    learning_goals: str = ""
    advice: Advice | None = None
    advice_reason: str = ""
