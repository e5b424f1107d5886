"""What a draft must have before cohorts may start with it, and how the makers of a draft are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.core.errors import DomainError, RefusedFileError
from lms.programmes.models import Activity, ActivityKind, ProgrammeVersion, RequirementKind
from lms.programmes.rules import WEIGHTS_TOGETHER, activities_of, weight_together


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


class TitleTakenError(DomainError):
    """Another programme has this title."""


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


class WeightsError(DomainError):
    """The weights of a rubric do not add up to a hundred."""

    status = 422

    def __init__(self, together: int) -> None:
        super().__init__("weights")
        self.together = together


class RefusedMediaError(RefusedFileError):
    """A file that we do not keep, and the place in the activity that it was meant for."""

    def __init__(self, reason: str, place: str) -> None:
        super().__init__(reason)
        self.place = place


class TemplateError(DomainError):
    """A template is wrong; says where and what."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")
        self.place = place
        self.fault = fault


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
