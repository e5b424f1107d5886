"""Signing in and out: proofs, sessions, extra codes, and the limit on guesses."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.events import (
    SecondFactorRemoved,
    SecondFactorSetUp,
    SessionRevoked,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from lms.accounts.models import Attempt, Person, SignInSession, Token, TokenPurpose
from lms.accounts.queries import actor_for, find_claimed
from lms.accounts.rules.passwords import hash_password, is_outdated, is_right
from lms.accounts.rules.refusals import WrongCodeError, WrongPasswordError
from lms.accounts.rules.sign_in import LONGEST_SESSION, hash_secret, step_of_code
from lms.core import clock
from lms.core.authorisation import ANONYMOUS, Actor
from lms.core.events import publish


def check_password(session: Session, *, email: str, password: str) -> Person:
    """Whose address and password these are; costs the same when there is no such person."""
    person = find_claimed(session, email=email)
    right = is_right(person.password_hash if person else None, password)
    if person is None or not right or person.suspended_at is not None or person.erased_at is not None:
        raise WrongPasswordError
    if person.password_hash and is_outdated(person.password_hash):
        person.password_hash = hash_password(password)
        session.flush()
    return person


def start_session(session: Session, *, person: Person, device: str = "") -> str:
    """Open a session on a device; returns the token that only this device knows."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            person_id=person.id,
            token_hash=hash_secret(token),
            device=device[:120],
            expires_at=clock.now() + LONGEST_SESSION,
        )
    )
    session.flush()
    return token


def sign_in(session: Session, *, person: Person, device: str, with_second_factor: bool) -> str:
    """Sign a proven person in on a device; returns the new token."""
    token = start_session(session, person=person, device=device)
    publish(
        session,
        SignedIn(
            actor=actor_for(session, person=person),
            person_id=person.public_id,
            with_second_factor=with_second_factor,
        ),
    )
    return token


def end_session(session: Session, *, actor: Actor, session_id: int) -> None:
    """Sign out on this device."""
    session.execute(sa.delete(SignInSession).where(SignInSession.id == session_id))
    if actor.public_id is not None:
        publish(session, SignedOut(actor=actor, person_id=actor.public_id))


def revoke_session(session: Session, *, actor: Actor, sign_in_session: SignInSession) -> None:
    """End a session on another device; its next request finds nobody signed in."""
    person = session.get_one(Person, sign_in_session.person_id)
    session.delete(sign_in_session)
    publish(
        session,
        SessionRevoked(actor=actor, person_id=person.public_id, session_id=sign_in_session.public_id),
    )


def note_use(session: Session, *, session_id: int) -> None:
    """Remember that a session is in use."""
    session.execute(
        sa.update(SignInSession).where(SignInSession.id == session_id).values(last_used_at=clock.now())
    )


def note_failed_sign_in(session: Session) -> None:
    """Record that somebody failed to sign in, without the name they tried."""
    publish(session, SignInFailed(actor=ANONYMOUS))


def check_code(session: Session, *, person: Person, code: str) -> None:
    """Accept an extra code once: of two who send the same code, one succeeds."""
    moment = clock.now()
    step = (
        step_of_code(
            person.second_factor_secret, code, moment=moment, last_step=person.second_factor_last_step
        )
        if person.second_factor_secret
        else None
    )
    if step is None:
        raise WrongCodeError
    newer = sa.or_(Person.second_factor_last_step.is_(None), Person.second_factor_last_step < step)
    accepted = session.execute(
        sa.update(Person)
        .where(Person.id == person.id, newer)
        .values(second_factor_last_step=step)
        .returning(Person.id)
        .execution_options(synchronize_session=False)
    )
    if accepted.first() is None:
        raise WrongCodeError


def set_up_second_factor(session: Session, *, actor: Actor, person: Person, secret: str, code: str) -> None:
    """Link an authenticator; a first right code proves that it works."""
    step = step_of_code(secret, code, moment=clock.now(), last_step=None)
    if step is None:
        raise WrongCodeError
    person.second_factor_secret = secret
    person.second_factor_confirmed_at = clock.now()
    person.second_factor_last_step = step
    publish(session, SecondFactorSetUp(actor=actor, person_id=person.public_id))


def remove_second_factor(session: Session, *, actor: Actor, person: Person) -> None:
    """Unlink the authenticator, for instance of a lost phone."""
    person.second_factor_secret = person.second_factor_confirmed_at = person.second_factor_last_step = None
    publish(session, SecondFactorRemoved(actor=actor, person_id=person.public_id))


def reserve_attempts(session: Session, *, keys: Sequence[str]) -> Sequence[int]:
    """Count a guess under each key before it is judged, so that guesses in parallel count too."""
    attempts = [Attempt(key_hash=hash_secret(key)) for key in keys]
    session.add_all(attempts)
    session.flush()
    return [attempt.id for attempt in attempts]


def forget_attempts(session: Session, *, attempt_ids: Sequence[int]) -> None:
    """A right guess, or one that was not judged at all, does not count."""
    session.execute(sa.delete(Attempt).where(Attempt.id.in_(attempt_ids)))


def forget_old_sign_ins(session: Session) -> None:
    """Every night: forget sessions that ended, guesses of past days and links long out of date."""
    moment = clock.now()
    session.execute(sa.delete(SignInSession).where(SignInSession.expires_at < moment))
    session.execute(sa.delete(Attempt).where(Attempt.tried_at < moment - timedelta(days=1)))
    session.execute(
        sa.delete(Token).where(
            Token.expires_at < moment - timedelta(days=30), Token.purpose != TokenPurpose.INVITATION
        )
    )
