"""What happened in the two ledgers; writing a private reflection announces nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ActivityDone(Event):
    """A participant ticked an activity as done, for the own bookkeeping."""

    enrolment_id: UUID
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class ActivityUndone(Event):
    """A participant took the own tick away again."""

    enrolment_id: UUID
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReflectionShared(Event):
    """A participant lets the trainers of the cohort read one reflection."""

    enrolment_id: UUID
    reflection_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReflectionWithdrawn(Event):
    """A participant no longer shares a reflection."""

    enrolment_id: UUID
    reflection_id: UUID


@dataclass(frozen=True, kw_only=True)
class EvidenceHandedIn(Event):
    """A participant handed in evidence for a certificate requirement."""

    enrolment_id: UUID
    evidence_id: UUID
    requirement_key: str


@dataclass(frozen=True, kw_only=True)
class EvidenceJudged(Event):
    """Somebody else confirmed the evidence, or gave it back."""

    enrolment_id: UUID
    evidence_id: UUID
    requirement_key: str
    is_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class RequirementReached(Event):
    """A certificate requirement is met."""

    enrolment_id: UUID
    requirement_key: str


@dataclass(frozen=True, kw_only=True)
class RequirementWithdrawn(Event):
    """A certificate requirement is no longer met, because the recorded fact changed."""

    enrolment_id: UUID
    requirement_key: str


@dataclass(frozen=True, kw_only=True)
class TailoredDecisionProposed(Event):
    """A coordinator proposed that a requirement counts as met; the reason stays with the proposal."""

    decision_id: UUID
    enrolment_id: UUID
    requirement_key: str


@dataclass(frozen=True, kw_only=True)
class TailoredDecisionApproved(Event):
    """A second person agreed to a tailored decision."""

    decision_id: UUID
    enrolment_id: UUID
    requirement_key: str


@dataclass(frozen=True, kw_only=True)
class TailoredDecisionRejected(Event):
    """A second person did not agree to a tailored decision."""

    decision_id: UUID
    enrolment_id: UUID
    requirement_key: str


@dataclass(frozen=True, kw_only=True)
class TailoredDecisionWithdrawn(Event):
    """A proposal was taken back before anybody decided."""

    decision_id: UUID
    enrolment_id: UUID
    requirement_key: str
