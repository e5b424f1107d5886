"""What happens to cohorts, enrolments, meetings and the register."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.cohorts.models import EnrolmentState
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
