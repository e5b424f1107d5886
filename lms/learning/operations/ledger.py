"""The one way in which a certificate requirement comes to stand as met."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.learning import queries
from lms.learning.events import RequirementReached
from lms.learning.models import Completion, TailoredDecision
from lms.programmes.models import Requirement


def reach_requirement(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    requirement: Requirement,
    by: int | None,
    decision: TailoredDecision | None = None,
) -> None:
    """Write that a requirement is met: confirmed by somebody, by a recorded fact, or by a decision."""
    if queries.find_completion(session, enrolment_id=enrolment.id, requirement_id=requirement.id) is not None:
        return
    session.add(
        Completion(
            enrolment_id=enrolment.id,
            requirement_id=requirement.id,
            reached_at=clock.now(),
            confirmed_by_id=by,
            decision=decision,
        )
    )
    event = RequirementReached(actor=actor, enrolment_id=enrolment.public_id, requirement_key=requirement.key)
    publish(session, event)
