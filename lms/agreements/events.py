"""What happens to learning agreements, the texts behind them and the confidentiality statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from lms.agreements.models import SignerRole, TextKind
from lms.core.events import SECRET, Event


@dataclass(frozen=True, kw_only=True)
class AgreementEvent(Event):
    """Something happened to a version of somebody's agreement."""

    agreement_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class AgreementDrafted(AgreementEvent):
    """A version waits for its signatures; the line manager's link goes out by mail."""

    number: int
    link_token: str = field(metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class SigningLinkSent(AgreementEvent):
    """The line manager gets a new link, perhaps to be reminded; an earlier one no longer works."""

    link_token: str = field(metadata=SECRET, repr=False)
    is_reminder: bool = False


@dataclass(frozen=True, kw_only=True)
class SignersReminded(AgreementEvent):
    """Who must still sign hears so again; the line manager by a new link, unless that signature is there."""

    link_token: str | None = field(metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(AgreementEvent):
    """One of the three signatures was set."""

    role: SignerRole


@dataclass(frozen=True, kw_only=True)
class AgreementDeclined(AgreementEvent):
    """The line manager does not sign this version; the remark stays with the agreement."""


@dataclass(frozen=True, kw_only=True)
class AgreementCompleted(AgreementEvent):
    """All three signatures are there."""


@dataclass(frozen=True, kw_only=True)
class AgreementTextWritten(Event):
    """A programme uses another text from now on."""

    programme_id: UUID
    kind: TextKind
    number: int


@dataclass(frozen=True, kw_only=True)
class ConfidentialityStatementSigned(Event):
    """A participant promised to keep confidential what is told in the training."""

    enrolment_id: UUID
