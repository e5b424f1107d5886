"""Readers of people, organisations, hats and sign-in sessions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.accounts.models import HatAssignment, Membership, Person, SignInSession
from lms.core import clock
from lms.core.authorisation import Actor, HatGrant


@dataclass(frozen=True)
class SignedIn:
    """What flask-login keeps for a request: the session row and the actor of this moment."""

    token: str
    session_id: int
    locale: str
    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """The token, which flask-login puts in the signed cookie."""
        return self.token


def hash_token(token: str) -> str:
    """How a secret token is known to the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_signed_in(session: Session, *, token: str) -> SignedIn | None:
    """Who holds this token now: unexpired, not suspended, with the rights of today (two queries)."""
    moment = clock.now()
    statement = (
        sa.select(SignInSession)
        .join(SignInSession.person)
        .where(
            SignInSession.token_hash == hash_token(token),
            SignInSession.expires_at > moment,
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
        .options(joinedload(SignInSession.person).joinedload(Person.memberships))
    )
    row = session.scalars(statement).unique().one_or_none()
    if row is None:
        return None
    return SignedIn(
        token=token, session_id=row.id, locale=row.person.locale, actor=_actor(session, row.person)
    )


def actor_for(session: Session, *, person: Person) -> Actor:
    """The actor that this person is today; for commands, the worker and the demo."""
    loaded = session.scalars(
        sa.select(Person)
        .where(Person.id == person.id)
        .options(selectinload(Person.memberships))
        .execution_options(populate_existing=True)
    ).one()
    return _actor(session, loaded)


def _actor(session: Session, person: Person) -> Actor:
    day = clock.today()
    hats = session.scalars(sa.select(HatAssignment).where(HatAssignment.person_id == person.id))
    return Actor(
        person_id=person.id,
        public_id=person.public_id,
        given_name=person.given_name,
        display_name=person.display_name,
        initials=person.initials,
        organisation_ids=frozenset(m.organisation_id for m in person.memberships if m.is_current(day)),
        hats=frozenset(
            HatGrant(row.hat, row.organisation_id, row.scope) for row in hats if row.is_current(day)
        ),
    )


def current_membership(person: Person) -> Membership | None:
    """The work that a person with loaded memberships does today."""
    day = clock.today()
    return next((m for m in reversed(person.memberships) if m.is_current(day)), None)
