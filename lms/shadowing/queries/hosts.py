"""Readers of hosts, the days that they offer and what a participant wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion
from lms.shadowing import rules
from lms.shadowing.models import Host, HostSlot, Visit, Wish, WishedHost
from lms.shadowing.rules import HOLDING, HostPlace, Limits, OfferedDay, SlotPlace


def _around_host() -> Sequence[Any]:
    return (
        joinedload(Host.organisation),
        joinedload(Host.person),
        joinedload(Host.cohort).joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme),
    )


def get_host(session: Session, *, host_id: UUID) -> Host:
    """A host with organisation, person and cohort."""
    host = session.scalars(
        sa.select(Host).where(Host.public_id == host_id).options(*_around_host())
    ).one_or_none()
    if host is None:
        raise NotFoundError
    return host


def get_host_of_slot(session: Session, *, slot_id: UUID) -> HostSlot:
    """A day with its host and everything around that."""
    statement = (
        sa.select(HostSlot)
        .where(HostSlot.public_id == slot_id)
        .options(joinedload(HostSlot.host).options(*_around_host()))
    )
    slot = session.scalars(statement).one_or_none()
    if slot is None:
        raise NotFoundError
    return slot


def _own_enrolment(session: Session, actor: Actor, cohort_id: int) -> Enrolment | None:
    statement = (
        sa.select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.person_id == actor.person_id,
            Enrolment.state.in_(ACTIVE),
        )
        .options(
            joinedload(Enrolment.person), joinedload(Enrolment.organisation), joinedload(Enrolment.cohort)
        )
    )
    return session.scalars(statement).one_or_none()


def get_host_place(session: Session, *, host_id: UUID, actor: Actor) -> HostPlace:
    """A host, and how the actor takes part in the same cohort."""
    host = get_host(session, host_id=host_id)
    return HostPlace(host, _own_enrolment(session, actor, host.cohort_id))


def get_slot_place(session: Session, *, slot_id: UUID, actor: Actor) -> SlotPlace:
    """A day of a host, and how the actor takes part in the same cohort."""
    slot = get_host_of_slot(session, slot_id=slot_id)
    return SlotPlace(slot, _own_enrolment(session, actor, slot.host.cohort_id))


def find_own_host(session: Session, *, enrolment: Enrolment) -> Host | None:
    """The host profile that a participant has in the own cohort, if any."""
    statement = (
        sa.select(Host)
        .where(Host.cohort_id == enrolment.cohort_id, Host.person_id == enrolment.person_id)
        .options(*_around_host())
    )
    return session.scalars(statement).one_or_none()


def has_host_address(session: Session, *, cohort: Cohort, email: str, except_id: int | None) -> bool:
    """Whether another host of this cohort has this address."""
    statement = sa.select(Host.id).where(
        Host.cohort_id == cohort.id, sa.func.lower(Host.email) == email.strip().lower()
    )
    return any(number != except_id for number in session.scalars(statement))


def list_hosts(session: Session, *, cohort: Cohort) -> Sequence[Host]:
    """Every host of a cohort, by organisation and name."""
    statement = sa.select(Host).where(Host.cohort_id == cohort.id).options(*_around_host())
    return sorted(session.scalars(statement), key=lambda host: (host.organisation.name, host.name))


_TAKEN = (
    sa.select(sa.func.count(Visit.id))
    .where(Visit.slot_id == HostSlot.id, Visit.state.in_(HOLDING))
    .correlate(HostSlot)
    .scalar_subquery()
)
"""How many seats of a day are taken."""


_HOST_IS_AWAY = sa.exists(
    sa.select(Visit.id)
    .join(Visit.enrolment)
    .join(Host, sa.and_(Host.cohort_id == Enrolment.cohort_id, Host.person_id == Enrolment.person_id))
    .where(
        Host.id == HostSlot.host_id,
        Visit.state.in_(HOLDING),
        Visit.starts_at < HostSlot.ends_at,
        Visit.ends_at > HostSlot.starts_at,
    )
    .correlate(HostSlot)
)
"""Whether the host of a day walks along elsewhere then."""


def is_host_away(session: Session, *, slot: HostSlot) -> bool:
    """Whether the host of a day walks along elsewhere then."""
    return session.scalar(sa.select(HostSlot.id).where(HostSlot.id == slot.id, _HOST_IS_AWAY)) is not None


def list_offered_days(session: Session, *, host: Host) -> Sequence[OfferedDay]:
    """The days of a host for which can still be asked, with the seats that are left."""
    return list_open_days(session, hosts=[host]).get(host.id, [])


def list_open_days(session: Session, *, hosts: Sequence[Host]) -> Mapping[int, Sequence[OfferedDay]]:
    """By host of one cohort the coming days for which can still be asked, with a seat left (1 query).

    A host with two visitors in a half of the year has no seat left in that half (DR-07).
    """
    if not hosts:
        return {}
    moment, starts_on = clock.now(), hosts[0].cohort.starts_on
    statement = (
        sa.select(HostSlot, _TAKEN, _received_around(rules.second_window_from(starts_on)))
        .where(
            HostSlot.host_id.in_([host.id for host in hosts]),
            HostSlot.withdrawn_at.is_(None),
            HostSlot.starts_at > moment,
            ~_HOST_IS_AWAY,
        )
        .order_by(HostSlot.starts_at, HostSlot.id)
    )
    found: dict[int, list[OfferedDay]] = {}
    for slot, taken, received in session.execute(statement):
        places = rules.MOST_VISITORS - received
        left = min(slot.capacity - taken, places)
        if left > 0 and rules.is_in_time(slot.starts_at, slot.lead_days, moment=moment):
            window = rules.window_of(slot.starts_at, starts_on=starts_on)
            found.setdefault(slot.host_id, []).append(OfferedDay(slot, left, window, places))
    return found


def _received_around(turn: datetime) -> sa.ScalarSelect[int]:
    """How many visitors the host of a day has in the half of the year in which it lies."""
    return (
        sa.select(sa.func.count(Visit.id))
        .where(
            Visit.host_id == HostSlot.host_id,
            Visit.state.in_(HOLDING),
            (Visit.starts_at >= turn) == (HostSlot.starts_at >= turn),
        )
        .correlate(HostSlot)
        .scalar_subquery()
    )


def list_slots_with_visits(session: Session, *, host: Host) -> Sequence[tuple[HostSlot, int]]:
    """Every day of a host from today on, with how many seats are taken."""
    statement = (
        sa.select(HostSlot, _TAKEN)
        .where(
            HostSlot.host_id == host.id,
            HostSlot.withdrawn_at.is_(None),
            HostSlot.starts_at >= clock.at(clock.today(), 0),
        )
        .order_by(HostSlot.starts_at)
    )
    return [(slot, taken) for slot, taken in session.execute(statement)]


def find_slot_between(
    session: Session, *, host: Host, starts_at: datetime, ends_at: datetime
) -> HostSlot | None:
    """The day that a host offers at these times, if any."""
    statement = (
        sa.select(HostSlot)
        .where(
            HostSlot.host_id == host.id,
            HostSlot.withdrawn_at.is_(None),
            HostSlot.starts_at < ends_at,
            HostSlot.ends_at > starts_at,
        )
        .order_by(HostSlot.starts_at)
    )
    return session.scalars(statement).first()


def limits_of(wish: Wish | None) -> Limits:
    """What a participant wrote down about days and places, as the rules read it."""
    if wish is None:
        return rules.NO_LIMITS
    return Limits(
        too_far=frozenset(wish.too_far),
        weekdays=frozenset(wish.weekdays_away),
        periods=tuple(
            (date.fromisoformat(first), date.fromisoformat(last)) for first, last in wish.periods_away
        ),
    )


def find_wish(session: Session, *, enrolment: Enrolment) -> Wish | None:
    """What a participant wishes, with the preferred hosts."""
    statement = (
        sa.select(Wish)
        .where(Wish.enrolment_id == enrolment.id)
        .options(joinedload(Wish.hosts).joinedload(WishedHost.host).joinedload(Host.organisation))
    )
    return session.scalars(statement).unique().one_or_none()


def lock_host(session: Session, *, host: Host) -> None:
    """Hold a host, so that of two who want the last seat one waits for the other."""
    session.execute(sa.select(Host.id).where(Host.id == host.id).with_for_update(key_share=True)).one()


def lock_for_request(session: Session, *, slot: HostSlot, enrolment: Enrolment) -> None:
    """Hold the participant and then the host, and read the day again."""
    session.execute(
        sa.select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update(key_share=True)
    ).one()
    lock_host(session, host=slot.host)
    session.refresh(slot, ["withdrawn_at", "capacity", "lead_days"])
    session.refresh(slot.host, ["retired_at"])
