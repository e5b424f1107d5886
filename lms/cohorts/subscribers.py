"""What cohorts do when something happens elsewhere."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.accounts.events import InvitationAccepted
from lms.cohorts import operations, queries
from lms.cohorts.models import EnrolmentState


def start_training(session: Session, event: InvitationAccepted) -> None:
    """Who accepts the invitation takes part from that day."""
    for enrolment in queries.list_invited(session, person_id=event.person_id):
        operations.change_enrolment_state(
            session, actor=event.actor, enrolment=enrolment, to_state=EnrolmentState.IN_TRAINING
        )
