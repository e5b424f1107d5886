"""Tailored decisions (maatwerkbesluiten): one proposes with a reason, a second person decides (DR-22)."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from lms.agreements.queries import is_line_manager
from lms.cohorts.models import ACTIVE
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.learning import queries, rules
from lms.learning.events import (
    TailoredDecisionApproved,
    TailoredDecisionProposed,
    TailoredDecisionRejected,
    TailoredDecisionWithdrawn,
)
from lms.learning.models import DecisionState, TailoredDecision
from lms.learning.operations.ledger import reach_requirement
from lms.learning.rules import Deviation


class ReasonTooShortError(DomainError):
    """A tailored decision needs a reason of at least fifty characters."""

    status = 422


class NothingToDecideError(DomainError):
    """The requirement is met already, or the participant is not in training."""


class AlreadyProposedError(DomainError):
    """A proposal about this requirement waits already."""


class AlreadyDecidedError(DomainError):
    """Somebody was first: this proposal no longer waits."""


class NoSecondPersonError(DomainError):
    """The proposer and the participant's line manager never decide (DR-22)."""

    status = 403


class RemarkNeededError(DomainError):
    """Who says no tells why."""

    status = 422


class _Subject(TypedDict):
    decision_id: UUID
    enrolment_id: UUID
    requirement_key: str


def propose_tailored_decision(
    session: Session, *, actor: Actor, deviation: Deviation, reason: str
) -> TailoredDecision:
    """Propose that one requirement counts as met for one participant, with the reason why."""
    enrolment, requirement = deviation.enrolment, deviation.requirement
    if not rules.is_reason_enough(reason):
        raise ReasonTooShortError
    queries.lock_ledger(session, enrolment_id=enrolment.id)
    completion = queries.find_completion(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
    if completion is not None or enrolment.state not in ACTIVE:
        raise NothingToDecideError
    if queries.find_open_decision(session, enrolment_id=enrolment.id, requirement_id=requirement.id):
        raise AlreadyProposedError
    decision = TailoredDecision(
        enrolment=enrolment,
        requirement=requirement,
        reason=reason,
        proposed_by_id=actor.person_id,
        proposed_at=clock.now(),
    )
    session.add(decision)
    session.flush()
    publish(session, TailoredDecisionProposed(actor=actor, **_about(decision)))
    return decision


def decide_tailored_decision(
    session: Session, *, actor: Actor, decision: TailoredDecision, approved: bool, remark: str = ""
) -> None:
    """Agree to a proposal, so that the requirement counts as met, or refuse it with a remark."""
    _refuse_first_pair_of_eyes(session, actor, decision)
    if not approved and not remark.strip():
        raise RemarkNeededError
    queries.lock_ledger(session, enrolment_id=decision.enrolment_id)
    session.refresh(decision, ["state"])
    if decision.state is not DecisionState.PROPOSED:
        raise AlreadyDecidedError
    decision.state = DecisionState.APPROVED if approved else DecisionState.REJECTED
    decision.decided_by_id, decision.decided_at, decision.remark = actor.person_id, clock.now(), remark
    session.flush()
    if approved:
        reach_requirement(
            session,
            actor=actor,
            enrolment=decision.enrolment,
            requirement=decision.requirement,
            by=actor.person_id,
            decision=decision,
        )
    event = TailoredDecisionApproved if approved else TailoredDecisionRejected
    publish(session, event(actor=actor, **_about(decision)))


def withdraw_tailored_decision(session: Session, *, actor: Actor, decision: TailoredDecision) -> None:
    """Take back a proposal on which nobody has decided."""
    queries.lock_ledger(session, enrolment_id=decision.enrolment_id)
    session.refresh(decision, ["state"])
    if decision.state is not DecisionState.PROPOSED:
        raise AlreadyDecidedError
    decision.state = DecisionState.WITHDRAWN
    publish(session, TailoredDecisionWithdrawn(actor=actor, **_about(decision)))


def _refuse_first_pair_of_eyes(session: Session, actor: Actor, decision: TailoredDecision) -> None:
    if not rules.is_second_pair_of_eyes(
        decider_id=actor.person_id,
        proposer_id=decision.proposed_by_id,
        is_manager=is_line_manager(session, actor=actor, enrolment=decision.enrolment),
    ):
        raise NoSecondPersonError


def _about(decision: TailoredDecision) -> _Subject:
    return {
        "decision_id": decision.public_id,
        "enrolment_id": decision.enrolment.public_id,
        "requirement_key": decision.requirement.key,
    }
