"""Fields of work and functions: the words for what somebody does."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts.events import (
    DisciplineAdded,
    DisciplineRenamed,
    DisciplineRestored,
    DisciplineRetired,
    JobRoleAdded,
    JobRoleRenamed,
    JobRoleRestored,
    JobRoleRetired,
)
from lms.accounts.models import Discipline, JobRole
from lms.accounts.rules.refusals import WorkTermTakenError
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish

Term = TypeVar("Term", Discipline, JobRole)


def add_discipline(session: Session, *, actor: Actor, name: str) -> Discipline:
    """Add a field of work to the list."""
    discipline = _add(session, Discipline(name=name))
    publish(session, DisciplineAdded(actor=actor, discipline_id=discipline.public_id))
    return discipline


def add_job_role(session: Session, *, actor: Actor, name: str) -> JobRole:
    """Add a function to the list."""
    job_role = _add(session, JobRole(name=name))
    publish(session, JobRoleAdded(actor=actor, job_role_id=job_role.public_id))
    return job_role


def rename_discipline(
    session: Session, *, actor: Actor, discipline: Discipline, name: str, version: int
) -> None:
    """Name a field of work otherwise, also for who has it already."""
    _rename(session, discipline, name, version)
    publish(session, DisciplineRenamed(actor=actor, discipline_id=discipline.public_id))


def rename_job_role(session: Session, *, actor: Actor, job_role: JobRole, name: str, version: int) -> None:
    """Name a function otherwise, also for who has it already."""
    _rename(session, job_role, name, version)
    publish(session, JobRoleRenamed(actor=actor, job_role_id=job_role.public_id))


def retire_discipline(session: Session, *, actor: Actor, discipline: Discipline) -> None:
    """Offer a field of work no longer; one that nobody ever had disappears."""
    number = discipline.public_id
    _retire(session, discipline)
    publish(session, DisciplineRetired(actor=actor, discipline_id=number))


def retire_job_role(session: Session, *, actor: Actor, job_role: JobRole) -> None:
    """Offer a function no longer; one that nobody ever had disappears."""
    number = job_role.public_id
    _retire(session, job_role)
    publish(session, JobRoleRetired(actor=actor, job_role_id=number))


def restore_discipline(session: Session, *, actor: Actor, discipline: Discipline) -> None:
    """Offer a retired field of work again."""
    discipline.retired_at = None
    publish(session, DisciplineRestored(actor=actor, discipline_id=discipline.public_id))


def restore_job_role(session: Session, *, actor: Actor, job_role: JobRole) -> None:
    """Offer a retired function again."""
    job_role.retired_at = None
    publish(session, JobRoleRestored(actor=actor, job_role_id=job_role.public_id))


def _add(session: Session, term: Term) -> Term:
    _must_be_free(session, term, term.name)
    session.add(term)
    session.flush()
    return term


def _rename(session: Session, term: Term, name: str, version: int) -> None:
    if term.version != version:
        raise ConflictError
    _must_be_free(session, term, name)
    term.name = name


def _must_be_free(session: Session, term: Term, name: str) -> None:
    kind = type(term)
    same = sa.select(kind.id).where(sa.func.lower(kind.name) == name.lower(), kind.id != (term.id or 0))
    if session.scalar(same) is not None:
        raise WorkTermTakenError


def _retire(session: Session, term: Term) -> None:
    """Whether anything refers to it, in this feature or a higher one, only the database knows."""
    session.flush()
    try:
        with session.begin_nested():
            session.execute(sa.delete(type(term)).where(type(term).id == term.id))
    except IntegrityError:
        term.retired_at = clock.now()
    else:
        session.expunge(term)
