"""Who signs, what is missing, and why a link does not work any more."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lms.agreements.models import AgreementState, LearningAgreement, Signature, SignerRole, SigningLink
from lms.cohorts.models import Enrolment

LINK_LASTS = timedelta(days=21)
REMINDED_AT_MOST_EVERY = timedelta(hours=20)
SHORTEST_REMARK = 10


class LinkFault(StrEnum):
    """Why a line manager's link does not work any more."""

    UNKNOWN = "unknown"
    REPLACED = "replaced"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


def hash_token(token: str) -> str:
    """How the secret part of a link is known to the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def fault_of_link(link: SigningLink | None, *, moment: datetime) -> LinkFault | None:
    """Why this link cannot sign at this moment; None when it can. A newer version says most."""
    if link is None:
        return LinkFault.UNKNOWN
    if link.agreement.replaced_at is not None:
        return LinkFault.REPLACED
    if link.used_at is not None:
        return LinkFault.USED
    if link.revoked_at is not None:
        return LinkFault.REVOKED
    return LinkFault.EXPIRED if link.expires_at <= moment else None


def may_link_read(link: SigningLink | None, *, moment: datetime) -> bool:
    """Whether a used link still opens the complete document: until it expires, unless it was withdrawn."""
    return (
        link is not None
        and link.used_at is not None
        and link.revoked_at is None
        and link.agreement.completed_at is not None
        and moment < link.expires_at
    )


def missing_roles(signatures: Collection[Signature]) -> Sequence[SignerRole]:
    """Whose signature is not there yet, in the order of the document."""
    signed = {signature.role for signature in signatures}
    return [role for role in SignerRole if role not in signed]


def is_for_somebody_else(email: str, others: Collection[str]) -> bool:
    """Whether the line manager's address is none of the other signers' addresses."""
    return email.strip().casefold() not in {other.strip().casefold() for other in others}


def same_name(one: str, other: str) -> bool:
    """Whether two typed names are the same but for case and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def may_be_reminded(agreement: LearningAgreement, *, moment: datetime) -> bool:
    """Whether people must still sign and were not reminded in the last day."""
    if agreement.state is not AgreementState.WAITING:
        return False
    return agreement.reminded_at is None or moment - agreement.reminded_at >= REMINDED_AT_MOST_EVERY


@dataclass(frozen=True)
class AgreementLine:
    """One participant in the coordinator's overview, with the agreement of today if there is one."""

    enrolment: Enrolment
    agreement: LearningAgreement | None
    link: SigningLink | None
    has_statement: bool

    @property
    def missing(self) -> Sequence[SignerRole]:
        """Whose signature is not there yet."""
        return list(SignerRole) if self.agreement is None else missing_roles(self.agreement.signatures)


@dataclass(frozen=True)
class Figures:
    """How far a cohort is: people, complete, waiting, declined, without an agreement, statements signed."""

    people: int
    complete: int
    waiting: int
    declined: int
    missing: int
    statements: int


def figures_of(lines: Sequence[AgreementLine]) -> Figures:
    """The overview counted."""
    states = [line.agreement.state for line in lines if line.agreement is not None]
    return Figures(
        people=len(lines),
        complete=states.count(AgreementState.COMPLETE),
        waiting=states.count(AgreementState.WAITING),
        declined=states.count(AgreementState.DECLINED),
        missing=len(lines) - len(states),
        statements=sum(line.has_statement for line in lines),
    )


@dataclass(frozen=True)
class OwnStanding:
    """What a participant still signs: the agreement that waits, and whether the statement is signed."""

    has_statement: bool
    waiting: UUID | None = None
