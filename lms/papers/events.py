"""What happens to papers: ids and facts; never a title, a text or a grade."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event
from lms.papers.models import Seat


@dataclass(frozen=True, kw_only=True)
class AssignmentOpened(Event):
    """A cohort got its paper assignment with a window."""

    cohort_id: UUID
    assignment_id: UUID


@dataclass(frozen=True, kw_only=True)
class AssignmentChanged(Event):
    """The window of a paper assignment was moved."""

    assignment_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaperHandedIn(Event):
    """A participant handed in a version of the paper."""

    assignment_id: UUID
    enrolment_id: UUID
    version_id: UUID
    number: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class AssessorAssigned(Event):
    """Somebody was given a seat to judge a paper."""

    submission_id: UUID
    person_id: UUID
    seat: Seat


@dataclass(frozen=True, kw_only=True)
class AssessmentStarted(Event):
    """An assessor saved the first draft of a form; later saves are not announced one by one."""

    submission_id: UUID


@dataclass(frozen=True, kw_only=True)
class AssessmentFinalised(Event):
    """An assessor finished the form; nobody but the team sees it yet."""

    submission_id: UUID


@dataclass(frozen=True, kw_only=True)
class GradeReleased(Event):
    """A participant may now read the judgement."""

    submission_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class GradeReopened(Event):
    """A finished judgement was taken back to be looked at again."""

    submission_id: UUID
    enrolment_id: UUID
    was_released: bool
