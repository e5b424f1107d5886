"""What happens to certificates: ids, numbers and kinds only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """A certificate or a proof of participation was issued."""

    certificate_id: UUID
    enrolment_id: UUID
    number: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    """A document was withdrawn; the reason stays with the document."""

    certificate_id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class CertificateReissued(Event):
    """A new edition replaces a document, under the same number."""

    certificate_id: UUID
    replaced_id: UUID
    number: str
    edition: int
