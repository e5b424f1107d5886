"""The record of what happened: who, what, when, about which object; never content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.model import Base

BEGINNING = "0" * 64


class AuditEntry(Base):
    """One event, chained to the one before it by a hash so that a missing or changed entry shows."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(sa.String(100), index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    happened_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    entry_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class AuditHead(Base):
    """Where the trail ends: how many entries there are, and the hash of the last one.

    It lets whoever writes wait for their turn, and shows when entries are missing at the end.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    last_hash: Mapped[str] = mapped_column(sa.String(64))


def _begin_trail(table: sa.Table, connection: sa.Connection, **_options: Any) -> None:
    connection.execute(table.insert().values(id=1, entries=0, last_hash=BEGINNING))


sa.event.listen(AuditHead.__table__, "after_create", _begin_trail)
