"""Who may read the trail.

Administrators read all of it, technical events included. Coordinators read what they did themselves and what
happened in their own programmes. Nobody writes in it, and nothing in it is content.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.core.authorisation import Actor


def may_read_trail(actor: Actor) -> bool:
    """Administrators and coordinators."""
    return actor.wears(Hat.ADMINISTRATOR) or actor.wears(Hat.COORDINATOR)


def may_read_technical_events(actor: Actor) -> bool:
    """Administrators alone."""
    return actor.wears(Hat.ADMINISTRATOR)
