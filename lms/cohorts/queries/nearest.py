"""Readers for pages that show a few cohorts out of many: those of today first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from lms.accounts.models import Hat
from lms.cohorts.models import ACTIVE, Cohort, Enrolment, EnrolmentState
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.programmes.models import Programme, ProgrammeVersion

# Written into the statement: with a limit that is given as a value SQLite plans it anew every time.
_MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer(), literal_execute=True)


def _nearest_first(day: date | sa.BindParameter[date]) -> Sequence[sa.ColumnElement[Any]]:
    """Running today, then coming, then past; the newest first."""
    place = sa.case(
        (sa.and_(Cohort.starts_on <= day, Cohort.ends_on >= day), 0), (Cohort.starts_on > day, 1), else_=2
    )
    return place, Cohort.starts_on.desc(), Cohort.id.desc()


def _select_with_programme() -> sa.Select[Cohort]:
    return (
        sa.select(Cohort)
        .join(Cohort.programme_version)
        .join(ProgrammeVersion.programme)
        .options(contains_eager(Cohort.programme_version).contains_eager(ProgrammeVersion.programme))
    )


@dataclass(frozen=True)
class StaffedCohort:
    """A cohort as its trainers and coordinators find their way to it: plain facts, on all their pages."""

    id: int
    public_id: UUID
    name: str
    starts_on: date
    ends_on: date
    programme_title: str


# Made once, for it runs at every page of a trainer or coordinator.
_STAFFED = (
    sa.select(Cohort.id, Cohort.public_id, Cohort.name, Cohort.starts_on, Cohort.ends_on, Programme.title)
    .join(Cohort.programme_version)
    .join(ProgrammeVersion.programme)
    .where(
        sa.or_(
            Cohort.public_id.in_(sa.bindparam("trained", expanding=True)),
            Programme.public_id.in_(sa.bindparam("coordinated", expanding=True)),
        )
    )
    .order_by(*_nearest_first(sa.bindparam("day", type_=sa.Date())))
    .limit(_MOST)
)


def list_nearest_staffed(session: Session, *, actor: Actor, day: date, limit: int) -> Sequence[StaffedCohort]:
    """The cohorts that the actor teaches or coordinates, those of today first."""
    values = {
        "trained": list(actor.scopes(Hat.TRAINER)),
        "coordinated": list(actor.scopes(Hat.COORDINATOR)),
        "day": day,
        "most": limit,
    }
    return [StaffedCohort(*row) for row in read_rows(session, _STAFFED, values)]


def _with_people_of(organisation_ids: Collection[int] | sa.BindParameter[Any]) -> sa.Select[int]:
    return sa.select(Enrolment.cohort_id).where(
        Enrolment.organisation_id.in_(organisation_ids), Enrolment.state.in_(ACTIVE)
    )


_ORGANISATION_IDS: sa.BindParameter[Any] = sa.bindparam("organisation_ids", expanding=True)

# Made once, for every director's start page asks them.
_OF_ORGANISATIONS = (
    _select_with_programme()
    .where(Cohort.id.in_(_with_people_of(_ORGANISATION_IDS)))
    .order_by(*_nearest_first(sa.bindparam("day", type_=sa.Date())))
    .limit(_MOST)
    .offset(sa.bindparam("before", type_=sa.Integer()))
)
_PEOPLE = (
    sa.select(
        Enrolment.cohort_id,
        sa.func.count(),
        sa.func.sum(sa.case((Enrolment.organisation_id.in_(_ORGANISATION_IDS), 1), else_=0)),
    )
    .where(Enrolment.cohort_id.in_(sa.bindparam("cohort_ids", expanding=True)), Enrolment.state.in_(ACTIVE))
    .group_by(Enrolment.cohort_id)
)


def list_nearest_of_organisations(
    session: Session, *, organisation_ids: Collection[int], day: date, limit: int, offset: int = 0
) -> Sequence[Cohort]:
    """The cohorts in which people of these organisations take part, those of today first."""
    values = {"organisation_ids": list(organisation_ids), "day": day, "most": limit, "before": offset}
    return session.scalars(_OF_ORGANISATIONS, values).all()


def count_of_organisations(session: Session, *, organisation_ids: Collection[int]) -> int:
    """In how many cohorts people of these organisations take part."""
    taking_part = _with_people_of(organisation_ids).distinct().subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(taking_part)) or 0


def count_people(
    session: Session, *, cohorts: Sequence[Cohort], organisation_ids: Collection[int]
) -> Mapping[int, tuple[int, int]]:
    """Per cohort how many people take part, and how many of them for these organisations."""
    values = {
        "organisation_ids": list(organisation_ids),
        "cohort_ids": [cohort.id for cohort in cohorts],
    }
    return {row[0]: (row[1], int(row[2])) for row in session.execute(_PEOPLE, values)}


def select_invited(cohort_ids: sa.BindParameter[Any]) -> sa.Select[int, int]:
    """Per cohort how many invitations nobody has answered yet."""
    return (
        sa.select(Enrolment.cohort_id, sa.func.count())
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.state == EnrolmentState.INVITED)
        .group_by(Enrolment.cohort_id)
    )
