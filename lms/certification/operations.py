"""Issuing, withdrawing and reissuing certificates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries import list_wearers
from lms.certification import queries, rules
from lms.certification.events import CertificateIssued, CertificateReissued, CertificateRevoked
from lms.certification.models import Certificate, DocumentKind
from lms.certification.rules import Eligibility
from lms.certification.signing import Seal
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.cohorts.operations import change_enrolment_state
from lms.cohorts.policies import is_self
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish

MOST_SIGNERS = 2
TRAINER_ROLE = "opleider"
COORDINATOR_ROLE = "coördinator"


class NotEligibleError(DomainError):
    """Somebody does not meet every requirement, or has the document already."""


class OwnCertificateError(DomainError):
    """Nobody issues, withdraws or reissues the own certificate."""

    status = 403


class AlreadyRevokedError(DomainError):
    """The document was withdrawn before."""


def issue_certificates(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    seal: Seal,
    kind: DocumentKind = DocumentKind.CERTIFICATE,
) -> Sequence[Certificate]:
    """Issue a document to each of these participants, or to none of them.

    Raises NotEligibleError when one lacks a requirement (DR-20) and OwnCertificateError for oneself.
    """
    chosen = {enrolment.id for enrolment in enrolments}
    asked = [item for item in queries.list_eligibility(session, cohort=cohort) if item.enrolment.id in chosen]
    if len(asked) != len(chosen) or any(is_self(actor, item.enrolment) for item in asked):
        raise OwnCertificateError if len(asked) == len(chosen) else NotEligibleError
    for item in asked:
        may_have = item.is_ready if kind is DocumentKind.CERTIFICATE else item.certificate is None
        if not may_have:
            raise NotEligibleError
    return [_issue(session, actor, cohort, item, seal, kind) for item in asked]


def _issue(
    session: Session, actor: Actor, cohort: Cohort, item: Eligibility, seal: Seal, kind: DocumentKind
) -> Certificate:
    sequence = queries.newest_sequence(session, academic_year=cohort.academic_year) + 1
    row = _seal_document(session, actor, item, seal, kind, sequence=sequence, edition=1)
    if kind is DocumentKind.CERTIFICATE and item.enrolment.state is not EnrolmentState.PASSED:
        change_enrolment_state(session, actor=actor, enrolment=item.enrolment, to_state=EnrolmentState.PASSED)
    publish(
        session,
        CertificateIssued(
            actor=actor,
            certificate_id=row.public_id,
            enrolment_id=item.enrolment.public_id,
            number=row.number,
            kind=kind.value,
        ),
    )
    return row


def _seal_document(
    session: Session,
    actor: Actor,
    item: Eligibility,
    seal: Seal,
    kind: DocumentKind,
    *,
    sequence: int,
    edition: int,
) -> Certificate:
    cohort = item.enrolment.cohort
    row = Certificate(
        kind=kind,
        enrolment_id=item.enrolment.id,
        academic_year=cohort.academic_year,
        sequence=sequence,
        edition=edition,
        code=rules.make_code(),
        issued_at=clock.now(),
        issued_by_id=actor.person_id,
    )
    row.snapshot = rules.snapshot_of(
        item,
        kind=kind,
        number=row.number,
        edition=edition,
        issued_on=clock.today(),
        signers=_signers(session, actor, cohort),
        code=row.code,
    )
    row.signature, row.key_id = seal.sign(row.snapshot)
    session.add(row)
    session.flush()
    return row


def _signers(session: Session, actor: Actor, cohort: Cohort) -> list[tuple[str, str]]:
    """The first trainer of the cohort beside the coordinator who issues."""
    trainers = list_wearers(session, hat=Hat.TRAINER, scope=cohort.public_id)
    named = [(person.display_name, TRAINER_ROLE) for person in trainers[: MOST_SIGNERS - 1]]
    return [*named, (actor.display_name, COORDINATOR_ROLE)]


def revoke_certificate(session: Session, *, actor: Actor, certificate: Certificate, reason: str) -> None:
    """Withdraw a document; its code from now on answers 'ingetrokken' and no more (DR-24)."""
    if certificate.revoked_at is not None:
        raise AlreadyRevokedError
    _withdraw(actor, certificate, reason)
    publish(
        session,
        CertificateRevoked(actor=actor, certificate_id=certificate.public_id, number=certificate.number),
    )


def _withdraw(actor: Actor, certificate: Certificate, reason: str) -> None:
    certificate.revoked_at = clock.now()
    certificate.revoked_by_id = actor.person_id
    certificate.revocation_reason = reason


def reissue_certificate(
    session: Session, *, actor: Actor, certificate: Certificate, enrolment: Enrolment, seal: Seal, reason: str
) -> Certificate:
    """A new edition under the same number with the name of today; the old one is replaced (DR-24)."""
    if certificate.revoked_at is not None:
        raise AlreadyRevokedError
    if is_self(actor, enrolment):
        raise OwnCertificateError
    _withdraw(actor, certificate, reason)
    session.flush()
    everybody = queries.list_eligibility(session, cohort=enrolment.cohort)
    standings = next(item for item in everybody if item.enrolment.id == enrolment.id)
    row = _seal_document(
        session,
        actor,
        standings,
        seal,
        certificate.kind,
        sequence=certificate.sequence,
        edition=certificate.edition + 1,
    )
    publish(
        session,
        CertificateReissued(
            actor=actor,
            certificate_id=row.public_id,
            replaced_id=certificate.public_id,
            number=row.number,
            edition=row.edition,
        ),
    )
    return row
