"""Readers of organisations, fields of work and functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.models import (
    Discipline,
    JobRole,
    Membership,
    Organisation,
)
from lms.core import clock


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
