"""Readers of people, organisations, hats, links and sign-in sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.models import (
    Attempt,
    Discipline,
    Hat,
    HatAssignment,
    JobRole,
    Membership,
    Organisation,
    Person,
    SignInSession,
    Token,
    TokenPurpose,
)
from lms.accounts.rules.passwords import DEMO_DOMAIN
from lms.accounts.rules.sign_in import LONGEST_IDLE, email_key, hash_secret
from lms.core import clock
from lms.core.authorisation import Actor, HatGrant

PAGE_SIZE = 50
DEMO_ROLES = ("deelnemer", "deelnemer2", "trainer", "directeur", "coordinator", "beheerder")


@dataclass(frozen=True)
class SignedIn:
    """What flask-login keeps for a request: the session row and the actor of this moment."""

    token: str
    session_id: int
    locale: str
    actor: Actor
    last_used_at: datetime
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """The token, which flask-login puts in the signed cookie."""
        return self.token


@dataclass(frozen=True)
class PeoplePage:
    """One page of people, and how many there are in all."""

    people: Sequence[Person]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // PAGE_SIZE))


def find_signed_in(session: Session, *, token: str) -> SignedIn | None:
    """Who holds this token now: not too old or idle, not suspended, with today's rights."""
    moment = clock.now()
    statement = (
        sa.select(SignInSession)
        .join(SignInSession.person)
        .where(
            SignInSession.token_hash == hash_secret(token),
            SignInSession.expires_at > moment,
            SignInSession.last_used_at > moment - LONGEST_IDLE,
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
        .options(contains_eager(SignInSession.person).joinedload(Person.memberships))
    )
    row = session.scalars(statement).unique().one_or_none()
    if row is None:
        return None
    return SignedIn(
        token=token,
        session_id=row.id,
        locale=row.person.locale,
        actor=_actor(session, row.person),
        last_used_at=row.last_used_at,
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


def _people() -> sa.Select[Person]:
    work = selectinload(Person.memberships)
    return (
        sa.select(Person)
        .options(work.joinedload(Membership.organisation), work.joinedload(Membership.discipline))
        .options(work.joinedload(Membership.job_role))
        .options(selectinload(Person.hats).joinedload(HatAssignment.organisation))
    )


def get_person(session: Session, *, person_id: UUID) -> Person | None:
    """A person with work and hats; an erased one is no longer found."""
    statement = _people().where(Person.public_id == person_id, Person.erased_at.is_(None))
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def get_own_person(session: Session, *, actor: Actor) -> Person | None:
    """The person who acts."""
    statement = _people().where(Person.id == actor.person_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def find_person_by_email(session: Session, *, email: str) -> Person | None:
    """The person with this address, whatever its case."""
    return session.scalars(_people().where(Person.email_key == email_key(email))).one_or_none()


def find_claimed(session: Session, *, email: str) -> Person | None:
    """Whom this address claims to be, in one query whether there is such a person or not."""
    return session.scalars(sa.select(Person).where(Person.email_key == email_key(email))).one_or_none()


def list_people(
    session: Session, *, actor: Actor, text: str = "", organisation_id: UUID | None = None, page: int = 1
) -> PeoplePage:
    """One page of the people whom this actor administers, by family name; nobody else's reader gets any."""
    wanted: list[sa.ColumnElement[bool]] = [Person.erased_at.is_(None)]
    if not (actor.wears(Hat.ADMINISTRATOR) or actor.wears(Hat.COORDINATOR)):
        wanted.append(sa.false())
    for word in text.split()[:5]:
        like = f"%{_escaped(word)}%"
        columns = (Person.given_name, Person.prefix, Person.family_name, Person.email)
        wanted.append(sa.or_(*(column.ilike(like, escape="\\") for column in columns)))
    if organisation_id is not None:
        wanted.append(Person.id.in_(_working_at(organisation_id)))
    total = session.scalar(sa.select(sa.func.count()).select_from(Person).where(*wanted)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    statement = (
        _people()
        .where(*wanted)
        .order_by(Person.family_name, Person.given_name, Person.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return PeoplePage(session.scalars(statement).all(), total, page)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _working_at(organisation_id: UUID) -> sa.Select[int]:
    day = clock.today()
    return (
        sa.select(Membership.person_id)
        .join(Membership.organisation)
        .where(
            Organisation.public_id == organisation_id,
            Membership.starts_on <= day,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
        )
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
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return session.scalars(statement).all()


def count_wearers(session: Session, *, hat: Hat) -> int:
    """How many people wear this hat today."""
    return len(list_wearers(session, hat=hat))


def get_membership(session: Session, *, person_id: UUID, membership_id: UUID) -> Membership | None:
    """Somebody's work at one organisation, with the person's hats."""
    statement = (
        sa.select(Membership)
        .join(Membership.person)
        .where(
            Membership.public_id == membership_id,
            Person.public_id == person_id,
            Person.erased_at.is_(None),
        )
        .options(contains_eager(Membership.person).selectinload(Person.hats))
        .options(joinedload(Membership.organisation))
    )
    return session.scalars(statement).one_or_none()


def get_hat(session: Session, *, person_id: UUID, hat_id: UUID) -> HatAssignment | None:
    """A hat of a person."""
    statement = (
        sa.select(HatAssignment)
        .join(HatAssignment.person)
        .where(HatAssignment.public_id == hat_id, Person.public_id == person_id)
        .options(contains_eager(HatAssignment.person).selectinload(Person.hats))
    )
    return session.scalars(statement).one_or_none()


def list_organisations(session: Session) -> Sequence[Organisation]:
    """All organisations by name, with the one they are part of."""
    statement = sa.select(Organisation).options(joinedload(Organisation.parent)).order_by(Organisation.name)
    return session.scalars(statement).all()


def get_organisation(session: Session, *, organisation_id: UUID) -> Organisation | None:
    """One organisation, with the one it is part of."""
    statement = (
        sa.select(Organisation)
        .where(Organisation.public_id == organisation_id)
        .options(joinedload(Organisation.parent))
    )
    return session.scalars(statement).one_or_none()


def find_organisation_by_name(session: Session, *, name: str) -> Organisation | None:
    """The organisation with exactly this name."""
    return session.scalars(sa.select(Organisation).where(Organisation.name == name)).one_or_none()


def count_people_per_organisation(session: Session) -> Mapping[int, int]:
    """How many people work at each organisation today."""
    day = clock.today()
    statement = (
        sa.select(Membership.organisation_id, sa.func.count(sa.distinct(Membership.person_id)))
        .where(Membership.starts_on <= day, sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day))
        .group_by(Membership.organisation_id)
    )
    return dict(session.execute(statement).all())


def organisation_family(session: Session, *, organisation_ids: Iterable[int]) -> frozenset[int]:
    """These organisations with everything above and below them: departments count as the same one."""
    parents = dict(session.execute(sa.select(Organisation.id, Organisation.parent_id)).all())

    def top(number: int) -> int:
        seen = {number}
        while (parent := parents.get(number)) is not None and parent not in seen:
            number = parent
            seen.add(number)
        return number

    tops = {top(number) for number in organisation_ids}
    return frozenset(number for number in parents if top(number) in tops)


def list_disciplines(session: Session) -> Sequence[Discipline]:
    """All fields of work by name."""
    return session.scalars(sa.select(Discipline).order_by(Discipline.name)).all()


def list_job_roles(session: Session) -> Sequence[JobRole]:
    """All functions by name."""
    return session.scalars(sa.select(JobRole).order_by(JobRole.name)).all()


def count_demo_accounts(session: Session) -> int:
    """How many people of the demo are present."""
    statement = sa.select(sa.func.count()).where(Person.email_key.endswith(DEMO_DOMAIN, autoescape=True))
    return session.scalar(statement) or 0


def list_demo_addresses(session: Session) -> Sequence[str]:
    """The addresses of the demo's roles, as far as they are present."""
    keys = [f"{role}{DEMO_DOMAIN}" for role in DEMO_ROLES]
    present = set(session.scalars(sa.select(Person.email_key).where(Person.email_key.in_(keys))))
    return [key for key in keys if key in present]


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
