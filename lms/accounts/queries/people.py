"""Readers of people and their work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.models import (
    BY_NAME,
    Hat,
    HatAssignment,
    Membership,
    Organisation,
    Person,
)
from lms.accounts.rules.passwords import DEMO_DOMAIN
from lms.accounts.rules.sign_in import email_key
from lms.core import clock
from lms.core.authorisation import Actor

PAGE_SIZE = 50
DEMO_ROLES = ("deelnemer", "deelnemer2", "trainer", "directeur", "coordinator", "beheerder")


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
        _people().where(*wanted).order_by(*BY_NAME, Person.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
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


def count_demo_accounts(session: Session) -> int:
    """How many people of the demo are present."""
    statement = sa.select(sa.func.count()).where(Person.email_key.endswith(DEMO_DOMAIN, autoescape=True))
    return session.scalar(statement) or 0


def list_demo_addresses(session: Session) -> Sequence[str]:
    """The addresses of the demo's roles, as far as they are present."""
    keys = [f"{role}{DEMO_DOMAIN}" for role in DEMO_ROLES]
    present = set(session.scalars(sa.select(Person.email_key).where(Person.email_key.in_(keys))))
    return [key for key in keys if key in present]
