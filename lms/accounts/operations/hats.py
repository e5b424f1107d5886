"""Who receives a hat, and who loses it; rights follow at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.events import HatGranted, HatWithdrawn
from lms.accounts.models import Hat, HatAssignment, Organisation, Person
from lms.accounts.rules.hats import LEVELS, level_of_actor
from lms.accounts.rules.refusals import AboveOwnLevelError, OrganisationMissingError
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish


def grant_hat(
    session: Session,
    *,
    actor: Actor,
    person: Person,
    hat: Hat,
    organisation: Organisation | None = None,
    scope: UUID | None = None,
) -> HatAssignment:
    """Give somebody a hat below one's own level; a hat that is already worn stays as it is."""
    if LEVELS[hat] >= level_of_actor(actor):
        raise AboveOwnLevelError
    if hat is Hat.DIRECTOR and organisation is None:
        raise OrganisationMissingError
    organisation_id = organisation.id if organisation else None
    worn = _find_worn(session, person, hat, organisation_id, scope)
    if worn is not None:
        return worn
    assignment = HatAssignment(
        person_id=person.id,
        hat=hat,
        organisation_id=organisation_id,
        scope=scope,
        starts_on=clock.today(),
        granted_by_id=actor.person_id,
    )
    session.add(assignment)
    session.flush()
    session.expire(person, ["hats"])
    publish(
        session,
        HatGranted(
            actor=actor,
            person_id=person.public_id,
            hat=hat,
            organisation_id=organisation.public_id if organisation else None,
            scope=scope,
        ),
    )
    return assignment


def _find_worn(
    session: Session, person: Person, hat: Hat, organisation_id: int | None, scope: UUID | None
) -> HatAssignment | None:
    rows = session.scalars(
        sa.select(HatAssignment).where(HatAssignment.person_id == person.id, HatAssignment.hat == hat)
    )
    day = clock.today()
    return next(
        (
            row
            for row in rows
            if row.is_current(day) and row.organisation_id == organisation_id and row.scope == scope
        ),
        None,
    )


def withdraw_hat(session: Session, *, actor: Actor, assignment: HatAssignment) -> None:
    """Take a hat below one's own level back; from this moment it opens nothing any more."""
    if LEVELS[assignment.hat] >= level_of_actor(actor):
        raise AboveOwnLevelError
    person = session.get_one(Person, assignment.person_id)
    assignment.ends_on = clock.today() - timedelta(days=1)
    session.flush()
    session.expire(person, ["hats"])
    publish(
        session,
        HatWithdrawn(actor=actor, person_id=person.public_id, hat=assignment.hat, scope=assignment.scope),
    )
