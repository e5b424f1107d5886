"""What an administrator does in the engine room."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core import outbox
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.site.events import WorkRetried


def retry_work(session: Session, *, actor: Actor, intent: outbox.Intent) -> None:
    """Try failed work again at once instead of after its pause."""
    outbox.try_again(session, intent=intent)
    publish(session, WorkRetried(actor=actor, intent_id=intent.id, kind=intent.kind))
