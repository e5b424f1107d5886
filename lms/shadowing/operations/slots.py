"""The days on which a host can receive visitors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from uuid import uuid4

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.shadowing import queries, rules
from lms.shadowing.events import SlotsOffered, SlotWithdrawn
from lms.shadowing.models import Host, HostSlot
from lms.shadowing.operations.refusals import times_of_day
from lms.shadowing.rules import Repeat


class SlotInUseError(DomainError):
    """Somebody asked for this day, so it cannot simply be taken back."""


class SlotTwiceError(DomainError):
    """The host offers one of these days already."""

    status = 422


def offer_slots(
    session: Session,
    *,
    actor: Actor,
    host: Host,
    day: date,
    starts: time,
    ends: time,
    capacity: int,
    lead_days: int,
    repeat: Repeat = Repeat.NEVER,
    until: date | None = None,
) -> Sequence[HostSlot]:
    """Offer a day, or a series of days at the same times; a series never goes past its last day."""
    queries.lock_host(session, host=host)
    series = uuid4() if repeat is not Repeat.NEVER else None
    known = {slot.starts_at for slot, _taken in queries.list_slots_with_visits(session, host=host)}
    slots = []
    for one in rules.series_days(day, repeat=repeat, until=until):
        starts_at, ends_at = times_of_day(one, starts, ends)
        if starts_at in known:
            raise SlotTwiceError
        slots.append(
            HostSlot(
                host=host,
                starts_at=starts_at,
                ends_at=ends_at,
                capacity=capacity,
                lead_days=lead_days,
                series=series,
            )
        )
    session.add_all(slots)
    event = SlotsOffered(
        actor=actor, host_id=host.public_id, cohort_id=host.cohort.public_id, days=len(slots)
    )
    publish(session, event)
    return slots


def withdraw_slot(session: Session, *, actor: Actor, slot: HostSlot) -> None:
    """Take back a day for which nobody has asked."""
    queries.lock_host(session, host=slot.host)
    session.refresh(slot, ["withdrawn_at"])
    if slot.withdrawn_at is not None:
        return
    if queries.count_on_slot(session, slot=slot):
        raise SlotInUseError
    slot.withdrawn_at = clock.now()
    event = SlotWithdrawn(
        actor=actor,
        host_id=slot.host.public_id,
        cohort_id=slot.host.cohort.public_id,
        slot_id=slot.public_id,
    )
    publish(session, event)
