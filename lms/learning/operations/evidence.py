"""Certificate requirements: handing in evidence, and confirmation by somebody else (DR-21)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.core.files import StoredFile
from lms.learning import queries, rules
from lms.learning.events import EvidenceHandedIn, EvidenceJudged
from lms.learning.models import Evidence, EvidenceState
from lms.learning.operations.ledger import reach_requirement
from lms.programmes.models import Requirement, RequirementKind


class NotByEvidenceError(DomainError):
    """A fact that the system records decides about this requirement, not evidence."""


class EnoughHandedInError(DomainError):
    """All evidence that the requirement asks for is confirmed or waits already."""


class EvidenceTooThinError(DomainError):
    """There is neither a file nor a text of some sentences."""

    status = 422


class AlreadyJudgedError(DomainError):
    """Somebody was first: this evidence no longer waits."""


class OwnEvidenceError(DomainError):
    """Nobody confirms the own evidence (DR-21)."""


class RemarkTooShortError(DomainError):
    """Who gives evidence back says what is still missing."""

    status = 422


def hand_in_evidence(
    session: Session,
    *,
    actor: Actor,
    enrolment: Enrolment,
    requirement: Requirement,
    text: str,
    file: StoredFile | None = None,
) -> Evidence:
    """Hand in a text, a file, or both, for a requirement; it then waits for a trainer."""
    if requirement.kind is not RequirementKind.EVIDENCE:
        raise NotByEvidenceError
    if not rules.is_evidence_enough(text, has_file=file is not None):
        raise EvidenceTooThinError
    queries.lock_ledger(session, enrolment_id=enrolment.id)
    marks = queries.evidence_marks(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
    if not rules.still_wanted(requirement, evidence=marks):
        raise EnoughHandedInError
    evidence = Evidence(
        enrolment=enrolment,
        requirement=requirement,
        text=text,
        file=file,
        state=EvidenceState.WAITING,
        handed_in_at=clock.now(),
    )
    session.add(evidence)
    session.flush()
    publish(
        session,
        EvidenceHandedIn(
            actor=actor,
            enrolment_id=enrolment.public_id,
            evidence_id=evidence.public_id,
            requirement_key=requirement.key,
        ),
    )
    return evidence


def judge_evidence(
    session: Session, *, actor: Actor, evidence: Evidence, confirmed: bool, remark: str = ""
) -> None:
    """Confirm evidence, or give it back with a remark; the last one that is needed meets the requirement."""
    enrolment, requirement = evidence.enrolment, evidence.requirement
    if actor.person_id is None or actor.person_id == enrolment.person_id:
        raise OwnEvidenceError
    if not confirmed and len(remark.strip()) < rules.SHORTEST_REMARK:
        raise RemarkTooShortError
    queries.lock_ledger(session, enrolment_id=enrolment.id)
    if evidence.state is not EvidenceState.WAITING:
        raise AlreadyJudgedError
    evidence.state = EvidenceState.CONFIRMED if confirmed else EvidenceState.RETURNED
    evidence.judged_by_id, evidence.judged_at, evidence.remark = actor.person_id, clock.now(), remark
    session.flush()
    if confirmed:
        marks = queries.evidence_marks(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
        count = sum(mark.state is EvidenceState.CONFIRMED for mark in marks)
        if rules.is_target_met(requirement, confirmed=count):
            reach_requirement(
                session, actor=actor, enrolment=enrolment, requirement=requirement, by=actor.person_id
            )
    publish(
        session,
        EvidenceJudged(
            actor=actor,
            enrolment_id=enrolment.public_id,
            evidence_id=evidence.public_id,
            requirement_key=requirement.key,
            is_confirmed=confirmed,
        ),
    )
