"""Notices, how somebody wants to be mailed about each kind, and reminders that nobody wants any more."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.core import clock
from lms.core.model import Base, Entity, related
from lms.core.notices import Delivery


class Mailing(StrEnum):
    """What became of the mail about a notice."""

    NONE = "none"
    PROMISED = "promised"
    AWAITS_DIGEST = "awaits_digest"


class Notice(Entity):
    """Something waits for somebody: a title, one line and where it is; never what it says."""

    __tablename__ = "message_notice"
    __table_args__ = (
        sa.Index("ix_message_notice_person_id_read_at", "person_id", "read_at"),
        sa.Index("ix_message_notice_mailing_person_id", "mailing", "person_id"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"))
    kind: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(200))
    line: Mapped[str] = mapped_column(sa.String(500), default="")
    path: Mapped[str] = mapped_column(sa.String(1000))
    read_at: Mapped[datetime | None]
    mailing: Mapped[Mailing]

    person: Mapped[Person] = related()


class Preference(Entity):
    """How somebody wants to be mailed about one kind; without a row the kind's own default holds."""

    __tablename__ = "message_preference"
    __table_args__ = (sa.UniqueConstraint("person_id", "kind"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"))
    kind: Mapped[str] = mapped_column(sa.String(60))
    delivery: Mapped[Delivery]


class StoppedReminder(Base):
    """Somebody without account wants no more reminders of one matter; known by a hash of both alone."""

    __tablename__ = "message_stopped_reminder"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    stopped_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
