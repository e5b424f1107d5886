"""Adding to the trail; nothing else ever happens to it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry, AuditHead
from lms.audit.rules import name_of, plain, seal
from lms.core import clock
from lms.core.events import Event


def record_event(session: Session, *, event: Event) -> None:
    """Seal an event onto the end of the trail; whoever comes at the same moment waits."""
    head = session.scalars(
        sa.select(AuditHead)
        .where(AuditHead.id == 1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    entry = AuditEntry(
        event=name_of(type(event)),
        actor_id=event.actor.person_id,
        facts=plain(event.facts()),
        happened_at=clock.now(),
        previous_hash=head.last_hash,
    )
    entry.entry_hash = seal(
        previous_hash=entry.previous_hash,
        event=entry.event,
        actor_id=entry.actor_id,
        facts=entry.facts,
        happened_at=entry.happened_at,
    )
    session.add(entry)
    head.entries += 1
    head.last_hash = entry.entry_hash
    session.flush()
