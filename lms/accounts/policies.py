"""Who may do what with accounts.

Everybody uses their own account. Coordinators and administrators see people and organisations; coordinators
add and invite people, and edit those who wear no hat, but not the address with which somebody signs in.
Directors correct the names of their own organisation. Administrators grant and withdraw hats, suspend and
erase. Nobody manages a person or a hat at or above their own level, and nobody manages themselves here.
"""

from __future__ import annotations

from lms.accounts.models import (
    Discipline,
    Hat,
    HatAssignment,
    JobRole,
    Membership,
    Organisation,
    Person,
    SignInSession,
)
from lms.accounts.rules.hats import LEVELS, level_of, level_of_actor
from lms.core import clock
from lms.core.authorisation import Actor


def is_administrator(actor: Actor) -> bool:
    """Wears the administrator's hat."""
    return actor.wears(Hat.ADMINISTRATOR)


def is_coordinator(actor: Actor) -> bool:
    """Wears a coordinator's hat, for whichever programme."""
    return actor.wears(Hat.COORDINATOR)


def is_self(actor: Actor, person: Person) -> bool:
    """Is this very person."""
    return actor.person_id == person.id


def stands_above(actor: Actor, person: Person) -> bool:
    """The person's highest hat of today is below the actor's level."""
    day = clock.today()
    return level_of(row.hat for row in person.hats if row.is_current(day)) < level_of_actor(actor)


def may_use_own_account(actor: Actor) -> bool:
    """Everybody who is signed in manages their own account."""
    return actor.is_authenticated


def may_use_this_account(actor: Actor, person: Person) -> bool:
    """Everybody manages their own account, and nobody else's."""
    return is_self(actor, person)


def may_revoke_session(actor: Actor, sign_in_session: SignInSession) -> bool:
    """Everybody ends their own sessions."""
    return actor.person_id == sign_in_session.person_id


def may_list_people(actor: Actor) -> bool:
    """Coordinators and administrators see who is known."""
    return is_administrator(actor) or is_coordinator(actor)


def may_show_person(actor: Actor, _person: Person) -> bool:
    """Coordinators and administrators see a person."""
    return may_list_people(actor)


def may_add_person(actor: Actor) -> bool:
    """Coordinators and administrators add and invite people."""
    return may_list_people(actor)


def may_edit_person(actor: Actor, person: Person) -> bool:
    """Administrators and coordinators change whoever stands below them; a coordinator nobody with a hat."""
    if is_self(actor, person):
        return False
    if is_administrator(actor):
        return stands_above(actor, person)
    day = clock.today()
    return is_coordinator(actor) and not any(row.is_current(day) for row in person.hats)


def may_change_address(actor: Actor, person: Person) -> bool:
    """Administrators; a coordinator only of who never signed in: whoever reads the mail gets in."""
    return is_administrator(actor) or person.password_hash is None


def may_end_membership(actor: Actor, membership: Membership) -> bool:
    """Whoever may change the person."""
    return may_edit_person(actor, membership.person)


def may_manage_access(actor: Actor, person: Person) -> bool:
    """Administrators suspend, erase and give hats to whoever stands below them, never to themselves."""
    return is_administrator(actor) and not is_self(actor, person) and stands_above(actor, person)


def may_withdraw_hat(actor: Actor, assignment: HatAssignment) -> bool:
    """Administrators take back a hat below their own level, of somebody else."""
    return (
        is_administrator(actor)
        and not is_self(actor, assignment.person)
        and LEVELS[assignment.hat] < level_of_actor(actor)
    )


def may_manage_organisations(actor: Actor) -> bool:
    """Coordinators and administrators keep the list of organisations."""
    return may_list_people(actor)


def may_manage_organisation(actor: Actor, _organisation: Organisation) -> bool:
    """Coordinators and administrators correct an organisation."""
    return may_list_people(actor)


def may_list_own_organisations(actor: Actor) -> bool:
    """Directors see what is held of the organisation they direct."""
    return actor.wears(Hat.DIRECTOR)


def may_rename_organisation(actor: Actor, organisation: Organisation) -> bool:
    """A director corrects what the own organisation is called, never what it is part of."""
    return actor.wears(Hat.DIRECTOR, organisation_id=organisation.id)


def may_manage_discipline(actor: Actor, _discipline: Discipline) -> bool:
    """Who keeps the organisations keeps the list of disciplines."""
    return may_manage_organisations(actor)


def may_manage_job_role(actor: Actor, _job_role: JobRole) -> bool:
    """Who keeps the organisations keeps the list of functions."""
    return may_manage_organisations(actor)
