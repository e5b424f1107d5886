"""What visits follow from: a round that is published or repaired, somebody who stops."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.events import EnrolmentStateChanged
from lms.cohorts.models import BELONGING
from lms.cohorts.queries import get_enrolment
from lms.matching.events import MemberCame, RoundPublished, RoundRepaired
from lms.matching.models import RoundKind
from lms.shadowing import operations


def follow_round(session: Session, event: RoundPublished | RoundRepaired) -> None:
    """The hosts of a round of visits are asked; a repair asks only for who goes elsewhere."""
    if event.kind is RoundKind.SHADOW_VISITS:
        operations.adopt_round(session, actor=event.actor, round_id=event.round_id)


def follow_newcomer(session: Session, event: MemberCame) -> None:
    """Who comes into a round later brings along when and where she or he can walk along."""
    operations.tell_of_newcomer(session, round_id=event.round_id, enrolment_id=event.enrolment_id)


def follow_leaver(session: Session, event: EnrolmentStateChanged) -> None:
    """Who stops neither visits nor hosts any more."""
    if event.to_state not in BELONGING:
        enrolment = get_enrolment(session, enrolment_id=event.enrolment_id)
        operations.leave_visits(session, actor=event.actor, enrolment=enrolment)
