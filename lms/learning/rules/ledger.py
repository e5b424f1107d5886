"""How every certificate requirement stands; the ledger alone says what is reached (DR-21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from lms.cohorts.models import Enrolment
from lms.cohorts.rules import AttendanceFigures
from lms.learning.models import Evidence, EvidenceState
from lms.programmes.models import Requirement, RequirementKind
from lms.programmes.rules import planned_on

SHORTEST_EVIDENCE = 30
SHORTEST_REMARK = 20


class RequirementState(StrEnum):
    """How a certificate requirement stands for one participant."""

    OPEN = "open"
    BUSY = "busy"
    WAITING = "waiting"
    REACHED = "reached"


@dataclass(frozen=True)
class EvidenceMark:
    """A piece of evidence without its text: which one, and whether somebody has looked."""

    evidence_id: UUID
    state: EvidenceState


class CompletionMark(NamedTuple):
    """A standing completion: whose, of what, since when, and by which tailored decision, if by any."""

    enrolment_id: int
    requirement_id: int
    reached_at: datetime
    decision_id: UUID | None = None


@dataclass(frozen=True)
class RequirementStanding:
    """A requirement with its state: how much is confirmed of the target, since when, and what still waits."""

    requirement: Requirement
    state: RequirementState
    count: int
    target: int
    reached_at: datetime | None = None
    attendance: AttendanceFigures | None = None
    waiting_evidence: UUID | None = None
    returned_evidence: UUID | None = None
    decision_id: UUID | None = None

    @property
    def is_reached(self) -> bool:
        """Whether another person, or a recorded fact, confirmed it."""
        return self.state is RequirementState.REACHED

    @property
    def percent(self) -> int | None:
        """The share attended of what was held, of a requirement that is about attendance."""
        return self.attendance.percent_so_far if self.attendance is not None else None

    @property
    def is_warning(self) -> bool:
        """Whether attendance comes near the norm, or cannot reach it any more (DR-15)."""
        return self.attendance is not None and self.attendance.alert is not None


@dataclass(frozen=True)
class OwnRequirement:
    """A requirement as its participant stands before it: what was handed in, and whether it is reached."""

    requirement: Requirement
    enrolment: Enrolment
    evidence: Sequence[EvidenceMark]
    is_reached: bool

    @property
    def wanted(self) -> int:
        """How much evidence can still be handed in; none for a fact that the system records."""
        if self.is_reached or self.requirement.kind is not RequirementKind.EVIDENCE:
            return 0
        return still_wanted(self.requirement, evidence=self.evidence)


def _returned(evidence: Sequence[EvidenceMark]) -> UUID | None:
    """The newest piece, when it came back: it waits for its participant."""
    newest = evidence[-1] if evidence else None
    return newest.evidence_id if newest and newest.state is EvidenceState.RETURNED else None


def standing(
    requirement: Requirement,
    *,
    evidence: Sequence[EvidenceMark] = (),
    completion: CompletionMark | None = None,
    attendance: AttendanceFigures | None = None,
    fact: RequirementState | None = None,
) -> RequirementStanding:
    """How one requirement stands; the ledger alone says whether it is reached (DR-21)."""
    waiting = next((mark.evidence_id for mark in evidence if mark.state is EvidenceState.WAITING), None)
    confirmed = sum(mark.state is EvidenceState.CONFIRMED for mark in evidence)
    if completion is not None:
        state = RequirementState.REACHED
    elif waiting is not None:
        state = RequirementState.WAITING
    elif evidence or (attendance is not None and attendance.held):
        state = RequirementState.BUSY
    else:
        state = fact if fact in (RequirementState.BUSY, RequirementState.WAITING) else RequirementState.OPEN
    is_counted = requirement.kind is RequirementKind.EVIDENCE
    target = requirement.target if is_counted else 1
    return RequirementStanding(
        requirement=requirement,
        state=state,
        count=min(confirmed, target) if is_counted else int(completion is not None),
        target=target,
        reached_at=completion.reached_at if completion else None,
        attendance=attendance,
        waiting_evidence=waiting,
        returned_evidence=_returned(evidence) if completion is None else None,
        decision_id=completion.decision_id if completion else None,
    )


def is_target_met(requirement: Requirement, *, confirmed: int) -> bool:
    """Whether as much evidence is confirmed as the requirement asks."""
    return confirmed >= requirement.target


def still_wanted(requirement: Requirement, *, evidence: Sequence[EvidenceMark]) -> int:
    """How much more evidence can be handed in: the target less what is confirmed or waits."""
    kept = sum(mark.state is not EvidenceState.RETURNED for mark in evidence)
    return max(0, requirement.target - kept)


def is_evidence_enough(text: str, *, has_file: bool) -> bool:
    """Whether there is something to look at: a file, or a few sentences."""
    return has_file or len(text.strip()) >= SHORTEST_EVIDENCE


def is_behind(standings: Iterable[RequirementStanding], *, starts_on: date, day: date) -> bool:
    """Whether the plan is ahead of this participant: nothing shown for what was due, or too often absent."""
    return any(
        item.is_warning
        or (
            item.requirement.kind is not RequirementKind.ATTENDANCE
            and item.state in (RequirementState.OPEN, RequirementState.BUSY)
            and planned_on(item.requirement, starts_on) < day
        )
        for item in standings
    )


def planned_dates(standings: Iterable[RequirementStanding], *, starts_on: date) -> Mapping[int, date]:
    """The day on which the cohort should have met each requirement, by requirement."""
    return {item.requirement.id: planned_on(item.requirement, starts_on) for item in standings}


def wanted_counts(
    standings: Iterable[RequirementStanding], *, evidence: Mapping[int, Sequence[Evidence]]
) -> Mapping[int, int]:
    """How much evidence can still be handed in for each requirement that takes it, by requirement."""
    return {
        item.requirement.id: still_wanted(
            item.requirement,
            evidence=[
                EvidenceMark(row.public_id, row.state) for row in evidence.get(item.requirement.id, ())
            ],
        )
        for item in standings
        if item.requirement.kind is RequirementKind.EVIDENCE and not item.is_reached
    }
