"""Adding to the trail; nothing else ever happens to it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry, AuditHead
from lms.audit.rules import name_of, plain, seal
from lms.core import clock
from lms.core.events import Event

# Made once, for they run at everything that happens; plain rows, for nobody looks at them here.
_END = sa.select(AuditHead.last_hash).where(AuditHead.id == 1).with_for_update()
_ADD = sa.insert(AuditEntry)
_MOVE_END = (
    sa.update(AuditHead)
    .where(AuditHead.id == 1)
    .values(entries=AuditHead.entries + 1, last_hash=sa.bindparam("new_hash"))
)


def record_event(session: Session, *, event: Event) -> None:
    """Seal an event onto the end of the trail; whoever comes at the same moment waits."""
    session.flush()
    connection = session.connection()
    entry: dict[str, Any] = {
        "previous_hash": connection.execute(_END).scalar_one(),
        "event": name_of(type(event)),
        "actor_id": event.actor.person_id,
        "facts": plain(event.facts()),
        "happened_at": clock.now(),
    }
    entry_hash = seal(**entry)
    connection.execute(_ADD, {**entry, "entry_hash": entry_hash})
    connection.execute(_MOVE_END, {"new_hash": entry_hash})
