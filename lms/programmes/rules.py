"""When modules and activities open, when they are due, and why they are locked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from lms.core.errors import DomainError
from lms.programmes.models import (
    Activity,
    ActivityKind,
    Aim,
    Criterion,
    Module,
    ProgrammeVersion,
    Question,
    Requirement,
    RequirementKind,
)

WEIGHTS_TOGETHER = 100
FEWEST_OPTIONS = 2


class AlreadyPublishedError(DomainError):
    """A published version never changes."""


class DraftExistsError(DomainError):
    """A programme has one draft at a time."""


class NotReadyError(DomainError):
    """A draft misses something without which it cannot be published."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("not ready")
        self.problems = problems


class NeededElsewhereError(DomainError):
    """Something else in the draft asks for this first."""


class TemplateError(DomainError):
    """A template is wrong; says where and what."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")
        self.place = place
        self.fault = fault


class ProblemKind(StrEnum):
    """What keeps a draft from being published."""

    NO_MODULES = "no_modules"
    EMPTY_MODULE = "empty_module"
    NO_REQUIREMENTS = "no_requirements"
    WEIGHTS = "weights"
    NO_RUBRIC = "no_rubric"
    VIDEO_INCOMPLETE = "video_incomplete"
    NO_QUESTIONS = "no_questions"
    NO_ADDRESS = "no_address"
    NEEDS_LATER = "needs_later"
    TWO_PAPERS = "two_papers"


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a draft from being published, and the title of where it is."""

    kind: ProblemKind
    title: str = ""


class LockKind(StrEnum):
    """Why something cannot be opened yet."""

    NOT_OPEN_YET = "not_open_yet"
    NEEDS = "needs"


@dataclass(frozen=True)
class Lock:
    """Why a participant cannot open a module or activity: a date to wait for, or other work to do first."""

    kind: LockKind
    opens_on: date | None = None
    titles: tuple[str, ...] = ()


def in_week(week: int, *, starts_on: date) -> date:
    """The day that lies this many weeks after the first meeting of a cohort."""
    return starts_on + timedelta(weeks=week)


def opens_on(module: Module, starts_on: date) -> date:
    """The first day on which participants may open a module."""
    return in_week(module.opens_after_weeks, starts_on=starts_on)


def planned_until(module: Module, starts_on: date) -> date:
    """The day on which a cohort should be ready with a module."""
    return in_week(module.planned_until_week, starts_on=starts_on)


def due_on(activity: Activity, starts_on: date) -> date | None:
    """The day before which an activity is best done; some have none."""
    if activity.due_after_weeks is None:
        return None
    return in_week(activity.due_after_weeks, starts_on=starts_on)


def planned_on(requirement: Requirement, starts_on: date) -> date:
    """The day on which a cohort should have met a requirement."""
    return in_week(requirement.planned_week, starts_on=starts_on)


def is_module_done(module: Module, done_keys: frozenset[str]) -> bool:
    """Whether all required activities of a module are done."""
    return all(activity.key in done_keys for activity in module.activities if activity.is_required)


def why_locked(
    item: Module | Activity,
    *,
    version: ProgrammeVersion,
    done_keys: frozenset[str],
    starts_on: date,
    day: date,
) -> Lock | None:
    """Why this cannot be opened on that day by somebody who did these activities; None when it is open.

    An activity is also locked when its module is.
    """
    if isinstance(item, Module):
        return _why_module_locked(item, version, done_keys, starts_on, day)
    module = next(module for module in version.modules if module.id == item.module_id)
    lock = _why_module_locked(module, version, done_keys, starts_on, day)
    if lock is not None:
        return lock
    wanted = set(item.requires_keys) - done_keys
    return _needs(activity.title for activity in activities_of(version) if activity.key in wanted)


def _why_module_locked(
    module: Module, version: ProgrammeVersion, done_keys: frozenset[str], starts_on: date, day: date
) -> Lock | None:
    opening = opens_on(module, starts_on)
    if day < opening:
        return Lock(LockKind.NOT_OPEN_YET, opens_on=opening)
    return _needs(
        earlier.title
        for earlier in version.modules
        if earlier.key in module.requires_keys and not is_module_done(earlier, done_keys)
    )


def _needs(titles: Iterable[str]) -> Lock | None:
    found = tuple(titles)
    return Lock(LockKind.NEEDS, titles=found) if found else None


def activities_of(version: ProgrammeVersion) -> Iterator[Activity]:
    """All activities of a version in their order."""
    for module in version.modules:
        yield from module.activities


def minutes_of(module: Module) -> int:
    """How long all activities of a module take together."""
    return sum(activity.minutes for activity in module.activities)


def aims_without_activity(version: ProgrammeVersion) -> Sequence[Aim]:
    """The aims that no module with at least one activity works on."""
    covered = {key for module in version.modules if module.activities for key in module.aim_keys}
    return [aim for aim in version.aims if aim.key not in covered]


def weight_together(criteria: Iterable[Criterion]) -> int:
    """The weights of a rubric added up."""
    return sum(criterion.weight for criterion in criteria)


def is_web_address(text: str) -> bool:
    """Whether this is a complete https address without a name and password in it."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc and " " not in text


def has_fit_options(question: Question) -> bool:
    """Whether there is something to choose, and a right answer to find."""
    return len(question.options) >= FEWEST_OPTIONS and any(option.is_right for option in question.options)


def problems_before_publishing(version: ProgrammeVersion) -> Sequence[Problem]:
    """What a draft misses; needs the whole version with the questions of every activity."""
    return [*_problems_of_outline(version), *_problems_of_order(version), *_problems_of_content(version)]


def _problems_of_outline(version: ProgrammeVersion) -> Iterator[Problem]:
    if not version.modules:
        yield Problem(ProblemKind.NO_MODULES)
    for module in version.modules:
        if not module.activities:
            yield Problem(ProblemKind.EMPTY_MODULE, module.title)
    if not version.requirements:
        yield Problem(ProblemKind.NO_REQUIREMENTS)
    if version.criteria and weight_together(version.criteria) != WEIGHTS_TOGETHER:
        yield Problem(ProblemKind.WEIGHTS, str(weight_together(version.criteria)))
    asks_paper = any(requirement.kind is RequirementKind.PAPER for requirement in version.requirements)
    if asks_paper and not version.criteria:
        yield Problem(ProblemKind.NO_RUBRIC)


def _problems_of_order(version: ProgrammeVersion) -> Iterator[Problem]:
    earlier_modules, earlier_activities = set[str](), set[str]()
    for module in version.modules:
        if not set(module.requires_keys) <= earlier_modules:
            yield Problem(ProblemKind.NEEDS_LATER, module.title)
        earlier_modules.add(module.key)
        for activity in module.activities:
            if not set(activity.requires_keys) <= earlier_activities:
                yield Problem(ProblemKind.NEEDS_LATER, activity.title)
            earlier_activities.add(activity.key)


def _problems_of_content(version: ProgrammeVersion) -> Iterator[Problem]:
    papers = [activity for activity in activities_of(version) if activity.kind is ActivityKind.PAPER]
    if len(papers) > 1:
        yield Problem(ProblemKind.TWO_PAPERS, papers[1].title)
    for activity in activities_of(version):
        if activity.kind is ActivityKind.VIDEO and not _is_complete_video(activity):
            yield Problem(ProblemKind.VIDEO_INCOMPLETE, activity.title)
        if activity.kind is ActivityKind.SELF_CHECK and not activity.questions:
            yield Problem(ProblemKind.NO_QUESTIONS, activity.title)
        if activity.kind is ActivityKind.LINK and not activity.url:
            yield Problem(ProblemKind.NO_ADDRESS, activity.title)


def _is_complete_video(activity: Activity) -> bool:
    return None not in (activity.file_id, activity.captions_id) and bool(activity.transcript)
