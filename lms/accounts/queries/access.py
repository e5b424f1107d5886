"""Readers of who comes in: sign-in sessions, hats, mailed links, counted attempts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.models import (
    BY_NAME,
    Attempt,
    Hat,
    HatAssignment,
    Membership,
    Person,
    SignInSession,
    Token,
    TokenPurpose,
    display_name,
    initials,
)
from lms.accounts.rules.sign_in import LONGEST_IDLE, hash_secret
from lms.core import clock
from lms.core.authorisation import Actor, HatGrant
from lms.core.reading import read_rows


@dataclass(frozen=True)
class SignedIn:
    """What flask-login keeps for a request: the session row and the actor of this moment."""

    token: str
    session_id: int
    locale: str
    actor: Actor
    last_used_at: datetime
    expires_at: datetime
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """The token, which flask-login puts in the signed cookie."""
        return self.token


def _lasts(row: type[Membership] | type[HatAssignment], day: sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Whether this work or hat goes on that day; the last day counts."""
    return sa.and_(row.starts_on <= day, sa.or_(row.ends_on.is_(None), row.ends_on >= day))


# Made once, for it runs at every page: the token's session and person, times their work and hats of today.
_SIGNED_IN = (
    sa.select(
        SignInSession.id,
        SignInSession.last_used_at,
        SignInSession.expires_at,
        Person.id,
        Person.public_id,
        Person.given_name,
        Person.prefix,
        Person.family_name,
        Person.locale,
        Membership.organisation_id,
        HatAssignment.hat,
        HatAssignment.organisation_id,
        HatAssignment.scope,
    )
    .join(SignInSession.person)
    .outerjoin(
        Membership, sa.and_(Membership.person_id == Person.id, _lasts(Membership, sa.bindparam("day")))
    )
    .outerjoin(
        HatAssignment,
        sa.and_(HatAssignment.person_id == Person.id, _lasts(HatAssignment, sa.bindparam("day"))),
    )
    .where(
        SignInSession.token_hash == sa.bindparam("token_hash"),
        SignInSession.expires_at > sa.bindparam("moment"),
        SignInSession.last_used_at > sa.bindparam("idle_since"),
        Person.suspended_at.is_(None),
        Person.erased_at.is_(None),
    )
)


def find_signed_in(session: Session, *, token: str) -> SignedIn | None:
    """Who holds this token now: not too old or idle, not suspended, with today's rights."""
    moment = clock.now()
    values = {
        "token_hash": hash_secret(token),
        "moment": moment,
        "idle_since": moment - LONGEST_IDLE,
        "day": clock.today(),
    }
    rows = read_rows(session, _SIGNED_IN, values)
    if not rows:
        return None
    session_id, last_used_at, expires_at, person_id, public_id, *names, locale = rows[0][:9]
    return SignedIn(
        token=token,
        session_id=session_id,
        locale=locale,
        actor=Actor(
            person_id=person_id,
            public_id=public_id,
            given_name=names[0],
            display_name=display_name(*names),
            initials=initials(*names),
            organisation_ids=frozenset(row[9] for row in rows if row[9] is not None),
            hats=frozenset(HatGrant(*row[10:]) for row in rows if row[10] is not None),
        ),
        last_used_at=last_used_at,
        expires_at=expires_at,
    )


def actor_for(session: Session, *, person: Person) -> Actor:
    """The actor that this person is today; for commands, the worker and the demo."""
    loaded = session.scalars(
        sa.select(Person)
        .where(Person.id == person.id)
        .options(selectinload(Person.memberships), selectinload(Person.hats))
        .execution_options(populate_existing=True)
    ).one()
    day = clock.today()
    return _actor(
        loaded,
        organisation_ids=(row.organisation_id for row in loaded.memberships if row.is_current(day)),
        hats=(
            HatGrant(row.hat, row.organisation_id, row.scope) for row in loaded.hats if row.is_current(day)
        ),
    )


def _actor(person: Person, *, organisation_ids: Iterable[int], hats: Iterable[HatGrant]) -> Actor:
    return Actor(
        person_id=person.id,
        public_id=person.public_id,
        given_name=person.given_name,
        display_name=person.display_name,
        initials=person.initials,
        organisation_ids=frozenset(organisation_ids),
        hats=frozenset(hats),
    )


def list_wearers(
    session: Session, *, hat: Hat, scope: UUID | None = None, organisation_id: int | None = None
) -> Sequence[Person]:
    """Everybody who wears this hat today, for that programme, cohort or organisation if one is given."""
    day = clock.today()
    worn = sa.select(HatAssignment.person_id).where(
        HatAssignment.hat == hat,
        HatAssignment.starts_on <= day,
        sa.or_(HatAssignment.ends_on.is_(None), HatAssignment.ends_on >= day),
    )
    if scope is not None:
        worn = worn.where(HatAssignment.scope == scope)
    if organisation_id is not None:
        worn = worn.where(HatAssignment.organisation_id == organisation_id)
    statement = (
        sa.select(Person)
        .where(Person.id.in_(worn), Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .order_by(*BY_NAME, Person.id)
    )
    return session.scalars(statement).all()


def get_hat(session: Session, *, person_id: UUID, hat_id: UUID) -> HatAssignment | None:
    """A hat of a person."""
    statement = (
        sa.select(HatAssignment)
        .join(HatAssignment.person)
        .where(HatAssignment.public_id == hat_id, Person.public_id == person_id)
        .options(contains_eager(HatAssignment.person).selectinload(Person.hats))
    )
    return session.scalars(statement).one_or_none()


def list_sessions(session: Session, *, person_id: int) -> Sequence[SignInSession]:
    """The devices on which somebody is signed in now, last used first."""
    moment = clock.now()
    statement = (
        sa.select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.expires_at > moment,
            SignInSession.last_used_at > moment - LONGEST_IDLE,
        )
        .order_by(SignInSession.last_used_at.desc(), SignInSession.id.desc())
    )
    return session.scalars(statement).all()


def get_session(session: Session, *, session_id: UUID) -> SignInSession | None:
    """One sign-in session."""
    return session.scalars(
        sa.select(SignInSession).where(SignInSession.public_id == session_id)
    ).one_or_none()


def find_link(session: Session, *, purpose: TokenPurpose, link_token: str) -> Token | None:
    """The link that belongs to this token, with its person."""
    statement = (
        sa.select(Token)
        .where(Token.purpose == purpose, Token.token_hash == hash_secret(link_token))
        .options(joinedload(Token.person))
    )
    return session.scalars(statement).one_or_none()


def find_link_by_message(session: Session, *, message_id: str) -> Token | None:
    """The link that was mailed in this message, with its person."""
    statement = sa.select(Token).where(Token.message_id == message_id).options(joinedload(Token.person))
    return session.scalars(statement).first()


def last_invitations(session: Session, *, person_ids: Iterable[int]) -> Mapping[int, Token]:
    """The newest invitation of each of these people."""
    statement = (
        sa.select(Token)
        .where(Token.purpose == TokenPurpose.INVITATION, Token.person_id.in_(list(person_ids)))
        .order_by(Token.id)
    )
    return {token.person_id: token for token in session.scalars(statement)}


def wait_after(session: Session, *, limits: Mapping[str, int], window: timedelta) -> timedelta | None:
    """How long to wait when one of these keys was tried too often; None when all are within their limit."""
    moment = clock.now()
    waits = []
    for key, limit in limits.items():
        tried = session.scalars(
            sa.select(Attempt.tried_at)
            .where(Attempt.key_hash == hash_secret(key), Attempt.tried_at > moment - window)
            .order_by(Attempt.tried_at.desc(), Attempt.id.desc())
        ).all()
        if len(tried) > limit:
            waits.append(tried[limit] + window - moment)
    return max(waits, default=None)
