"""Fix something beforehand: two people together or apart, a visitor with a host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import PinAdded, PinRemoved
from lms.matching.models import PinKind, Round, RoundPin
from lms.matching.operations.proposals import judge_again
from lms.matching.operations.rounds import must_be_draft
from lms.matching.rules import problem, snapshot
from lms.matching.rules.contradictions import contradictions
from lms.matching.rules.proposal import Contradiction


class SamePersonError(DomainError):
    """It takes two to be together or apart."""

    status = 422


class PinnedAlreadyError(DomainError):
    """This is fixed already."""


class NotInRoundError(DomainError):
    """Only people and hosts of this round are fixed in it."""

    status = 422


class ContradictingPinError(DomainError):
    """This cannot hold together with what is fixed already, or with a rule that always holds."""

    status = 422

    def __init__(self, contradiction: Contradiction) -> None:
        super().__init__("contradiction")
        self.contradiction = contradiction


@dataclass(frozen=True, kw_only=True)
class NewPin:
    """What is to be fixed: of whom, with another person or with a host."""

    kind: PinKind
    first_id: int
    second_id: int | None = None
    host_key: int | None = None

    @property
    def second(self) -> int:
        """The other person's key, or the host's."""
        return self.host_key if self.second_id is None and self.host_key is not None else self.second_id or 0


def add_pin(session: Session, *, actor: Actor, round_: Round, pin: NewPin) -> RoundPin:
    """Fix something in a draft; what contradicts is refused, and named."""
    must_be_draft(round_)
    queries.lock_round(session, round_id=round_.id)
    _must_be_possible(round_, pin)
    known = {(row.kind, row.first_id, row.second_id, row.host_key) for row in round_.pins}
    if {
        (pin.kind, pin.first_id, pin.second_id, pin.host_key),
        (pin.kind, pin.second_id, pin.first_id, None),
    } & known:
        raise PinnedAlreadyError
    found = _contradictions(round_, pin)
    if found:
        raise ContradictingPinError(found[0])
    row = RoundPin(
        kind=pin.kind,
        first_id=pin.first_id,
        second_id=pin.second_id,
        host_key=pin.host_key,
        made_by_id=actor.person_id,
    )
    round_.pins.append(row)
    session.flush()
    judge_again(session, round_=round_)
    publish(session, PinAdded(actor=actor, round_id=round_.public_id, pin_id=row.public_id, kind=row.kind))
    return row


def remove_pin(session: Session, *, actor: Actor, pin: RoundPin) -> None:
    """Loosen what was fixed."""
    round_ = queries.get_round(session, round_id=pin.round.public_id)
    must_be_draft(round_)
    event = PinRemoved(actor=actor, round_id=round_.public_id, pin_id=pin.public_id, kind=pin.kind)
    session.delete(pin)
    session.flush()
    session.expire(round_, ["pins"])
    judge_again(session, round_=queries.get_round(session, round_id=round_.public_id))
    publish(session, event)


def _must_be_possible(round_: Round, pin: NewPin) -> None:
    here = {row.enrolment_id for row in round_.members if row.left_at is None}
    hosts = {row["key"] for row in round_.facts["hosts"]}
    if pin.first_id == pin.second_id:
        raise SamePersonError
    is_known = pin.second_id in here if pin.second_id is not None else pin.host_key in hosts
    if pin.first_id not in here or not is_known:
        raise NotInRoundError


def _contradictions(round_: Round, pin: NewPin) -> Sequence[Contradiction]:
    """What the new pin runs into; what was there before it was looked at then."""
    before = snapshot.problem_of(round_)
    fresh = problem.Pin(kind=pin.kind, first=pin.first_id, second=pin.second)
    found = contradictions(replace(before, pins=(*before.pins, fresh)))
    return [one for one in found if fresh in one.pins]
