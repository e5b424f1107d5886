"""The one way in which a visit goes from one state to another, with its history."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.shadowing import queries, rules
from lms.shadowing.models import Reason, Visit, VisitChange, VisitState
from lms.shadowing.operations.refusals import NotPossibleNowError


class About(TypedDict):
    """Which visit an event is about."""

    visit_id: UUID
    enrolment_id: UUID


def about(visit: Visit) -> About:
    """Which visit an event is about."""
    return {"visit_id": visit.public_id, "enrolment_id": visit.enrolment.public_id}


def take_step(
    session: Session,
    *,
    actor: Actor,
    visit: Visit,
    to_state: VisitState,
    reason: Reason | None = None,
    note: str = "",
    by_link: bool = False,
) -> None:
    """Hold the visit, refuse what no longer can be, and write the step down."""
    queries.lock_visit(session, visit=visit)
    if not rules.may_become(visit.state, to_state):
        raise NotPossibleNowError
    visit.changes.append(
        VisitChange(
            from_state=visit.state,
            to_state=to_state,
            reason=reason,
            note=note,
            by_link=by_link,
            changed_by_id=actor.person_id,
        )
    )
    visit.state = to_state
    session.flush()
