"""What happens to programmes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event
from lms.programmes.models import ActivityKind, RequirementKind


@dataclass(frozen=True, kw_only=True)
class VersionEvent(Event):
    """Something happened to a version of a programme."""

    programme_id: UUID
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ProgrammeBegun(VersionEvent):
    """There is a new programme, with a first draft."""


@dataclass(frozen=True, kw_only=True)
class ProgrammeRenamed(Event):
    """A programme got another title or short title."""

    programme_id: UUID


@dataclass(frozen=True, kw_only=True)
class TemplateLoaded(VersionEvent):
    """A draft was made from a template."""

    template_key: str


@dataclass(frozen=True, kw_only=True)
class DraftStarted(VersionEvent):
    """A draft was made as a copy of the newest published version."""


@dataclass(frozen=True, kw_only=True)
class VersionPublished(VersionEvent):
    """Cohorts may start with a version; it cannot change any more."""


@dataclass(frozen=True, kw_only=True)
class VersionEdited(VersionEvent):
    """The facts or aims of a draft changed."""


@dataclass(frozen=True, kw_only=True)
class RubricEdited(VersionEvent):
    """The criteria or entry conditions of a draft changed."""


@dataclass(frozen=True, kw_only=True)
class ModuleEvent(Event):
    """Something happened to a module of a draft."""

    version_id: UUID
    module_id: UUID


@dataclass(frozen=True, kw_only=True)
class ModuleAdded(ModuleEvent):
    """A module was added."""


@dataclass(frozen=True, kw_only=True)
class ModuleEdited(ModuleEvent):
    """A module changed."""


@dataclass(frozen=True, kw_only=True)
class ModuleMoved(ModuleEvent):
    """A module got another place in the order."""


@dataclass(frozen=True, kw_only=True)
class ModuleDeleted(ModuleEvent):
    """A module and its activities were taken out of a draft."""


@dataclass(frozen=True, kw_only=True)
class ActivityEvent(Event):
    """Something happened to an activity of a draft."""

    version_id: UUID
    activity_id: UUID
    kind: ActivityKind


@dataclass(frozen=True, kw_only=True)
class ActivityAdded(ActivityEvent):
    """An activity was added."""


@dataclass(frozen=True, kw_only=True)
class ActivityEdited(ActivityEvent):
    """An activity or its questions changed."""


@dataclass(frozen=True, kw_only=True)
class ActivityMoved(ActivityEvent):
    """An activity got another place in the order."""


@dataclass(frozen=True, kw_only=True)
class ActivityDeleted(ActivityEvent):
    """An activity was taken out of a draft."""


@dataclass(frozen=True, kw_only=True)
class RequirementEvent(Event):
    """Something happened to a requirement of a draft."""

    version_id: UUID
    requirement_id: UUID
    kind: RequirementKind


@dataclass(frozen=True, kw_only=True)
class RequirementAdded(RequirementEvent):
    """A requirement was added."""


@dataclass(frozen=True, kw_only=True)
class RequirementEdited(RequirementEvent):
    """A requirement changed."""


@dataclass(frozen=True, kw_only=True)
class RequirementMoved(RequirementEvent):
    """A requirement got another place in the order."""


@dataclass(frozen=True, kw_only=True)
class RequirementDeleted(RequirementEvent):
    """A requirement was taken out of a draft."""
