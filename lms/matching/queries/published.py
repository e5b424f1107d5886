"""What was published: for the features that go on with it, and for the people concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from lms.cohorts.models import Enrolment
from lms.cohorts.rules import by_name
from lms.core.errors import NotFoundError
from lms.matching.models import Arrangement, Round, RoundKind, RoundState, Seat


@dataclass(frozen=True, kw_only=True)
class PublishedGroup:
    """The enrolments (internal numbers) that are one group or pair."""

    number: int
    enrolment_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedVisit:
    """Who visits whom: a fellow participant, or the opener's own reference for a host from outside."""

    visitor_id: int
    host_id: int | None
    host_reference: UUID | None
    held_on: date | None


@dataclass(frozen=True, kw_only=True)
class Published:
    """What holds now in a round; of groups and pairs `visits` is empty, and the other way round."""

    round_id: UUID
    cohort_id: UUID
    kind: RoundKind
    number: int
    arrangement_id: UUID
    published_at: datetime
    groups: tuple[PublishedGroup, ...]
    visits: tuple[PublishedVisit, ...]


@dataclass(frozen=True, kw_only=True)
class OwnGroup:
    """The group or pair of one person: which round, which number, and everybody in it by name."""

    kind: RoundKind
    number: int
    number_of_round: int
    published_at: datetime
    people: Sequence[Enrolment]
    met_before: int


def get_published(session: Session, *, round_id: UUID) -> Published:
    """The arrangement of a round that holds now; a round that was never published is not found."""
    statement = (
        sa.select(Arrangement)
        .join(Arrangement.round)
        .where(
            Round.public_id == round_id,
            Arrangement.published_at.is_not(None),
            Arrangement.replaced_at.is_(None),
        )
        .options(joinedload(Arrangement.round).joinedload(Round.cohort))
    )
    arrangement = session.scalars(statement).one_or_none()
    if arrangement is None or arrangement.published_at is None:
        raise NotFoundError
    seats = session.scalars(
        sa.select(Seat).where(Seat.arrangement_id == arrangement.id).order_by(Seat.id)
    ).all()
    return Published(
        round_id=arrangement.round.public_id,
        cohort_id=arrangement.round.cohort.public_id,
        kind=arrangement.round.kind,
        number=arrangement.round.number,
        arrangement_id=arrangement.public_id,
        published_at=arrangement.published_at,
        groups=_groups(seats),
        visits=tuple(
            PublishedVisit(
                visitor_id=seat.enrolment_id,
                host_id=seat.host_id,
                host_reference=seat.host_reference,
                held_on=seat.held_on,
            )
            for seat in seats
            if seat.group_number is None
        ),
    )


def _groups(seats: Sequence[Seat]) -> tuple[PublishedGroup, ...]:
    found: dict[int, list[int]] = {}
    for seat in seats:
        if seat.group_number is not None:
            found.setdefault(seat.group_number, []).append(seat.enrolment_id)
    return tuple(
        PublishedGroup(number=number, enrolment_ids=tuple(people)) for number, people in sorted(found.items())
    )


def list_own_groups(session: Session, *, enrolment: Enrolment) -> Sequence[OwnGroup]:
    """The group and the pair in which somebody is now, in that order."""
    own = (
        sa.select(Seat.arrangement_id, Seat.group_number)
        .join(Seat.arrangement)
        .join(Arrangement.round)
        .where(
            Seat.enrolment_id == enrolment.id,
            Seat.group_number.is_not(None),
            Arrangement.published_at.is_not(None),
            Arrangement.replaced_at.is_(None),
            Round.state == RoundState.PUBLISHED,
        )
        .subquery()
    )
    statement = (
        sa.select(Seat)
        .join(
            own, sa.and_(own.c.arrangement_id == Seat.arrangement_id, own.c.group_number == Seat.group_number)
        )
        .options(
            joinedload(Seat.arrangement).joinedload(Arrangement.round),
            joinedload(Seat.enrolment).options(
                joinedload(Enrolment.person),
                joinedload(Enrolment.organisation),
                joinedload(Enrolment.discipline),
                joinedload(Enrolment.job_role),
            ),
        )
    )
    together: dict[int, list[Seat]] = {}
    for seat in session.scalars(statement):
        together.setdefault(seat.arrangement_id, []).append(seat)
    met = _met_of(session, enrolment_id=enrolment.id)
    return sorted(
        (_own_group(seats, enrolment, met) for seats in together.values()), key=lambda row: row.kind.value
    )


def _own_group(seats: Sequence[Seat], enrolment: Enrolment, met: Mapping[RoundKind, set[int]]) -> OwnGroup:
    arrangement, people = seats[0].arrangement, [seat.enrolment for seat in seats]
    assert arrangement.published_at is not None
    others = {row.id for row in people} - {enrolment.id}
    return OwnGroup(
        kind=arrangement.round.kind,
        number=seats[0].group_number or 0,
        number_of_round=arrangement.round.number,
        published_at=arrangement.published_at,
        people=by_name(people),
        met_before=len(others & met.get(arrangement.round.kind, set())),
    )


def _met_of(session: Session, *, enrolment_id: int) -> Mapping[RoundKind, set[int]]:
    """With whom somebody was together in rounds that were replaced since, by kind."""
    mine = aliased(Seat)
    statement = (
        sa.select(Round.kind, Seat.enrolment_id)
        .join(
            mine, sa.and_(mine.arrangement_id == Seat.arrangement_id, mine.group_number == Seat.group_number)
        )
        .join(Arrangement, Arrangement.id == Seat.arrangement_id)
        .join(Round, Round.id == Arrangement.round_id)
        .where(mine.enrolment_id == enrolment_id, Round.state == RoundState.REPLACED)
    )
    met: dict[RoundKind, set[int]] = {}
    for kind, who in session.execute(statement):
        met.setdefault(kind, set()).add(who)
    return met
