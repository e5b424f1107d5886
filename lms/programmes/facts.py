"""What authors say of the parts of a draft: the plain values between a form and an operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from lms.programmes.models import EvidenceKind, ReflectionForm, RequirementKind


@dataclass(frozen=True, kw_only=True)
class ModuleFacts:
    """What an author says of a module."""

    title: str
    short_title: str
    summary: str
    aim_keys: Sequence[str]
    opens_after_weeks: int
    planned_until_week: int
    requires_keys: Sequence[str]
    is_privacy: bool = False
    is_casework: bool = False


@dataclass(frozen=True, kw_only=True)
class ActivityFacts:
    """What an author says of an activity; what its kind does not have stays empty."""

    title: str
    minutes: int
    body: str = ""
    is_required: bool = True
    is_casework: bool = False
    due_after_weeks: int | None = None
    requires_keys: Sequence[str] = ()
    source: str = ""
    source_year: int | None = None
    evidence_kind: EvidenceKind | None = None
    url: str = ""
    transcript: str = ""
    reflection_form: ReflectionForm | None = None


@dataclass(frozen=True)
class Upload:
    """A file as it comes in."""

    stream: IO[bytes]
    name: str


@dataclass(frozen=True)
class Media:
    """Which files an author puts at an activity (`file`, `captions`), and which are taken away."""

    added: Mapping[str, Upload] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OptionFacts:
    """One possible answer."""

    label: str
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True)
class QuestionFacts:
    """A question with its possible answers."""

    prompt: str
    explanation: str
    options: Sequence[OptionFacts]


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """What an author says of a programme as a whole."""

    motto: str
    summary: str
    duration_weeks: int
    study_load_hours: int
    attendance_norm: int
    certificate_text: str


@dataclass(frozen=True)
class Keyed:
    """An aim or entry condition as an author writes it; the key is empty for a new one."""

    key: str
    title: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class CriterionFacts:
    """A criterion of the rubric as an author writes it."""

    title: str
    short_title: str
    weight: int
    is_must_pass: bool
    insufficient: str
    sufficient: str
    good: str
    excellent: str


@dataclass(frozen=True, kw_only=True)
class RequirementFacts:
    """What an author says of a requirement."""

    kind: RequirementKind
    title: str
    short_title: str
    description: str
    target: int
    planned_week: int
    module_key: str | None
    is_on_route: bool
