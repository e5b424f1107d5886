"""How somebody's invitation stands, and who may be invited or reminded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.accounts.models import Token
from lms.cohorts.models import Enrolment, EnrolmentState


class InvitationStatus(StrEnum):
    """How far somebody's invitation is; whether a mail was opened is not tracked."""

    NOT_SENT = "not_sent"
    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    EXPIRED = "expired"
    BOUNCED = "bounced"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Standing:
    """Somebody in a cohort with the newest invitation, how it stands, and whether a reminder is unwanted."""

    enrolment: Enrolment
    invitation: Token | None
    status: InvitationStatus
    is_stopped: bool = False


def standing_of(
    enrolment: Enrolment,
    invitation: Token | None,
    *,
    delivered: Collection[object],
    moment: datetime,
    is_stopped: bool = False,
) -> Standing:
    """How the newest invitation of somebody stands at this moment."""
    return Standing(enrolment, invitation, _status(enrolment, invitation, delivered, moment), is_stopped)


def _status(
    enrolment: Enrolment, invitation: Token | None, delivered: Collection[object], moment: datetime
) -> InvitationStatus:
    if enrolment.state is not EnrolmentState.INVITED or enrolment.person.password_hash is not None:
        return InvitationStatus.ACCEPTED
    if invitation is None:
        return InvitationStatus.NOT_SENT
    if invitation.bounced_at is not None:
        return InvitationStatus.BOUNCED
    if invitation.revoked_at is not None:
        return InvitationStatus.WITHDRAWN
    if invitation.expires_at <= moment:
        return InvitationStatus.EXPIRED
    return InvitationStatus.SENT if invitation.public_id in delivered else InvitationStatus.ON_ITS_WAY


def awaits_first(standing: Standing) -> bool:
    """Whether somebody was never invited."""
    return standing.status is InvitationStatus.NOT_SENT


def was_invited_since(standing: Standing, moment: datetime) -> bool:
    """Whether somebody else invited or reminded this person after that moment."""
    return standing.invitation is not None and standing.invitation.created_at > moment


def may_be_reminded(standing: Standing) -> bool:
    """Whether somebody was invited, did not answer, and wants to get a mail at this address."""
    return not standing.is_stopped and standing.status in (InvitationStatus.SENT, InvitationStatus.EXPIRED)
