"""Who may open a calendar.

Everybody signed in has the own calendar and may make or withdraw the own link to it. Whoever holds a link
that stands reads that calendar without signing in: titles and places, never names. A meeting as a file is for
who sees the meeting; that is the policy of cohorts.
"""

from __future__ import annotations

from lms.core.authorisation import Actor


def may_see_calendar(actor: Actor) -> bool:
    """Everybody who is signed in."""
    return actor.is_authenticated
