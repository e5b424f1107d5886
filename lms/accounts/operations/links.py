"""Mailed links: each works once, until it expires, and only when its form is sent."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.events import (
    EmailChanged,
    EmailChangeRequested,
    InvitationAccepted,
    InvitationBounced,
    InvitationWithdrawn,
    PasswordResetRequested,
    PersonInvited,
)
from lms.accounts.models import Person, Token, TokenPurpose
from lms.accounts.operations.passwords import set_password
from lms.accounts.queries import actor_for, find_link, find_person_by_email
from lms.accounts.rules.refusals import AddressInUseError, LinkGoneError
from lms.accounts.rules.sign_in import LINK_LASTS, LinkFault, email_key, fault_of_link, hash_secret
from lms.core import clock
from lms.core.authorisation import ANONYMOUS, Actor
from lms.core.events import publish


def _make_link(
    session: Session, *, person: Person, purpose: TokenPurpose, new_email: str | None = None
) -> str:
    """Make a link; earlier ones for the same purpose are withdrawn."""
    moment = clock.now()
    session.execute(
        sa.update(Token)
        .where(
            Token.person_id == person.id,
            Token.purpose == purpose,
            Token.used_at.is_(None),
            Token.revoked_at.is_(None),
        )
        .values(revoked_at=moment)
    )
    link_token = secrets.token_urlsafe(32)
    session.add(
        Token(
            person_id=person.id,
            purpose=purpose,
            token_hash=hash_secret(link_token),
            new_email=new_email,
            expires_at=moment + LINK_LASTS[purpose],
        )
    )
    session.flush()
    return link_token


def usable_link(session: Session, *, purpose: TokenPurpose, link_token: str) -> Token:
    """The link as it stands, or the refusal that tells why it does not work; looking does not use it."""
    token = find_link(session, purpose=purpose, link_token=link_token)
    fault = fault_of_link(token, moment=clock.now())
    if token is None or fault is not None:
        raise LinkGoneError(purpose, fault or LinkFault.UNKNOWN)
    if token.person.erased_at is not None or token.person.suspended_at is not None:
        raise LinkGoneError(purpose, LinkFault.REVOKED)
    return token


def _use_link(session: Session, *, purpose: TokenPurpose, link_token: str) -> Token:
    """Use the link up; of two people who do so at once, one succeeds."""
    token = usable_link(session, purpose=purpose, link_token=link_token)
    used = session.execute(
        sa.update(Token)
        .where(Token.id == token.id, Token.used_at.is_(None), Token.revoked_at.is_(None))
        .values(used_at=clock.now())
        .returning(Token.id)
    )
    if used.first() is None:
        raise LinkGoneError(purpose, LinkFault.USED)
    return token


def invite_person(
    session: Session, *, actor: Actor, person: Person, is_reminder: bool = False, fewer_path: str = ""
) -> str:
    """Invite somebody to choose a password, or again; returns the secret part of the mailed link.

    A reminder says at `fewer_path` how to get no more of them.
    """
    link_token = _make_link(session, person=person, purpose=TokenPurpose.INVITATION)
    publish(
        session,
        PersonInvited(
            actor=actor,
            person_id=person.public_id,
            link_token=link_token,
            is_reminder=is_reminder,
            fewer_path=fewer_path,
        ),
    )
    return link_token


def withdraw_invitation(session: Session, *, actor: Actor, person: Person, invitation: Token) -> None:
    """Make the link of an open invitation stop working."""
    if fault_of_link(invitation, moment=clock.now()) is not None:
        raise LinkGoneError(invitation.purpose, LinkFault.REVOKED)
    invitation.revoked_at = clock.now()
    publish(session, InvitationWithdrawn(actor=actor, person_id=person.public_id))


def note_bounce(session: Session, *, actor: Actor, person: Person, invitation: Token) -> None:
    """The mail of an invitation did not arrive; noting it twice changes nothing."""
    if invitation.bounced_at is None:
        invitation.bounced_at = clock.now()
        publish(session, InvitationBounced(actor=actor, person_id=person.public_id))


def accept_invitation(session: Session, *, token: str, password: str, actor: Actor = ANONYMOUS) -> Person:
    """Accept an invitation: the link is used up and the chosen password counts."""
    person = _use_link(session, purpose=TokenPurpose.INVITATION, link_token=token).person
    invited = actor if actor.is_authenticated else actor_for(session, person=person)
    set_password(session, actor=invited, person=person, password=password)
    publish(session, InvitationAccepted(actor=invited, person_id=person.public_id))
    return person


def request_password_reset(session: Session, *, actor: Actor, email: str) -> None:
    """Mail a link to whoever has this address; for an unknown address nothing happens, silently."""
    person = find_person_by_email(session, email=email)
    if person is None or person.erased_at is not None or person.suspended_at is not None:
        return
    if person.password_hash is None:
        invite_person(session, actor=actor, person=person)
        return
    link_token = _make_link(session, person=person, purpose=TokenPurpose.PASSWORD_RESET)
    publish(session, PasswordResetRequested(actor=actor, person_id=person.public_id, link_token=link_token))


def reset_password(session: Session, *, token: str, password: str) -> Person:
    """Choose a new password by a mailed link, which is used up; every session ends."""
    person = _use_link(session, purpose=TokenPurpose.PASSWORD_RESET, link_token=token).person
    set_password(session, actor=actor_for(session, person=person), person=person, password=password)
    return person


def request_email_change(session: Session, *, actor: Actor, person: Person, email: str) -> None:
    """Mail a link to a new address; until it is confirmed the old one stays."""
    known = find_person_by_email(session, email=email)
    if known is not None and known.id != person.id:
        raise AddressInUseError
    link_token = _make_link(
        session, person=person, purpose=TokenPurpose.EMAIL_CHANGE, new_email=email.strip()
    )
    publish(
        session,
        EmailChangeRequested(
            actor=actor, person_id=person.public_id, link_token=link_token, new_address=email.strip()
        ),
    )


def confirm_email(session: Session, *, token: str) -> Person:
    """Take the confirmed address into use; reset links sent to the old one stop working."""
    link = _use_link(session, purpose=TokenPurpose.EMAIL_CHANGE, link_token=token)
    person, new_address, old_address = link.person, link.new_email or "", link.person.email
    known = find_person_by_email(session, email=new_address)
    if known is not None and known.id != person.id:
        raise AddressInUseError
    person.email, person.email_key = new_address, email_key(new_address)
    session.execute(
        sa.update(Token)
        .where(
            Token.person_id == person.id,
            Token.purpose == TokenPurpose.PASSWORD_RESET,
            Token.used_at.is_(None),
            Token.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )
    acting = actor_for(session, person=person)
    publish(session, EmailChanged(actor=acting, person_id=person.public_id, old_address=old_address))
    return person
