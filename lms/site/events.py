"""What happens in the engine room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkRetried(Event):
    """Promised work that had failed is tried again at once."""

    technical: ClassVar[bool] = True

    intent_id: UUID
    kind: str
