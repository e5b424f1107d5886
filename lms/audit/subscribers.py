"""Every event of every feature goes into the trail."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.audit import operations
from lms.core.events import Event


def record(session: Session, event: Event) -> None:
    """Keep what happened, in the transaction in which it happened."""
    operations.record_event(session, event=event)
