"""What stands on the board of a cohort."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.files import StoredFile
from lms.core.model import Entity, related


class PostKind(StrEnum):
    """An announcement or a question opens a topic; an answer belongs to one."""

    ANNOUNCEMENT = "announcement"
    QUESTION = "question"
    ANSWER = "answer"


class Post(Entity):
    """One thing that somebody put on the board; of a removed one only the trace stays."""

    __tablename__ = "board_post"
    __table_args__ = (
        sa.Index("ix_board_post_cohort_id_latest_at", "cohort_id", "latest_at"),
        sa.CheckConstraint("(kind = 'answer') = (topic_id IS NOT NULL)", name="answer_has_a_topic"),
    )

    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"))
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("board_post.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    kind: Mapped[PostKind]
    module_key: Mapped[str] = mapped_column(sa.String(60), default="")
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_file.id"), index=True)
    latest_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = related()
    topic: Mapped[Post | None] = related(remote_side="Post.id")
    author: Mapped[Person] = related(foreign_keys=[author_id])
    removed_by: Mapped[Person | None] = related(foreign_keys=[removed_by_id])
    file: Mapped[StoredFile | None] = related()

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_topic(self) -> bool:
        """Whether it opens a topic."""
        return self.kind is not PostKind.ANSWER

    @property
    def is_removed(self) -> bool:
        """Whether only its trace is left."""
        return self.removed_at is not None
