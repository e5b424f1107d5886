"""The line manager is a third person."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.agreements import rules
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import list_trainers
from lms.core.errors import DomainError


class ManagerIsSignerError(DomainError):
    """The line manager's address is that of the participant or of a trainer of the cohort."""

    status = 422


def must_be_another_person(session: Session, *, enrolment: Enrolment, manager_email: str) -> None:
    """Refuse an address of somebody who signs this agreement already."""
    trainers = list_trainers(session, cohort=enrolment.cohort)
    others = [enrolment.person.email, *(trainer.email for trainer in trainers)]
    if not rules.is_for_somebody_else(manager_email, others):
        raise ManagerIsSignerError
