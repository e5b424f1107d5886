"""What happens to reminders; who got one is told by ids."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event
from lms.reminders.models import ReminderKind


@dataclass(frozen=True, kw_only=True)
class _OfReminder(Event):
    reminder_id: UUID
    cohort_id: UUID
    kind: ReminderKind


@dataclass(frozen=True, kw_only=True)
class ReminderPlanned(_OfReminder):
    """A reminder was planned for a cohort."""


@dataclass(frozen=True, kw_only=True)
class ReminderChanged(_OfReminder):
    """A planned reminder got another subject or moment."""


@dataclass(frozen=True, kw_only=True)
class ReminderStopped(_OfReminder):
    """A reminder no longer goes out."""


@dataclass(frozen=True, kw_only=True)
class ReminderSent(_OfReminder):
    """These people were reminded, at the planned moment or by hand."""

    enrolment_ids: tuple[UUID, ...]
