"""The links by which people's own programs read their calendar."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import Person
from lms.core.model import Entity, related


class CalendarLink(Entity):
    """A secret link to somebody's calendar; its secret is signed, never stored. One stands at a time."""

    __tablename__ = "calendar_link"
    __table_args__ = (
        sa.Index(
            "uq_calendar_link_standing",
            "person_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = related()
