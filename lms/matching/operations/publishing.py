"""Make an arrangement final: for the first time, or anew after somebody left (DR-08)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import Event, publish
from lms.matching import queries
from lms.matching.events import RoundPublished, RoundRepaired
from lms.matching.models import Arrangement, Round, RoundKind, RoundState, Seat
from lms.matching.operations.editing import ChangedMeanwhileError, ReplacedRoundError
from lms.matching.rules import snapshot
from lms.matching.rules.judging import judge
from lms.matching.rules.moves import changed_people


class HardRuleBrokenError(DomainError):
    """A rule that always holds is broken in this arrangement."""


class AlreadyPublishedError(DomainError):
    """Somebody published an arrangement of this round in the meantime."""


def publish_arrangement(
    session: Session, *, actor: Actor, arrangement: Arrangement, version: int, round_version: int
) -> None:
    """Everybody's place is final; of two people who publish at once one wins and the other is told."""
    queries.lock_round(session, round_id=arrangement.round_id)
    round_ = queries.get_round(session, round_id=arrangement.round.public_id)
    if round_.state is RoundState.REPLACED:
        raise ReplacedRoundError
    if round_.version != round_version or arrangement.published_at is not None:
        raise AlreadyPublishedError
    if arrangement.version != version:
        raise ChangedMeanwhileError
    if not judge(snapshot.problem_of(round_), snapshot.placing_of(arrangement)).is_publishable:
        raise HardRuleBrokenError
    event = _republish(actor, round_, arrangement) if round_.published_at else None
    session.flush()  # the arrangement of before must make room first: only one holds at a time
    arrangement.published_at, arrangement.published_by_id = clock.now(), actor.person_id
    arrangement.before = []
    session.add_all(_seats(round_, arrangement))
    if event is None:
        event = _publish_first(session, actor, round_, arrangement)
    publish(session, event)


def _publish_first(session: Session, actor: Actor, round_: Round, arrangement: Arrangement) -> Event:
    earlier = None
    if round_.kind is not RoundKind.SHADOW_VISITS:
        earlier = queries.find_published(session, cohort_id=round_.cohort_id, kind=round_.kind)
    if earlier is not None:
        earlier.state, earlier.replaced_at = RoundState.REPLACED, clock.now()
    round_.state, round_.published_at = RoundState.PUBLISHED, clock.now()
    return RoundPublished(
        actor=actor,
        cohort_id=round_.cohort.public_id,
        round_id=round_.public_id,
        arrangement_id=arrangement.public_id,
        kind=round_.kind,
        replaced_id=earlier.public_id if earlier else None,
    )


def _republish(actor: Actor, round_: Round, arrangement: Arrangement) -> Event:
    """The arrangement of before stays visible as replaced, and only whose company changes is concerned."""
    before = current_of(round_)
    before.replaced_at = clock.now()
    round_.published_at = clock.now()
    hosts = {row["key"]: row["member"] for row in round_.facts["hosts"]}
    concerned = changed_people(snapshot.placing_of(before), snapshot.placing_of(arrangement), hosts)
    return RoundRepaired(
        actor=actor,
        cohort_id=round_.cohort.public_id,
        round_id=round_.public_id,
        arrangement_id=arrangement.public_id,
        kind=round_.kind,
        changed=tuple(row.enrolment.public_id for row in round_.members if row.enrolment_id in concerned),
    )


def current_of(round_: Round) -> Arrangement:
    """The arrangement that holds now in a published round."""
    return next(row for row in round_.arrangements if row.is_current)


def _seats(round_: Round, arrangement: Arrangement) -> list[Seat]:
    hosts = {row["key"]: row for row in round_.facts["hosts"]}
    in_groups = [
        Seat(arrangement_id=arrangement.id, enrolment_id=key, group_number=number)
        for number, group in enumerate(arrangement.groups, 1)
        for key in group
    ]
    visits = [
        Seat(
            arrangement_id=arrangement.id,
            enrolment_id=row["visitor"],
            host_id=hosts[row["host"]]["member"],
            host_reference=_uuid(hosts[row["host"]]["reference"]),
            held_on=date.fromordinal(row["date"]) if row["date"] else None,
        )
        for row in arrangement.visits
    ]
    return [*in_groups, *visits]


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
