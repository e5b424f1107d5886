"""What happens to cohorts, enrolments, meetings and the register."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.cohorts.models import AlertKind, EnrolmentState, MadeUpState, ProposalKind
from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CohortPlanned(Event):
    """A cohort will start with a version of a programme."""

    cohort_id: UUID
    programme_version_id: UUID


@dataclass(frozen=True, kw_only=True)
class CohortChanged(Event):
    """The name, dates or size of a cohort changed."""

    cohort_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationAdmitted(Event):
    """People of an organisation may take part in a cohort."""

    cohort_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class AdmissionEnded(Event):
    """An organisation no longer sends people to a cohort."""

    cohort_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class TrainerAssigned(Event):
    """Somebody teaches a cohort."""

    cohort_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class TrainerWithdrawn(Event):
    """Somebody no longer teaches a cohort."""

    cohort_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ParticipantEnrolled(Event):
    """Somebody was enrolled, or invited to take part."""

    cohort_id: UUID
    enrolment_id: UUID
    person_id: UUID
    state: EnrolmentState


@dataclass(frozen=True, kw_only=True)
class EnrolmentStateChanged(Event):
    """An enrolment went from one state to another; the reason stays with the enrolment."""

    cohort_id: UUID
    enrolment_id: UUID
    from_state: EnrolmentState
    to_state: EnrolmentState


@dataclass(frozen=True, kw_only=True)
class JoiningChanged(Event):
    """Somebody takes part since another day; figures of this cohort may have changed."""

    cohort_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Event):
    """A cohort will meet; as part of a whole plan, of which people hear once, or on its own."""

    cohort_id: UUID
    meeting_id: UUID
    in_plan: bool = False


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Event):
    """A meeting has other words, such as its name; `is_heard` when participants must know."""

    cohort_id: UUID
    meeting_id: UUID
    is_heard: bool = True


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Event):
    """A meeting has another day, time or place; what it was before stays with the meeting."""

    cohort_id: UUID
    meeting_id: UUID
    move_id: UUID


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Event):
    """A meeting does not take place; its day parts leave the count (DR-12)."""

    cohort_id: UUID
    meeting_id: UUID


@dataclass(frozen=True, kw_only=True)
class DayPartCancelled(Event):
    """One day part of a meeting does not take place and leaves the count (DR-12)."""

    cohort_id: UUID
    meeting_id: UUID
    day_part_id: UUID


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded(Event):
    """The register of a day part was kept; figures of this cohort may have changed."""

    cohort_id: int
    day_part_id: UUID
    people: int


@dataclass(frozen=True, kw_only=True)
class AttendanceCorrected(AttendanceRecorded):
    """What a register said before was changed; old values, author and reason stay with the register."""

    corrections: int


@dataclass(frozen=True, kw_only=True)
class AttendanceProposed(Event):
    """A participant said to be there, or not to come; why stays with the proposal."""

    day_part_id: UUID
    enrolment_id: UUID
    kind: ProposalKind


@dataclass(frozen=True, kw_only=True)
class AttendanceProposalWithdrawn(Event):
    """A participant took back what was said of a day part."""

    day_part_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class AttendanceAlertRaised(Event):
    """Somebody can miss at most one more day part, or cannot reach the norm any more (DR-15)."""

    cohort_id: UUID
    enrolment_id: UUID
    kind: AlertKind


@dataclass(frozen=True, kw_only=True)
class CatchUpAsked(Event):
    """A participant asks for a task to make a missed day part good."""

    task_id: UUID


@dataclass(frozen=True, kw_only=True)
class CatchUpGiven(Event):
    """A participant has a task to make a missed day part good."""

    task_id: UUID


@dataclass(frozen=True, kw_only=True)
class CatchUpHandedIn(Event):
    """A participant handed in a catch-up task."""

    task_id: UUID


@dataclass(frozen=True, kw_only=True)
class CatchUpRefused(Event):
    """No catch-up task is given for a missed day part; why stays with the task."""

    task_id: UUID


@dataclass(frozen=True, kw_only=True)
class CatchUpDropped(Event):
    """A catch-up task is needed no more: the register says now that the day part counts."""

    task_id: UUID


@dataclass(frozen=True, kw_only=True)
class CatchUpReopened(Event):
    """An approved catch-up task is judged again: its day part turned out to be missed, beyond the maximum."""

    task_id: UUID


@dataclass(frozen=True, kw_only=True)
class CatchUpJudged(Event):
    """Another person approved a catch-up task or gave it back; figures of this cohort may have changed."""

    cohort_id: int
    task_id: UUID
    is_approved: bool


@dataclass(frozen=True, kw_only=True)
class MadeUpSessionProposed(Event):
    """A participant says to have attended the same meeting with another cohort."""

    made_up_id: UUID


@dataclass(frozen=True, kw_only=True)
class MadeUpSessionDecided(Event):
    """Staff confirmed, refused or withdrew a meeting attended elsewhere; figures may have changed."""

    cohort_id: int
    made_up_id: UUID
    state: MadeUpState
