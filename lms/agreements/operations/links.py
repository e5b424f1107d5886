"""The line manager's link: sent, sent anew, and looked at without using it."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from lms.agreements import queries, rules
from lms.agreements.events import SignersReminded, SigningLinkSent
from lms.agreements.models import AgreementState, LearningAgreement, SignerRole, SigningLink
from lms.agreements.operations.managers import must_be_another_person
from lms.agreements.operations.refusals import (
    AgreementDeclinedError,
    AgreementReplacedError,
    LinkGoneError,
)
from lms.agreements.rules import LinkFault
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.messages.queries import stopped_matters


class NoLinkNeededError(DomainError):
    """The line manager signed already."""


def make_link(session: Session, *, agreement: LearningAgreement) -> str:
    """A new link for a version whose links are loaded; earlier unused ones are withdrawn."""
    revoke_links(agreement)
    token = secrets.token_urlsafe(32)
    agreement.links.append(
        SigningLink(token_hash=rules.hash_token(token), expires_at=clock.now() + rules.LINK_LASTS)
    )
    session.flush()
    return token


def revoke_links(agreement: LearningAgreement) -> None:
    """Withdraw the links of a version that nobody used."""
    for link in agreement.links:
        if link.used_at is None and link.revoked_at is None:
            link.revoked_at = clock.now()


def usable_link(session: Session, *, token: str) -> SigningLink:
    """The link as it stands, or the refusal that tells why it cannot sign; looking does not use it."""
    link, moment = queries.find_link(session, token=token), clock.now()
    fault = rules.fault_of_link(link, moment=moment)
    if link is None or fault is not None:
        is_readable = rules.may_link_read(link, moment=moment)
        raise LinkGoneError(fault or LinkFault.UNKNOWN, is_readable=is_readable)
    return link


def send_link(
    session: Session,
    *,
    actor: Actor,
    agreement: LearningAgreement,
    manager_email: str,
    is_reminder: bool = False,
) -> str:
    """Send the line manager a new link, perhaps to another address; the earlier one stops working.

    Returns the secret part of the link.
    """
    queries.lock_agreement(session, agreement=agreement)
    _must_wait_for_manager(agreement)
    must_be_another_person(session, enrolment=agreement.enrolment, manager_email=manager_email)
    agreement.manager_email = manager_email.strip()
    token = make_link(session, agreement=agreement)
    publish(
        session,
        SigningLinkSent(
            actor=actor,
            agreement_id=agreement.public_id,
            enrolment_id=agreement.enrolment.public_id,
            link_token=token,
            is_reminder=is_reminder,
        ),
    )
    return token


def _must_wait_for_manager(agreement: LearningAgreement) -> None:
    if agreement.state is AgreementState.REPLACED:
        raise AgreementReplacedError
    if agreement.state is AgreementState.DECLINED:
        raise AgreementDeclinedError
    if SignerRole.LINE_MANAGER not in rules.missing_roles(agreement.signatures):
        raise NoLinkNeededError


def remind_signers(session: Session, *, actor: Actor, cohort: Cohort) -> int:
    """Remind everybody who must still sign, at most once a day; returns for how many participants.

    A line manager who wants no more reminders keeps the link of before.
    """
    waiting, reminded = queries.list_remindable(session, cohort=cohort), 0
    matters = [(row.manager_email, row.public_id) for row in waiting]
    stopped = stopped_matters(session, matters=matters)
    for agreement in waiting:
        wanted = set(rules.missing_roles(agreement.signatures))
        if agreement.public_id in stopped:
            wanted.discard(SignerRole.LINE_MANAGER)
        if not wanted:
            continue
        reminded += 1
        agreement.reminded_at = clock.now()
        wants_manager = SignerRole.LINE_MANAGER in wanted
        publish(
            session,
            SignersReminded(
                actor=actor,
                agreement_id=agreement.public_id,
                enrolment_id=agreement.enrolment.public_id,
                link_token=make_link(session, agreement=agreement) if wants_manager else None,
            ),
        )
    return reminded
