"""What happened to the work that people wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.core.events import Event
from lms.jobs.models import JobState


@dataclass(frozen=True, kw_only=True)
class JobStarted(Event):
    """Somebody asked for work that takes a while."""

    technical: ClassVar[bool] = True
    job_id: UUID
    kind: str
    total: int


@dataclass(frozen=True, kw_only=True)
class JobEnded(Event):
    """A job is done, failed or was stopped, after so many of its units."""

    technical: ClassVar[bool] = True
    job_id: UUID
    kind: str
    state: JobState
    done: int


@dataclass(frozen=True, kw_only=True)
class JobRetried(Event):
    """A job that failed goes on where it was."""

    technical: ClassVar[bool] = True
    job_id: UUID
    kind: str
