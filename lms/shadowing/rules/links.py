"""Why a host's link works, or does not work any more."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from lms.shadowing.models import HostLink, LinkPurpose, VisitState

LINK_LASTS = timedelta(days=21)
FITTING = {
    LinkPurpose.ANSWER: (VisitState.REQUESTED, VisitState.CONSIDERING),
    LinkPurpose.PREPARE: (VisitState.ACCEPTED,),
    LinkPurpose.CHANGE: (VisitState.ACCEPTED,),
    LinkPurpose.REPORT: (VisitState.ACCEPTED,),
}
"""In which states of the visit a link of each purpose still means something."""


class LinkFault(StrEnum):
    """Why a host's link does not work any more."""

    UNKNOWN = "unknown"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


def hash_token(token: str) -> str:
    """How the secret part of a link is known to the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def fault_of_link(link: HostLink | None, *, purpose: LinkPurpose, moment: datetime) -> LinkFault | None:
    """Why this link cannot do this one thing at this moment; None when it can."""
    if link is None or link.purpose is not purpose:
        return LinkFault.UNKNOWN
    if link.used_at is not None:
        return LinkFault.USED
    if link.visit.state not in FITTING[purpose]:
        return LinkFault.OVERTAKEN
    if link.revoked_at is not None:
        return LinkFault.REVOKED
    return LinkFault.EXPIRED if link.expires_at <= moment else None
