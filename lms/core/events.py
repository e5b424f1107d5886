"""Features announce what happened; others listen inside the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor

Handler = Callable[[Session, Any], None]

SECRET = {"secret": True}
"""Metadata of a field that listeners need and the audit trail must never hold, such as a link's token."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the past tense: the actor, ids and facts, never prose.

    A technical event, such as a sign-in, is read in the audit trail by administrators alone.
    """

    technical: ClassVar[bool] = False

    actor: Actor

    def facts(self) -> dict[str, object]:
        """The fields other than the actor and secrets, for the audit trail."""
        told = (f.name for f in fields(self) if f.name != "actor" and not f.metadata.get("secret"))
        return {name: getattr(self, name) for name in told}


class Bus:
    """Who listens to what, in order of registration."""

    def __init__(self) -> None:
        self._handlers: list[tuple[type[Event], Handler]] = []

    def clear(self) -> None:
        """Forget all listeners, before an application registers its own."""
        self._handlers.clear()

    def subscribe(self, event_type: type[Event], handler: Handler) -> None:
        """Call the handler on every event of this type or of a type below it."""
        self._handlers.append((event_type, handler))

    def publish(self, session: Session, event: Event) -> None:
        """Tell every listener now; one that fails makes the whole operation fail."""
        for event_type, handler in self._handlers:
            if isinstance(event, event_type):
                handler(session, event)


bus = Bus()


def publish(session: Session, event: Event) -> None:
    """Say what happened; the last line of every operation."""
    session.flush()
    bus.publish(session, event)
