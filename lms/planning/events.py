"""What happens to plans and agendas."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanTemplateChanged(Event):
    """The plan by weeks of a version changed, by so many items."""

    version_id: UUID
    items: int


@dataclass(frozen=True, kw_only=True)
class PlanDrafted(Event):
    """A proposal for the year of a cohort was made."""

    cohort_id: UUID
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Event):
    """Days of a proposal were chosen by hand, or meetings left out."""

    cohort_id: UUID
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanDropped(Event):
    """A proposal was thrown away."""

    cohort_id: UUID
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanPublished(Event):
    """The year of a cohort was published: all its meetings are planned at once."""

    cohort_id: UUID
    plan_id: UUID
    meetings: int


@dataclass(frozen=True, kw_only=True)
class CohortCopied(Event):
    """A cohort was made after the example of another one, without its people."""

    cohort_id: UUID
    from_cohort_id: UUID


@dataclass(frozen=True, kw_only=True)
class AgendaWritten(Event):
    """What happens in a meeting was written down."""

    cohort_id: UUID
    meeting_id: UUID
