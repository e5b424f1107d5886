"""Jobs: what somebody asked for, how far it is, and how it ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.core.model import Entity, related


class JobState(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether the worker still has something to do."""
        return self in (JobState.WAITING, JobState.RUNNING)


class Job(Entity):
    """Work that somebody waits for; payload and facts hold ids and numbers, never anybody's words.

    `done` is also the place where the next step begins: it is written in the transaction of the step itself.
    """

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(sa.String(60))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    error: Mapped[str] = mapped_column(sa.String(100), default="")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    held_until: Mapped[datetime] = mapped_column(index=True)

    owner: Mapped[Person] = related()
