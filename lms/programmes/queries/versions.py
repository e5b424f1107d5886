"""Readers of programmes, versions, modules and activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Hat
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import (
    Activity,
    Module,
    Programme,
    ProgrammeVersion,
    Question,
    Requirement,
)

Row = TypeVar("Row")


def _outline() -> list[ORMOption]:
    return [
        joinedload(ProgrammeVersion.programme),
        joinedload(ProgrammeVersion.aims),
        selectinload(ProgrammeVersion.modules).selectinload(Module.activities),
        selectinload(ProgrammeVersion.requirements),
        selectinload(ProgrammeVersion.criteria),
        selectinload(ProgrammeVersion.conditions),
    ]


def get_outline(session: Session, *, version_id: int) -> ProgrammeVersion:
    """A version by its internal number, with aims, modules, activities, requirements and rubric."""
    statement = sa.select(ProgrammeVersion).where(ProgrammeVersion.id == version_id).options(*_outline())
    return _one(session.scalars(statement).unique().one_or_none())


def get_course(session: Session, *, version_id: int) -> ProgrammeVersion:
    """A version by its internal number, with only its programme, modules and activities (1 query)."""
    statement = (
        sa.select(ProgrammeVersion)
        .where(ProgrammeVersion.id == version_id)
        .options(
            joinedload(ProgrammeVersion.programme),
            joinedload(ProgrammeVersion.modules).joinedload(Module.activities),
        )
    )
    return _one(session.scalars(statement).unique().one_or_none())


def get_version(session: Session, *, version_id: UUID) -> ProgrammeVersion:
    """A version by its public id, with aims, modules, activities, requirements and rubric."""
    statement = sa.select(ProgrammeVersion).where(ProgrammeVersion.public_id == version_id)
    return _one(session.scalars(statement.options(*_outline())).unique().one_or_none())


def get_version_head(session: Session, *, version_id: UUID) -> ProgrammeVersion:
    """A version by its public id, with only its programme."""
    statement = sa.select(ProgrammeVersion).where(ProgrammeVersion.public_id == version_id)
    return _one(session.scalars(statement.options(joinedload(ProgrammeVersion.programme))).one_or_none())


def get_whole_version(session: Session, *, version_id: int) -> ProgrammeVersion:
    """A version with everything in it, the questions and their options too: what a copy is made of."""
    questions = selectinload(ProgrammeVersion.modules).selectinload(Module.activities)
    statement = (
        sa.select(ProgrammeVersion)
        .where(ProgrammeVersion.id == version_id)
        .options(*_outline(), questions.selectinload(Activity.questions).selectinload(Question.options))
    )
    return _one(session.scalars(statement).unique().one_or_none())


def get_version_with_questions(session: Session, *, version_id: UUID) -> ProgrammeVersion:
    """A version for its makers: all that `get_version` gives but the entry conditions, with the questions."""
    activities = selectinload(ProgrammeVersion.modules).selectinload(Module.activities)
    statement = (
        sa.select(ProgrammeVersion)
        .where(ProgrammeVersion.public_id == version_id)
        .options(
            joinedload(ProgrammeVersion.programme),
            joinedload(ProgrammeVersion.aims),
            activities.selectinload(Activity.questions),
            selectinload(ProgrammeVersion.requirements),
            selectinload(ProgrammeVersion.criteria),
        )
    )
    return _one(session.scalars(statement).unique().one_or_none())


def get_programme(session: Session, *, programme_id: UUID) -> Programme:
    """A programme with its versions, and the modules of each."""
    statement = (
        sa.select(Programme)
        .where(Programme.public_id == programme_id)
        .options(selectinload(Programme.versions).selectinload(ProgrammeVersion.modules))
    )
    return _one(session.scalars(statement).one_or_none())


def get_module(session: Session, *, module_id: UUID) -> Module:
    """A module with its activities, its version and programme, and the other parts of that version."""
    version = joinedload(Module.programme_version)
    statement = (
        sa.select(Module)
        .where(Module.public_id == module_id)
        .options(
            selectinload(Module.activities),
            version.joinedload(ProgrammeVersion.programme),
            version.selectinload(ProgrammeVersion.aims),
            version.selectinload(ProgrammeVersion.requirements),
            version.selectinload(ProgrammeVersion.modules).selectinload(Module.activities),
        )
    )
    return _one(session.scalars(statement).one_or_none())


def get_activity(session: Session, *, activity_id: UUID) -> Activity:
    """An activity with its module, version and programme, its questions and its files."""
    statement = (
        sa.select(Activity)
        .where(Activity.public_id == activity_id)
        .options(
            joinedload(Activity.module)
            .joinedload(Module.programme_version)
            .joinedload(ProgrammeVersion.programme),
            selectinload(Activity.questions).selectinload(Question.options),
            joinedload(Activity.file),
            joinedload(Activity.captions),
        )
    )
    return _one(session.scalars(statement).one_or_none())


def get_activity_to_edit(session: Session, *, activity_id: UUID) -> Activity:
    """An activity as `get_activity` gives it, with all other activities of its version."""
    activity = get_activity(session, activity_id=activity_id)
    get_course(session, version_id=activity.module.programme_version_id)
    return activity


def get_question(session: Session, *, question_id: UUID) -> Question:
    """A question with its options, and its activity as `get_activity` gives it."""
    statement = (
        sa.select(Question)
        .where(Question.public_id == question_id)
        .options(
            selectinload(Question.options),
            joinedload(Question.activity).selectinload(Activity.questions),
            joinedload(Question.activity)
            .joinedload(Activity.module)
            .joinedload(Module.programme_version)
            .joinedload(ProgrammeVersion.programme),
        )
    )
    return _one(session.scalars(statement).one_or_none())


def get_requirement(session: Session, *, requirement_id: UUID) -> Requirement:
    """A requirement with its version and programme, and that version's modules and requirements."""
    version = joinedload(Requirement.programme_version)
    statement = (
        sa.select(Requirement)
        .where(Requirement.public_id == requirement_id)
        .options(
            version.joinedload(ProgrammeVersion.programme),
            version.selectinload(ProgrammeVersion.modules),
            version.selectinload(ProgrammeVersion.requirements),
        )
    )
    return _one(session.scalars(statement).one_or_none())


def name_programmes(session: Session) -> Sequence[tuple[UUID, str]]:
    """Every programme by public id and title, for whoever grants a role for one."""
    statement = sa.select(Programme.public_id, Programme.title).order_by(Programme.title)
    return [(public_id, title) for public_id, title in session.execute(statement)]


def list_programmes_for(session: Session, *, actor: Actor) -> Sequence[Programme]:
    """The programmes that somebody makes, and for trainers and directors also every published one."""
    made_here = Programme.public_id.in_(actor.scopes(Hat.TRAINER) | actor.scopes(Hat.COORDINATOR))
    published = Programme.versions.any(ProgrammeVersion.published_at.is_not(None))
    reads_all = actor.wears(Hat.TRAINER) or actor.wears(Hat.DIRECTOR)
    statement = (
        sa.select(Programme)
        .where(sa.or_(made_here, published) if reads_all else made_here)
        .options(selectinload(Programme.versions))
        .order_by(Programme.title)
    )
    return session.scalars(statement).all()


def find_draft(session: Session, *, programme: Programme) -> ProgrammeVersion | None:
    """The version of a programme that is still being made."""
    statement = sa.select(ProgrammeVersion).where(
        ProgrammeVersion.programme_id == programme.id, ProgrammeVersion.published_at.is_(None)
    )
    return session.scalars(statement.order_by(ProgrammeVersion.number.desc())).first()


def find_newest_published(session: Session, *, programme: Programme) -> ProgrammeVersion | None:
    """The version with which a new cohort of a programme starts."""
    statement = sa.select(ProgrammeVersion).where(
        ProgrammeVersion.programme_id == programme.id, ProgrammeVersion.published_at.is_not(None)
    )
    return session.scalars(statement.order_by(ProgrammeVersion.number.desc())).first()


def find_programme_by_title(session: Session, *, title: str) -> Programme | None:
    """The programme with this title, whatever its case."""
    same = sa.func.lower(Programme.title) == title.lower()
    return session.scalars(sa.select(Programme).where(same).order_by(Programme.id)).first()


def highest_number(session: Session, *, programme: Programme) -> int:
    """The highest number among the versions of a programme."""
    statement = sa.select(sa.func.max(ProgrammeVersion.number)).where(
        ProgrammeVersion.programme_id == programme.id
    )
    return session.scalar(statement) or 0


def _one(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row
