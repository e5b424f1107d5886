"""People, the organisations they work for, the hats they wear and the sessions they hold."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.alphabet import Alphabetical, folded
from lms.core.model import Base, Entity, related
from lms.core.sealing import Sealed


class OrganisationKind(StrEnum):
    """What kind of organisation somebody works for; all but the first two are partners."""

    MUNICIPALITY = "municipality"
    SOCIAL_SERVICE = "social_service"
    CARE = "care"
    HOUSING = "housing"
    SOCIAL_WORK = "social_work"
    MENTAL_HEALTH = "mental_health"
    EDUCATION = "education"
    YOUTH_CARE = "youth_care"
    EMPLOYER = "employer"
    OTHER = "other"

    @property
    def is_municipal(self) -> bool:
        """Whether people of this kind count as municipal rather than partner."""
        return self in (OrganisationKind.MUNICIPALITY, OrganisationKind.SOCIAL_SERVICE)


class Hat(StrEnum):
    """A role that is granted; participants and line managers follow from other rows."""

    TRAINER = "trainer"
    DIRECTOR = "director"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class TokenPurpose(StrEnum):
    """What a mailed single-use link is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    EMAIL_CHANGE = "email_change"


def display_name(given_name: str, prefix: str, family_name: str) -> str:
    """Given name, prefix and family name: `Noor van Vliet`."""
    return " ".join(part for part in (given_name, prefix, family_name) if part)


def sort_name(given_name: str, prefix: str, family_name: str) -> str:
    """Family name, given name and prefix: sorting ignores prefix, capitals and accents (AC-11)."""
    return folded(f"{family_name}, {given_name} {prefix}".strip())


def initials(given_name: str, _prefix: str, family_name: str) -> str:
    """First letters of given and family name: `NV`."""
    return (given_name[:1] + family_name[:1]).upper()


class Organisation(Entity):
    """A municipality or a partner organisation; a department counts as its parent unless it stands apart."""

    __tablename__ = "account_organisation"

    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    short_name: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[OrganisationKind]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    is_apart: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Organisation | None] = related(remote_side="Organisation.id")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Discipline(Entity):
    """A field of work, such as Wmo or wijkzorg; a retired one stays with whoever has it."""

    __tablename__ = "account_discipline"

    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class JobRole(Entity):
    """A function, such as klantmanager or wijkverpleegkundige; a retired one stays with whoever has it."""

    __tablename__ = "account_job_role"

    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Person(Entity):
    """Somebody with a name and an e-mail address that is unique without regard to case."""

    __tablename__ = "account_person"
    __table_args__ = (sa.Index("ix_account_person_family_name", "family_name", "given_name"),)

    given_name: Mapped[str] = mapped_column(sa.String(80))
    prefix: Mapped[str] = mapped_column(sa.String(30), default="")
    family_name: Mapped[str] = mapped_column(sa.String(100))
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    password_changed_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(sa.String(5), default="nl")
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    second_factor_secret: Mapped[str | None] = mapped_column(Sealed())
    second_factor_confirmed_at: Mapped[datetime | None]
    second_factor_last_step: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    memberships: Mapped[list[Membership]] = related(back_populates="person", order_by="Membership.starts_on")
    hats: Mapped[list[HatAssignment]] = related(
        back_populates="person", foreign_keys="HatAssignment.person_id"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def display_name(self) -> str:
        """Given name, prefix and family name: `Noor van Vliet`."""
        return display_name(self.given_name, self.prefix, self.family_name)

    @property
    def sort_name(self) -> str:
        """Family name, given name and prefix: sorting ignores the prefix (AC-11)."""
        return sort_name(self.given_name, self.prefix, self.family_name)

    @property
    def initials(self) -> str:
        """First letters of given and family name: `NV`."""
        return initials(self.given_name, self.prefix, self.family_name)


BY_NAME = (Alphabetical(Person.family_name), Alphabetical(Person.given_name))
"""The order of people in a list; the same as that of `sort_name`, but for prefixes (AC-11)."""


class Membership(Entity):
    """Somebody works for an organisation, in a discipline and a job role, from a day until a day."""

    __tablename__ = "account_membership"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    discipline_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_discipline.id"), index=True)
    job_role_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_job_role.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = related(back_populates="memberships")
    organisation: Mapped[Organisation] = related()
    discipline: Mapped[Discipline | None] = related()
    job_role: Mapped[JobRole | None] = related()

    def is_current(self, day: date) -> bool:
        """Whether this work goes on that day; the last day counts."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class HatAssignment(Entity):
    """A hat, for an organisation (director), a programme (coordinator, trainer) or a cohort (trainer).

    `scope` is the public id of that programme or cohort; without one the hat is worn in general.
    """

    __tablename__ = "account_hat"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    hat: Mapped[Hat]
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_organisation.id"), index=True)
    scope: Mapped[UUID | None] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_person.id"), index=True)

    person: Mapped[Person] = related(back_populates="hats", foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = related()

    def is_current(self, day: date) -> bool:
        """Whether the hat is worn that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class SignInSession(Entity):
    """Somebody is signed in on a device; the token itself is known to that device alone."""

    __tablename__ = "account_session"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    device: Mapped[str] = mapped_column(sa.String(120), default="")
    last_used_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]

    person: Mapped[Person] = related()


class Token(Entity):
    """A mailed link that works once, until it expires; only its hash is kept.

    The promise of its mail has the same public id; `message_id` is the mail's, by which a bounce is known.
    """

    __tablename__ = "account_token"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("account_person.id"), index=True)
    purpose: Mapped[TokenPurpose]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    new_email: Mapped[str | None] = mapped_column(sa.String(254))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(sa.String(120), index=True)
    bounced_at: Mapped[datetime | None]

    person: Mapped[Person] = related()


class Attempt(Base):
    """One try at something that is limited, counted under a hashed key for as long as its window lasts."""

    __tablename__ = "account_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    tried_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
