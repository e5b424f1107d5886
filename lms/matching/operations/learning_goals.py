"""About which fields of work somebody wants to learn more."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from lms.accounts.queries import list_disciplines
from lms.cohorts.models import Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import LearningGoalsSaved
from lms.matching.models import LearningGoals

MOST_GOALS = 3


class TooManyGoalsError(DomainError):
    """Who wants to learn about everything fits with everybody."""

    status = 422


class UnknownGoalError(DomainError):
    """Only fields of work that are on the list are chosen."""

    status = 422


def save_learning_goals(
    session: Session, *, actor: Actor, enrolment: Enrolment, disciplines: Collection[int], version: int
) -> LearningGoals:
    """Save the own learning goals; rounds that are opened from now on know them."""
    goals = queries.find_learning_goals(session, enrolment=enrolment)
    kept = set(goals.disciplines) if goals else set()
    if not set(disciplines) <= {row.id for row in list_disciplines(session)} | kept:
        raise UnknownGoalError
    if len(set(disciplines)) > MOST_GOALS:
        raise TooManyGoalsError
    if (goals.version if goals else 0) != version:
        raise ConflictError
    if goals is None:
        goals = LearningGoals(enrolment_id=enrolment.id)
        session.add(goals)
    goals.disciplines = sorted(set(disciplines))
    session.flush()
    publish(session, LearningGoalsSaved(actor=actor, enrolment_id=enrolment.public_id))
    return goals
