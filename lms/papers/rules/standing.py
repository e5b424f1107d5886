"""How a paper stands, and what its form still misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lms.learning.rules import RequirementState
from lms.papers.models import Assessment, Assignment, PaperVersion, Submission
from lms.papers.rules.grades import Choice, goes_back
from lms.papers.rules.windows import (
    Chance,
    Window,
    WindowState,
    current_window,
    grade_due_on,
    standing_releases,
)
from lms.programmes.models import Criterion, Level

SHORTEST_MOTIVATION = 30


@dataclass(frozen=True, kw_only=True)
class FormTexts:
    """What an assessor wrote beside the criteria."""

    unmet_conditions: Sequence[str] = ()
    strength: str = ""
    growth_point: str = ""
    feed_forward: str = ""


@dataclass(frozen=True)
class PaperPage:
    """One page of a version, counted from one."""

    version: PaperVersion
    number: int


class PaperState(StrEnum):
    """How somebody's paper stands, as far as anybody but its assessors is told."""

    NONE = "none"
    HANDED_IN = "handed_in"
    GRADED = "graded"
    RELEASED = "released"


class GradingState(StrEnum):
    """How the work on a paper stands, for the trainers."""

    NOT_HANDED_IN = "not_handed_in"
    WITHOUT_ASSESSOR = "without_assessor"
    TO_GRADE = "to_grade"
    DRAFT = "draft"
    FINALISED = "finalised"
    RELEASED = "released"


def grading_state(submission: Submission | None) -> GradingState:
    """How the work on the newest version stands."""
    if submission is None or submission.newest_version is None:
        return GradingState.NOT_HANDED_IN
    if not submission.assessors:
        return GradingState.WITHOUT_ASSESSOR
    assessment = submission.current_assessment
    if assessment is None:
        return GradingState.TO_GRADE
    if assessment.finalised_at is None:
        return GradingState.DRAFT
    releases = standing_releases(submission.grade_log)
    is_released = any(line.assessment_id == assessment.id for line in releases)
    return GradingState.RELEASED if is_released else GradingState.FINALISED


def paper_state(submission: Submission | None) -> PaperState:
    """The same in the four words that others are told."""
    told = {
        GradingState.NOT_HANDED_IN: PaperState.NONE,
        GradingState.FINALISED: PaperState.GRADED,
        GradingState.RELEASED: PaperState.RELEASED,
    }
    return told.get(grading_state(submission), PaperState.HANDED_IN)


@dataclass(frozen=True)
class HandIn:
    """The window that holds for a participant, if any, and whether a paper is taken in now."""

    window: Window | None
    state: WindowState

    @property
    def is_possible(self) -> bool:
        """Whether a paper is taken in now, on time or late."""
        return self.state in (WindowState.OPEN, WindowState.LATE)


def chance(assignment: Assignment, submission: Submission | None, moment: datetime) -> HandIn:
    """Whether a participant can hand in at a moment.

    Until closing again and again; late only who handed in nothing; after a release one version.
    """
    first = Window(assignment.opens_at, assignment.closes_at, assignment.late_until)
    window = current_window(first, submission.grade_log) if submission else first
    if window is None:
        return HandIn(None, WindowState.CLOSED)
    state = window.state(moment)
    has_version = submission is not None and submission.newest_version is not None
    if window.chance is Chance.FIRST:
        is_spent = state is WindowState.LATE and has_version
    else:
        is_spent = grading_state(submission) is not GradingState.RELEASED
    return HandIn(window, WindowState.CLOSED if is_spent else state)


def due_on(submission: Submission) -> date | None:
    """The day on which the judgement of the newest version is due."""
    version, assignment = submission.newest_version, submission.assignment
    if version is None:
        return None
    return grade_due_on(
        handed_in_at=version.handed_in_at,
        closes_at=assignment.closes_at,
        working_days=assignment.grade_within_working_days,
    )


def choices_of(criteria: Iterable[Criterion], levels: Mapping[int, Level | None]) -> list[Choice]:
    """The rubric with the level chosen for each criterion."""
    return [Choice(c.weight, c.is_must_pass, levels.get(c.id)) for c in criteria]


def levels_of(assessment: Assessment | None) -> Mapping[int, Level | None]:
    """The levels on a form, by criterion."""
    return {} if assessment is None else {mark.criterion_id: mark.level for mark in assessment.marks}


@dataclass(frozen=True)
class Gaps:
    """What a form still misses before it can be made final."""

    without_level: frozenset[int]
    short_motivation: frozenset[int]
    texts: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is missing."""
        return not (self.without_level or self.short_motivation or self.texts)


def gaps_of(assessment: Assessment, criteria: Sequence[Criterion], *, was_returned: bool) -> Gaps:
    """A graded form needs every level and motivation and three texts; a returned one only the last text."""
    texts = {name for name in ("strength", "growth_point", "feed_forward") if not getattr(assessment, name)}
    if goes_back(has_unmet=bool(assessment.unmet_conditions), was_returned=was_returned):
        return Gaps(frozenset(), frozenset(), frozenset(texts & {"feed_forward"}))
    marks = {mark.criterion_id: mark for mark in assessment.marks}
    without = {c.id for c in criteria if c.id not in marks or marks[c.id].level is None}
    short = {c.id for c in criteria if c.id not in marks or len(marks[c.id].motivation) < SHORTEST_MOTIVATION}
    return Gaps(frozenset(without), frozenset(short), frozenset(texts))


def knocked_out(criteria: Iterable[Criterion], assessment: Assessment) -> Sequence[Criterion]:
    """The criteria that had to be sufficient and are not."""
    levels = levels_of(assessment)
    return [c for c in criteria if c.is_must_pass and levels.get(c.id) is Level.INSUFFICIENT]


def ledger_state(*, handed_in_at: datetime, released_at: datetime | None) -> RequirementState:
    """What the ledger of requirements is told of a paper that was handed in: judged, or waiting."""
    is_judged = released_at is not None and handed_in_at <= released_at
    return RequirementState.BUSY if is_judged else RequirementState.WAITING
