"""Three signatures, each by the person it belongs to, under the words that were read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.agreements import policies, queries, rules
from lms.agreements.events import AgreementCompleted, AgreementDeclined, AgreementSigned
from lms.agreements.models import AgreementState, LearningAgreement, Signature, SignerRole, SigningLink
from lms.agreements.operations.links import usable_link
from lms.agreements.operations.refusals import (
    AgreementDeclinedError,
    AgreementReplacedError,
    AlreadySignedError,
    NotYoursToSignError,
    RemarkTooShortError,
    SigningForAnotherError,
)
from lms.cohorts.queries import list_trainers
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish

_BY_ACCOUNT = {
    SignerRole.PARTICIPANT: policies.may_sign_as_participant,
    SignerRole.TRAINER: policies.may_sign_as_trainer,
}


def sign_as(session: Session, *, actor: Actor, agreement: LearningAgreement, role: SignerRole) -> None:
    """Sign as the participant or as a trainer of the cohort, with the own account."""
    may_sign = _BY_ACCOUNT.get(role)
    if may_sign is None or not may_sign(actor, agreement):
        raise NotYoursToSignError
    queries.lock_agreement(session, agreement=agreement)
    _sign(session, actor=actor, agreement=agreement, role=role, name=actor.display_name)


def sign_by_link(session: Session, *, actor: Actor, token: str, name: str) -> LearningAgreement:
    """Sign as the line manager by the mailed link, which is used up."""
    link = _take_link(session, actor=actor, token=token)
    agreement = link.agreement
    trainers = list_trainers(session, cohort=agreement.enrolment.cohort)
    others = [agreement.enrolment.person.display_name, *(trainer.display_name for trainer in trainers)]
    if any(rules.same_name(name, other) for other in others):
        raise SigningForAnotherError
    link.used_at = clock.now()
    _sign(session, actor=actor, agreement=agreement, role=SignerRole.LINE_MANAGER, name=name.strip())
    return agreement


def decline_by_link(session: Session, *, actor: Actor, token: str, remark: str) -> LearningAgreement:
    """Say as the line manager why this version is not right; it then waits for the coordinator."""
    link = _take_link(session, actor=actor, token=token)
    agreement = link.agreement
    if len(remark.strip()) < rules.SHORTEST_REMARK:
        raise RemarkTooShortError
    _must_wait(agreement)
    link.used_at = agreement.declined_at = clock.now()
    agreement.decline_remark = remark.strip()
    publish(
        session,
        AgreementDeclined(
            actor=actor, agreement_id=agreement.public_id, enrolment_id=agreement.enrolment.public_id
        ),
    )
    return agreement


def _take_link(session: Session, *, actor: Actor, token: str) -> SigningLink:
    """The usable link with its version held, for somebody who does not sign it otherwise."""
    agreement = usable_link(session, token=token).agreement
    if policies.is_another_signer(actor, agreement):
        raise NotYoursToSignError
    queries.lock_agreement(session, agreement=agreement)
    return usable_link(session, token=token)


def _must_wait(agreement: LearningAgreement) -> None:
    if agreement.state is AgreementState.REPLACED:
        raise AgreementReplacedError
    if agreement.state is AgreementState.DECLINED:
        raise AgreementDeclinedError


def _sign(
    session: Session, *, actor: Actor, agreement: LearningAgreement, role: SignerRole, name: str
) -> None:
    _must_wait(agreement)
    if role not in rules.missing_roles(agreement.signatures):
        raise AlreadySignedError
    agreement.signatures.append(
        Signature(
            role=role,
            person_id=None if role is SignerRole.LINE_MANAGER else actor.person_id,
            name=name,
            content_hash=rules.fingerprint(agreement.snapshot),
            signed_at=clock.now(),
        )
    )
    if not rules.missing_roles(agreement.signatures):
        agreement.completed_at = clock.now()
    ids = {"agreement_id": agreement.public_id, "enrolment_id": agreement.enrolment.public_id}
    publish(session, AgreementSigned(actor=actor, role=role, **ids))
    if agreement.completed_at is not None:
        publish(session, AgreementCompleted(actor=actor, **ids))
