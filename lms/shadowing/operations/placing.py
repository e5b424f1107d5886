"""The coordinator finds a place for somebody who has none, outside a round."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import ACTIVE, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.shadowing import queries
from lms.shadowing.events import VisitPlaced
from lms.shadowing.models import HostSlot, Visit
from lms.shadowing.operations.requests import refuse_host, request_visit
from lms.shadowing.operations.steps import about


class NotInTrainingError(DomainError):
    """Only who is in training walks along."""


class AwayThatDayError(DomainError):
    """The participant cannot go on that day, or the cohort meets."""


class TooFarError(DomainError):
    """The participant wrote down that this place is too far."""


def place_participant(session: Session, *, actor: Actor, enrolment: Enrolment, slot: HostSlot) -> Visit:
    """Ask a host for a participant, by the rules of an own request and within the limits of the wish."""
    if enrolment.state not in ACTIVE:
        raise NotInTrainingError
    refuse_host(session, host=slot.host, enrolment=enrolment)
    wish = queries.find_wish(session, enrolment=enrolment)
    absence = queries.get_absence(session, enrolment=enrolment, wish=wish)
    if absence.is_too_far(slot.host):
        raise TooFarError
    if absence.is_away(slot):
        raise AwayThatDayError
    question = wish.learning_question if wish else ""
    visit = request_visit(session, actor=actor, slot=slot, enrolment=enrolment, learning_question=question)
    publish(session, VisitPlaced(actor=actor, **about(visit)))
    return visit
