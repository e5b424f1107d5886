"""Choosing a password; a new one ends the sessions on other devices."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.events import PasswordChanged
from lms.accounts.models import Person, SignInSession, Token, TokenPurpose
from lms.accounts.rules.passwords import fault_of, hash_password, is_right
from lms.accounts.rules.refusals import WeakPasswordError, WrongPasswordError
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish


def set_password(
    session: Session, *, actor: Actor, person: Person, password: str, kept_session_id: int | None = None
) -> None:
    """Give somebody a password; open reset links and all sessions but the kept one end."""
    fault = fault_of(password, personal=(person.given_name, person.family_name, person.email))
    if fault is not None:
        raise WeakPasswordError(fault)
    moment = clock.now()
    person.password_hash = hash_password(password)
    person.password_changed_at = moment
    session.execute(
        sa.delete(SignInSession).where(
            SignInSession.person_id == person.id, SignInSession.id != (kept_session_id or 0)
        )
    )
    session.execute(
        sa.update(Token)
        .where(
            Token.person_id == person.id,
            Token.purpose == TokenPurpose.PASSWORD_RESET,
            Token.used_at.is_(None),
            Token.revoked_at.is_(None),
        )
        .values(revoked_at=moment)
    )
    publish(session, PasswordChanged(actor=actor, person_id=person.public_id))


def change_password(
    session: Session,
    *,
    actor: Actor,
    person: Person,
    current: str,
    password: str,
    kept_session_id: int | None = None,
) -> None:
    """Change one's own password; the present one proves who asks."""
    if not is_right(person.password_hash, current):
        raise WrongPasswordError
    set_password(session, actor=actor, person=person, password=password, kept_session_id=kept_session_id)
