"""Somebody leaves a round or comes later: nothing is reshuffled, repairs are offered (DR-08)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import BELONGING, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import MemberCame, MemberLeft
from lms.matching.models import Arrangement, Origin, Round, RoundMember, RoundState
from lms.matching.operations.apart import seal_apart
from lms.matching.operations.proposals import add_arrangement, judge_again
from lms.matching.operations.publishing import current_of
from lms.matching.rules import snapshot
from lms.matching.rules.moves import aligned
from lms.matching.rules.proposal import Repair
from lms.matching.rules.repairing import repair


class LeftAlreadyError(DomainError):
    """This person is no longer in this round."""


class NotLeftError(DomainError):
    """This person still has a place in what holds now."""


class NothingHoldsError(DomainError):
    """Only what holds now is repaired: a draft is proposed anew, a replaced round stays as it was."""


class IsInRoundError(DomainError):
    """This person is in this round already."""


class NotInCohortError(DomainError):
    """Only who belongs to the cohort takes part in its rounds."""


def leave_round(session: Session, *, actor: Actor, member: RoundMember) -> None:
    """Take somebody out of a round; in what is published nobody else moves by that."""
    round_ = member.round
    if member.left_at is not None:
        raise LeftAlreadyError
    member.left_at = clock.now()
    session.flush()
    was_published = round_.state is RoundState.PUBLISHED
    if round_.state is RoundState.DRAFT:
        judge_again(session, round_=round_)
    publish(
        session,
        MemberLeft(
            actor=actor,
            round_id=round_.public_id,
            enrolment_id=member.enrolment.public_id,
            was_published=was_published,
        ),
    )


def leave_rounds(session: Session, *, actor: Actor, enrolment: Enrolment) -> None:
    """Somebody stopped: take that person out of every round that holds or waits."""
    for round_ in queries.list_rounds_with(session, enrolment_id=enrolment.id):
        member = next(row for row in round_.members if row.enrolment_id == enrolment.id)
        leave_round(session, actor=actor, member=member)


def join_round(session: Session, *, actor: Actor, round_: Round, enrolment: Enrolment) -> None:
    """Let somebody who came later, or was taken out, take part; a place follows by hand or anew."""
    if round_.state is RoundState.REPLACED or enrolment.state not in BELONGING:
        raise NotInCohortError
    known = next((row for row in round_.members if row.enrolment_id == enrolment.id), None)
    if known is not None and known.left_at is None:
        raise IsInRoundError
    if known is None:
        round_.members.append(RoundMember(enrolment_id=enrolment.id, enrolment=enrolment))
    else:
        known.left_at = None
    _refresh_facts(session, round_)
    session.flush()
    if round_.state is RoundState.DRAFT:
        judge_again(session, round_=round_)
    publish(
        session,
        MemberCame(actor=actor, round_id=round_.public_id, enrolment_id=enrolment.public_id),
    )


def _refresh_facts(session: Session, round_: Round) -> None:
    """Add the facts of who came later; of the others what was known when the round was opened stays."""
    known = {row["key"] for row in round_.facts["members"]}
    present = {row.enrolment_id for row in round_.members}
    enrolments = [row for row in list_enrolments(session, cohort=round_.cohort) if row.id in present]
    fresh = [row for row in queries.members_facts(session, enrolments=enrolments) if row["key"] not in known]
    round_.facts = {**round_.facts, "members": [*round_.facts["members"], *fresh]}
    seal_apart(session, round_=round_, cohort=round_.cohort, enrolments=enrolments)


def offer_repairs(
    session: Session, *, actor: Actor, round_: Round, member: RoundMember
) -> Sequence[Arrangement]:
    """Lay out how the published round can go on without somebody, fewest changes first."""
    if round_.state is not RoundState.PUBLISHED:
        raise NothingHoldsError
    current = current_of(round_)
    if member.left_at is None:
        raise NotLeftError
    if not current.concerns(member.enrolment_id):
        raise LeftAlreadyError
    _drop_offers(session, round_)
    enrolments = [row.enrolment for row in round_.members if row.left_at is None]
    seal_apart(session, round_=round_, cohort=round_.cohort, enrolments=enrolments)
    problem = snapshot.problem_of(round_, also={member.enrolment_id})
    repairs = repair(problem, snapshot.placing_of(current), gone=member.enrolment_id)
    return [
        _offer(session, actor=actor, current=current, option=option, gone_id=member.enrolment_id)
        for option in repairs
    ]


def _offer(
    session: Session, *, actor: Actor, current: Arrangement, option: Repair, gone_id: int
) -> Arrangement:
    """Keep an offer; groups keep the number that most of their people know."""
    row = add_arrangement(
        session,
        actor=actor,
        round_=current.round,
        proposal=option.proposal,
        origin=Origin.REPAIR,
        source=current,
        gone_id=gone_id,
    )
    row.groups = aligned(current.groups, option.proposal.groups)
    row.account = {**row.account, "moved": list(option.moved), "touched": list(option.touched)}
    session.flush()
    return row


def _drop_offers(session: Session, round_: Round) -> None:
    """Offers of before are gone: what holds or who left is different now."""
    offers = [row for row in round_.arrangements if row.origin is Origin.REPAIR and row.published_at is None]
    for row in offers:
        round_.arrangements.remove(row)
    session.execute(sa.delete(Arrangement).where(Arrangement.id.in_([row.id for row in offers])))
