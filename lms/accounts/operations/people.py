"""People: their names, their work, their coming and going."""

from __future__ import annotations

from datetime import date, timedelta
from secrets import token_hex

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.events import (
    HatWithdrawn,
    MembershipEnded,
    MembershipStarted,
    PersonAdded,
    PersonErased,
    PersonReinstated,
    PersonRenamed,
    PersonSuspended,
    PreferencesChanged,
)
from lms.accounts.models import (
    Discipline,
    HatAssignment,
    JobRole,
    Membership,
    Organisation,
    Person,
    SignInSession,
    Token,
)
from lms.accounts.queries import find_person_by_email
from lms.accounts.rules.hats import level_of, level_of_actor
from lms.accounts.rules.refusals import AboveOwnLevelError, AddressInUseError, EndsBeforeStartError
from lms.accounts.rules.sign_in import email_key
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish


def add_person(
    session: Session, *, actor: Actor, given_name: str, family_name: str, email: str, prefix: str = ""
) -> Person:
    """Make somebody known; an address belongs to one person, whatever its case."""
    if find_person_by_email(session, email=email) is not None:
        raise AddressInUseError
    person = Person(
        given_name=given_name,
        prefix=prefix,
        family_name=family_name,
        email=email.strip(),
        email_key=email_key(email),
    )
    session.add(person)
    session.flush()
    publish(session, PersonAdded(actor=actor, person_id=person.public_id))
    return person


def rename_person(
    session: Session, *, actor: Actor, person: Person, given_name: str, family_name: str, prefix: str = ""
) -> None:
    """Give somebody another name; what was signed under the old one keeps it."""
    person.given_name, person.prefix, person.family_name = given_name, prefix, family_name
    publish(session, PersonRenamed(actor=actor, person_id=person.public_id))


def correct_email(session: Session, *, actor: Actor, person: Person, email: str) -> None:
    """Correct the address of somebody who never signed in; anybody else confirms a change by a link."""
    known = find_person_by_email(session, email=email)
    if known is not None and known.id != person.id:
        raise AddressInUseError
    person.email, person.email_key = email.strip(), email_key(email)
    publish(session, PersonRenamed(actor=actor, person_id=person.public_id))


def choose_language(session: Session, *, actor: Actor, person: Person, locale: str) -> None:
    """Remember the language in which somebody reads."""
    person.locale = locale
    publish(session, PreferencesChanged(actor=actor, person_id=person.public_id))


def add_membership(
    session: Session,
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    starts_on: date,
    discipline: Discipline | None = None,
    job_role: JobRole | None = None,
) -> Membership:
    """Somebody goes to work for an organisation."""
    membership = Membership(
        person_id=person.id,
        organisation=organisation,
        discipline=discipline,
        job_role=job_role,
        starts_on=starts_on,
    )
    session.add(membership)
    session.flush()
    session.expire(person, ["memberships"])
    publish(
        session,
        MembershipStarted(actor=actor, person_id=person.public_id, organisation_id=organisation.public_id),
    )
    return membership


def end_membership(session: Session, *, actor: Actor, membership: Membership, ends_on: date) -> None:
    """Somebody stops working for an organisation; that day is the last one, also for their hat there."""
    if ends_on < membership.starts_on:
        raise EndsBeforeStartError
    membership.ends_on = ends_on
    session.flush()
    person = session.get_one(Person, membership.person_id)
    organisation = session.get_one(Organisation, membership.organisation_id)
    _end_hats_at(session, actor, person, organisation, ends_on)
    publish(
        session,
        MembershipEnded(actor=actor, person_id=person.public_id, organisation_id=organisation.public_id),
    )


def _end_hats_at(
    session: Session, actor: Actor, person: Person, organisation: Organisation, ends_on: date
) -> None:
    """Whoever left an organisation no longer sees its people."""
    rows = session.scalars(
        sa.select(HatAssignment).where(
            HatAssignment.person_id == person.id,
            HatAssignment.organisation_id == organisation.id,
            sa.or_(HatAssignment.ends_on.is_(None), HatAssignment.ends_on > ends_on),
        )
    )
    for row in rows.all():
        row.ends_on = ends_on
        publish(session, HatWithdrawn(actor=actor, person_id=person.public_id, hat=row.hat, scope=row.scope))
    session.flush()
    session.expire(person, ["hats"])


def suspend_person(session: Session, *, actor: Actor, person: Person) -> None:
    """Keep somebody out for now: every session ends at once."""
    _stay_below(session, actor, person)
    person.suspended_at = clock.now()
    _end_sessions(session, person)
    publish(session, PersonSuspended(actor=actor, person_id=person.public_id))


def reinstate_person(session: Session, *, actor: Actor, person: Person) -> None:
    """Let somebody in again."""
    _stay_below(session, actor, person)
    person.suspended_at = None
    publish(session, PersonReinstated(actor=actor, person_id=person.public_id))


def erase_person(session: Session, *, actor: Actor, person: Person) -> None:
    """Erase name, address and secrets; work, hats and sessions end; the row stays for what refers to it."""
    _stay_below(session, actor, person)
    day = clock.today()
    address = f"{token_hex(16)}@verwijderd.invalid"
    person.given_name, person.prefix, person.family_name = "Verwijderd", "", "persoon"
    person.email, person.email_key = address, address
    person.password_hash = person.second_factor_secret = person.second_factor_confirmed_at = None
    person.second_factor_last_step = None
    person.locale = "nl"
    person.erased_at = clock.now()
    _end_sessions(session, person)
    session.execute(sa.delete(Token).where(Token.person_id == person.id))
    for work in session.scalars(sa.select(Membership).where(Membership.person_id == person.id)):
        work.ends_on = min(work.ends_on or day, day)
    for hat in session.scalars(sa.select(HatAssignment).where(HatAssignment.person_id == person.id)):
        hat.ends_on = min(hat.ends_on or day, day - timedelta(days=1))
    session.flush()
    session.expire(person, ["memberships", "hats"])
    publish(session, PersonErased(actor=actor, person_id=person.public_id))


def _end_sessions(session: Session, person: Person) -> None:
    session.execute(sa.delete(SignInSession).where(SignInSession.person_id == person.id))


def _stay_below(session: Session, actor: Actor, person: Person) -> None:
    day = clock.today()
    rows = session.scalars(sa.select(HatAssignment).where(HatAssignment.person_id == person.id))
    if level_of(row.hat for row in rows if row.is_current(day)) >= level_of_actor(actor):
        raise AboveOwnLevelError
