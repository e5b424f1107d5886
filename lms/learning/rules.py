"""How far somebody is: own progress through the modules, and how every certificate requirement stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.rules import AttendanceFigures
from lms.learning.models import EvidenceState
from lms.programmes.models import (
    Activity,
    ActivityKind,
    Module,
    ProgrammeVersion,
    ReflectionForm,
    Requirement,
    RequirementKind,
)
from lms.programmes.rules import activities_of, due_on, planned_on, why_locked

SHORTEST_EVIDENCE = 30
SHORTEST_REMARK = 20

REFLECTION_FIELDS: Mapping[ReflectionForm, tuple[str, ...]] = {
    ReflectionForm.STARR: ("situation", "task", "action", "result", "reflection", "transfer"),
    ReflectionForm.KORTHAGEN: ("experience", "look_back", "essence", "alternatives", "try_out"),
    ReflectionForm.FREE: ("text",),
}
WRITTEN_KINDS = frozenset({ActivityKind.REFLECTION, ActivityKind.PREPARATION})


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


@dataclass(frozen=True)
class RequirementStanding:
    """A requirement with its state: how much is confirmed of the target, since when, and what still waits."""

    requirement: Requirement
    state: RequirementState
    count: int
    target: int
    reached_at: datetime | None = None
    percent: int | None = None
    is_warning: bool = False
    waiting_evidence: UUID | None = None

    @property
    def is_reached(self) -> bool:
        """Whether another person, or a recorded fact, confirmed it."""
        return self.state is RequirementState.REACHED


@dataclass(frozen=True)
class ModuleProgress:
    """Own bookkeeping in one module: how many activities are done, and whether it is all that it asks."""

    done: int
    total: int
    is_done: bool


@dataclass(frozen=True)
class NextActivity:
    """An open activity that comes next, with the day before which it is expected."""

    activity: Activity
    module: Module
    due_on: date | None


@dataclass(frozen=True)
class Place:
    """Where a reader stands: a module or an activity in it, in the cohort that the reader is in or trains."""

    module: Module
    cohort: Cohort
    activity: Activity | None = None
    enrolment: Enrolment | None = None


@dataclass(frozen=True)
class OwnRequirement:
    """A requirement as its participant stands before it: what was handed in, and whether it is reached."""

    requirement: Requirement
    enrolment: Enrolment
    evidence: Sequence[EvidenceMark]
    is_reached: bool


def written_fields(activity: Activity) -> tuple[str, ...]:
    """The boxes to write in: those of the reflection form, one for a preparation, none for the rest."""
    if activity.kind is ActivityKind.PREPARATION:
        return ("notes",)
    if activity.kind is ActivityKind.REFLECTION:
        return REFLECTION_FIELDS[activity.reflection_form or ReflectionForm.FREE]
    return ()


def standing(
    requirement: Requirement,
    *,
    evidence: Sequence[EvidenceMark] = (),
    reached_at: datetime | None = None,
    attendance: AttendanceFigures | None = None,
    fact: RequirementState | None = None,
) -> RequirementStanding:
    """How one requirement stands; the ledger alone says whether it is reached (DR-21)."""
    waiting = next((mark.evidence_id for mark in evidence if mark.state is EvidenceState.WAITING), None)
    confirmed = sum(mark.state is EvidenceState.CONFIRMED for mark in evidence)
    if reached_at is not None:
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
        count=min(confirmed, target) if is_counted else int(reached_at is not None),
        target=target,
        reached_at=reached_at,
        percent=attendance.percent_so_far if attendance is not None and attendance.held else None,
        is_warning=attendance is not None and (attendance.is_warning or not attendance.is_reachable),
        waiting_evidence=waiting,
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


def done_keys(version: ProgrammeVersion, *, done: frozenset[int]) -> frozenset[str]:
    """The keys of the activities that are ticked, as the rules of the programme know them."""
    return frozenset(a.key for module in version.modules for a in module.activities if a.id in done)


def module_progress(module: Module, *, done: frozenset[int]) -> ModuleProgress:
    """How far the own bookkeeping is in one module; optional activities are counted, never asked."""
    asked = [a for a in module.activities if a.is_required] or list(module.activities)
    return ModuleProgress(
        done=sum(a.id in done for a in module.activities),
        total=len(module.activities),
        is_done=bool(asked) and all(a.id in done for a in asked),
    )


def next_activities(
    version: ProgrammeVersion, *, done: frozenset[int], starts_on: date, day: date, limit: int
) -> Sequence[NextActivity]:
    """The open activities that come next: those with a date first, the earliest on top."""
    keys = done_keys(version, done=done)
    found = [
        NextActivity(activity, module, due_on(activity, starts_on))
        for module in version.modules
        for activity in module.activities
        if activity.id not in done
        and activity.is_required
        and why_locked(activity, version=version, done_keys=keys, starts_on=starts_on, day=day) is None
    ]
    found.sort(key=lambda n: (n.due_on is None, n.due_on or day, n.module.position, n.activity.position))
    return found[:limit]


def neighbours(version: ProgrammeVersion, *, activity: Activity) -> tuple[Activity | None, Activity | None]:
    """The activity before and the one after, across the modules of the programme."""
    line = list(activities_of(version))
    place = next(i for i, item in enumerate(line) if item.id == activity.id)
    before = line[place - 1] if place else None
    return before, line[place + 1] if place + 1 < len(line) else None
