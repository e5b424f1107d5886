"""What happens to the links to calendars; ids only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarLinkMade(Event):
    """Somebody made a secret link to the own calendar; an older one stopped working."""

    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class CalendarLinkRevoked(Event):
    """Somebody withdrew the secret link to the own calendar."""

    link_id: UUID
