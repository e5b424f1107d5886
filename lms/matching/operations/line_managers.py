"""Write down who is whose line manager in a cohort, as far as the agreements do not say it (DR-05)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import LineManagerEntered, LineManagerRemoved
from lms.matching.models import LineManager


class OwnManagerError(DomainError):
    """Nobody is the own line manager."""

    status = 422


class KnownManagerError(DomainError):
    """Somebody is written down as this person's line manager already."""


class NotOfCohortError(DomainError):
    """Both take part in this cohort."""

    status = 422


def enter_line_manager(
    session: Session, *, actor: Actor, cohort: Cohort, enrolment: Enrolment, manager: Enrolment
) -> LineManager:
    """Write down a line manager; rounds that are opened from now on know it."""
    if enrolment.id == manager.id:
        raise OwnManagerError
    if {enrolment.cohort_id, manager.cohort_id} != {cohort.id} or not {
        enrolment.state,
        manager.state,
    } <= BELONGING:
        raise NotOfCohortError
    if any(row.enrolment_id == enrolment.id for row in queries.list_entered_managers(session, cohort=cohort)):
        raise KnownManagerError
    row = LineManager(enrolment_id=enrolment.id, manager_id=manager.id, entered_by_id=actor.person_id)
    session.add(row)
    session.flush()
    publish(
        session,
        LineManagerEntered(
            actor=actor,
            cohort_id=cohort.public_id,
            enrolment_id=enrolment.public_id,
            manager_enrolment_id=manager.public_id,
        ),
    )
    return row


def remove_line_manager(session: Session, *, actor: Actor, line_manager: LineManager) -> None:
    """Take back what was written down."""
    enrolment = line_manager.enrolment
    event = LineManagerRemoved(
        actor=actor, cohort_id=enrolment.cohort.public_id, enrolment_id=enrolment.public_id
    )
    session.delete(line_manager)
    session.flush()
    publish(session, event)
