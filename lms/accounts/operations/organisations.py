"""Organisations: what they are called, what kind they are, what they are part of."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.accounts.events import OrganisationAdded, OrganisationChanged
from lms.accounts.models import Organisation, OrganisationKind
from lms.accounts.queries import find_organisation_by_name, list_organisations
from lms.accounts.rules.refusals import CircularOrganisationError, NameTakenError
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish


def add_organisation(
    session: Session,
    *,
    actor: Actor,
    name: str,
    short_name: str,
    kind: OrganisationKind,
    parent: Organisation | None = None,
    is_apart: bool = False,
) -> Organisation:
    """Let an organisation take part; a department counts as what it is part of, unless it is apart."""
    if find_organisation_by_name(session, name=name) is not None:
        raise NameTakenError
    organisation = Organisation(name=name, short_name=short_name, kind=kind, parent=parent, is_apart=is_apart)
    session.add(organisation)
    session.flush()
    publish(session, OrganisationAdded(actor=actor, organisation_id=organisation.public_id))
    return organisation


def change_organisation(
    session: Session,
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    short_name: str,
    kind: OrganisationKind,
    version: int,
    parent: Organisation | None = None,
    is_apart: bool = False,
) -> None:
    """Correct an organisation, unless somebody else did so first; it can never be part of itself."""
    if organisation.version != version:
        raise ConflictError
    known = find_organisation_by_name(session, name=name)
    if known is not None and known.id != organisation.id:
        raise NameTakenError
    above = {row.id: row.parent_id for row in list_organisations(session)}
    step = parent.id if parent else None
    while step is not None:
        if step == organisation.id:
            raise CircularOrganisationError
        step = above[step]
    organisation.name, organisation.short_name = name, short_name
    organisation.kind, organisation.parent, organisation.is_apart = kind, parent, is_apart
    publish(session, OrganisationChanged(actor=actor, organisation_id=organisation.public_id))
