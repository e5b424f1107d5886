"""Who may open the pages of the house itself.

Everybody signed in: start. The mailbox page exists in demo mode only, and there for everybody signed in,
because its mails are invented. The queue of promised work, with kinds and errors but no addresses and no
content: administrators. All other pages here are public.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.core.authorisation import Actor


def may_see_start(actor: Actor) -> bool:
    """Everybody who is signed in."""
    return actor.is_authenticated


def may_read_mailbox(actor: Actor) -> bool:
    """Everybody who is signed in; the door itself exists only in demo mode."""
    return actor.is_authenticated


def may_read_letter(actor: Actor, _letter: object) -> bool:
    """Whoever may read the mailbox may read every invented mail in it."""
    return may_read_mailbox(actor)


def may_see_queue(actor: Actor) -> bool:
    """Administrators keep the installation going."""
    return actor.wears(Hat.ADMINISTRATOR)


def may_retry_work(actor: Actor, _intent: object) -> bool:
    """Whoever sees the queue may have failed work tried again."""
    return may_see_queue(actor)
