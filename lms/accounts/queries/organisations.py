"""Readers of organisations, fields of work and functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from lms.accounts.models import (
    Discipline,
    Hat,
    JobRole,
    Membership,
    Organisation,
)
from lms.core import clock
from lms.core.alphabet import Alphabetical
from lms.core.authorisation import Actor

Term = TypeVar("Term", Discipline, JobRole)


def list_organisations(session: Session) -> Sequence[Organisation]:
    """All organisations by name, with the one they are part of."""
    statement = (
        sa.select(Organisation)
        .options(joinedload(Organisation.parent))
        .order_by(Alphabetical(Organisation.name))
    )
    return session.scalars(statement).all()


def list_directed_organisations(session: Session, *, actor: Actor) -> Sequence[Organisation]:
    """The organisations this actor directs, by name, with the one each is part of."""
    statement = (
        sa.select(Organisation)
        .where(Organisation.id.in_(actor.organisations(Hat.DIRECTOR)))
        .options(joinedload(Organisation.parent))
        .order_by(Alphabetical(Organisation.name))
    )
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
    return _count_people_by(session, Membership.organisation_id)


def organisation_tops(session: Session) -> Mapping[int, int]:
    """What every organisation counts as where people are mixed: its top, unless apart (DR-01)."""
    counts_as = sa.case((Organisation.is_apart, None), else_=Organisation.parent_id)
    return _tops(dict(session.execute(sa.select(Organisation.id, counts_as)).all()))


def organisation_family(session: Session, *, organisation_ids: Iterable[int]) -> frozenset[int]:
    """These organisations with everything above and below them, apart or not: they share a line."""
    tops = _tops(dict(session.execute(sa.select(Organisation.id, Organisation.parent_id)).all()))
    wanted = {tops[number] for number in organisation_ids if number in tops}
    return frozenset(number for number, top in tops.items() if top in wanted)


def _tops(parents: Mapping[int, int | None]) -> Mapping[int, int]:
    def top(number: int) -> int:
        seen = {number}
        while (parent := parents.get(number)) is not None and parent not in seen:
            number = parent
            seen.add(number)
        return number

    return {number: top(number) for number in parents}


def list_disciplines(session: Session) -> Sequence[Discipline]:
    """The fields of work that can be chosen, by name."""
    return session.scalars(_by_name(Discipline).where(Discipline.retired_at.is_(None))).all()


def list_job_roles(session: Session) -> Sequence[JobRole]:
    """The functions that can be chosen, by name."""
    return session.scalars(_by_name(JobRole).where(JobRole.retired_at.is_(None))).all()


def list_all_disciplines(session: Session) -> Sequence[Discipline]:
    """Every field of work, retired ones last."""
    return session.scalars(_retired_last(Discipline)).all()


def list_all_job_roles(session: Session) -> Sequence[JobRole]:
    """Every function, retired ones last."""
    return session.scalars(_retired_last(JobRole)).all()


def get_discipline(session: Session, *, discipline_id: UUID) -> Discipline | None:
    """One field of work."""
    return session.scalars(sa.select(Discipline).where(Discipline.public_id == discipline_id)).one_or_none()


def get_job_role(session: Session, *, job_role_id: UUID) -> JobRole | None:
    """One function."""
    return session.scalars(sa.select(JobRole).where(JobRole.public_id == job_role_id)).one_or_none()


def count_people_per_discipline(session: Session) -> Mapping[int, int]:
    """How many people do each field of work today."""
    return _count_people_by(session, Membership.discipline_id)


def count_people_per_job_role(session: Session) -> Mapping[int, int]:
    """How many people have each function today."""
    return _count_people_by(session, Membership.job_role_id)


def _by_name(kind: type[Term]) -> sa.Select[Term]:
    return sa.select(kind).order_by(Alphabetical(kind.name))


def _retired_last(kind: type[Term]) -> sa.Select[Term]:
    return sa.select(kind).order_by(kind.retired_at.is_not(None), Alphabetical(kind.name))


def _count_people_by(session: Session, column: InstrumentedAttribute[Any]) -> Mapping[int, int]:
    day = clock.today()
    statement = (
        sa.select(column, sa.func.count(sa.distinct(Membership.person_id)))
        .where(Membership.starts_on <= day, sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day))
        .where(column.is_not(None))
        .group_by(column)
    )
    return dict(session.execute(statement).all())
