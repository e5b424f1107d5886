"""Who may do what with notices.

Everybody who is signed in reads and opens their own notices and chooses their own mail; nobody sees anybody
else's, administrators included. The link in a mail sets fewer mails without signing in, and nothing else.
"""

from __future__ import annotations

from lms.core.authorisation import Actor
from lms.messages.models import Notice


def may_read_own_notices(actor: Actor) -> bool:
    """Everybody who is signed in."""
    return actor.is_authenticated


def may_open_notice(actor: Actor, notice: Notice) -> bool:
    """Whoever it is for."""
    return actor.person_id == notice.person_id
