"""A participant asks a host for a day; of two who want the last seat one gets it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.shadowing import queries, rules
from lms.shadowing.events import VisitReplaced, VisitRequested
from lms.shadowing.models import Host, HostSlot, LinkPurpose, Visit, VisitChange, VisitState
from lms.shadowing.operations.links import issue_link
from lms.shadowing.operations.refusals import (
    OF_HOST,
    AlreadyBookedError,
    HostAwayError,
    HostFullError,
    SlotFullError,
    SlotGoneError,
    TooLateError,
    TooManyOpenError,
)
from lms.shadowing.operations.steps import about, take_step


def refuse_host(session: Session, *, host: Host, enrolment: Enrolment) -> None:
    """Refuse a host to whom this participant can never go, or not now (DR-01, DR-05, DR-07)."""
    fault = rules.fault_of_host(host, queries.people_around(session, enrolment=enrolment))
    if fault is not None:
        raise OF_HOST[fault]


def request_visit(
    session: Session,
    *,
    actor: Actor,
    slot: HostSlot,
    enrolment: Enrolment,
    learning_question: str,
    round_id: UUID | None = None,
) -> Visit:
    """Ask for a day of a host; it takes the place of the newest day that did not go on."""
    queries.lock_for_request(session, slot=slot, enrolment=enrolment)
    refuse_host(session, host=slot.host, enrolment=enrolment)
    _refuse_day(session, slot)
    _refuse_visitor(session, slot, enrolment)
    earlier = rules.still_to_replace(queries.list_visits_of(session, enrolment=enrolment))
    visit = Visit(
        enrolment=enrolment,
        host=slot.host,
        slot=slot,
        replaces=earlier,
        round_id=round_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        state=VisitState.REQUESTED,
        learning_question=learning_question,
        changes=[VisitChange(from_state=None, to_state=VisitState.REQUESTED, changed_by_id=actor.person_id)],
    )
    session.add(visit)
    session.flush()
    if earlier is not None:
        _replace(session, actor, earlier, visit)
    token = issue_link(session, visit=visit, purpose=LinkPurpose.ANSWER)
    publish(session, VisitRequested(actor=actor, link_token=token, **about(visit)))
    return visit


def _refuse_day(session: Session, slot: HostSlot) -> None:
    if slot.withdrawn_at is not None:
        raise SlotGoneError
    if not rules.is_in_time(slot.starts_at, slot.lead_days, moment=clock.now()):
        raise TooLateError
    if queries.count_on_slot(session, slot=slot) >= slot.capacity:
        raise SlotFullError
    if queries.is_host_away(session, slot=slot):
        raise HostAwayError
    received = queries.count_for_host(session, host=slot.host)
    if not rules.places_left(received, day=slot.starts_at, starts_on=slot.host.cohort.starts_on):
        raise HostFullError


def _refuse_visitor(session: Session, slot: HostSlot, enrolment: Enrolment) -> None:
    if queries.count_of_visitor(session, enrolment=enrolment) >= rules.MOST_OPEN:
        raise TooManyOpenError
    if queries.list_between(session, enrolment=enrolment, starts_at=slot.starts_at, ends_at=slot.ends_at):
        raise AlreadyBookedError


def _replace(session: Session, actor: Actor, earlier: Visit, visit: Visit) -> None:
    earlier = queries.get_visit(session, visit_id=earlier.public_id)
    take_step(session, actor=actor, visit=earlier, to_state=VisitState.REPLACED)
    publish(session, VisitReplaced(actor=actor, by_visit_id=visit.public_id, **about(earlier)))
