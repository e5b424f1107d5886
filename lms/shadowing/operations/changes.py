"""An agreed day gets another date, or does not go on."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.shadowing import queries, rules
from lms.shadowing.events import VisitCancelled, VisitMoved, VisitWithdrawn
from lms.shadowing.models import HostSlot, LinkPurpose, Reason, Visit, VisitChange, VisitState
from lms.shadowing.operations.links import issue_link, revoke_links
from lms.shadowing.operations.refusals import (
    AlreadyBookedError,
    HostFullError,
    NotPossibleNowError,
    SlotFullError,
    times_of_day,
)
from lms.shadowing.operations.steps import about, take_step


class NothingMovedError(DomainError):
    """It is the same day at the same times."""

    status = 422


def withdraw_visit(session: Session, *, actor: Actor, visit: Visit, reason: Reason, note: str = "") -> None:
    """The visitor takes the request or the agreed day back; the seat is free again."""
    take_step(session, actor=actor, visit=visit, to_state=VisitState.WITHDRAWN, reason=reason, note=note)
    visit.sequence += 1
    revoke_links(session, visit=visit, purposes=list(LinkPurpose))
    publish(session, VisitWithdrawn(actor=actor, reason=reason, **about(visit)))


def cancel_visit(
    session: Session,
    *,
    actor: Actor,
    visit: Visit,
    reason: Reason,
    note: str = "",
    by_link: bool = False,
) -> None:
    """The host, or the coordinator for the host, cancels an agreed day, even on the day itself."""
    take_step(
        session,
        actor=actor,
        visit=visit,
        to_state=VisitState.CANCELLED,
        reason=reason,
        note=note,
        by_link=by_link,
    )
    visit.sequence += 1
    publish(session, VisitCancelled(actor=actor, reason=reason, **about(visit)))


def move_visit(
    session: Session,
    *,
    actor: Actor,
    visit: Visit,
    day: date,
    starts: time,
    ends: time,
    reason: Reason | None = None,
    by_link: bool = False,
) -> None:
    """Give an agreed visit another day or time, of which both calendars hear; what it was stays known."""
    queries.lock_host(session, host=visit.host)
    queries.lock_visit(session, visit=visit)
    if visit.state is not VisitState.ACCEPTED:
        raise NotPossibleNowError
    starts_at, ends_at = times_of_day(day, starts, ends)
    was = (visit.starts_at, visit.ends_at)
    if (starts_at, ends_at) == was:
        raise NothingMovedError
    _refuse_move(session, visit, starts_at, ends_at)
    # The seat on the earlier day is free again; on a day that the host offers the visit takes one.
    slot = _free_slot(session, visit, starts_at, ends_at)
    _keep_move(visit, actor, reason, by_link=by_link)
    visit.slot = slot
    visit.starts_at, visit.ends_at = starts_at, ends_at
    visit.sequence += 1
    session.flush()
    token = issue_link(session, visit=visit, purpose=LinkPurpose.CHANGE)
    publish(
        session,
        VisitMoved(actor=actor, from_starts_at=was[0], change_token=token, **about(visit)),
    )


def _free_slot(session: Session, visit: Visit, starts_at: datetime, ends_at: datetime) -> HostSlot | None:
    slot = queries.find_slot_between(session, host=visit.host, starts_at=starts_at, ends_at=ends_at)
    if slot and queries.count_on_slot(session, slot=slot, except_id=visit.id) >= slot.capacity:
        raise SlotFullError
    return slot


def _keep_move(visit: Visit, actor: Actor, reason: Reason | None, *, by_link: bool) -> None:
    """What the day was stays known, and whatever was said about the earlier day is said anew."""
    visit.changes.append(
        VisitChange(
            from_state=visit.state,
            to_state=visit.state,
            from_starts_at=visit.starts_at,
            from_ends_at=visit.ends_at,
            reason=reason,
            by_link=by_link,
            changed_by_id=actor.person_id,
        )
    )
    visit.reminded_week_at = visit.reminded_day_at = visit.prepared_at = visit.report_asked_at = None


def _refuse_move(session: Session, visit: Visit, starts_at: datetime, ends_at: datetime) -> None:
    if queries.list_between(
        session, enrolment=visit.enrolment, starts_at=starts_at, ends_at=ends_at, except_id=visit.id
    ):
        raise AlreadyBookedError
    received = queries.count_for_host(session, host=visit.host, except_id=visit.id)
    if not rules.places_left(received, day=starts_at, starts_on=visit.enrolment.cohort.starts_on):
        raise HostFullError
