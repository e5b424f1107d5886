"""Make and withdraw the secret link to the own calendar."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.calendar import queries
from lms.calendar.events import CalendarLinkMade, CalendarLinkRevoked
from lms.calendar.models import CalendarLink
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish


class NoCalendarLinkError(DomainError):
    """There is no link to withdraw."""


def make_calendar_link(session: Session, *, actor: Actor) -> CalendarLink:
    """A new link to the actor's calendar; the one before it stops working."""
    before = queries.find_link(session, actor=actor)
    if before is not None:
        before.revoked_at = clock.now()
        session.flush()
    link = CalendarLink(person_id=actor.person_id)
    session.add(link)
    session.flush()
    publish(session, CalendarLinkMade(actor=actor, link_id=link.public_id))
    return link


def revoke_calendar_link(session: Session, *, actor: Actor) -> None:
    """The link to the actor's calendar stops working."""
    link = queries.find_link(session, actor=actor)
    if link is None:
        raise NoCalendarLinkError
    link.revoked_at = clock.now()
    publish(session, CalendarLinkRevoked(actor=actor, link_id=link.public_id))
