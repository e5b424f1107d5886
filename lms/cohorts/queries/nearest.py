"""Readers for pages that show a few cohorts out of many: those of today first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.cohorts.models import ACTIVE, Cohort, Enrolment, EnrolmentState
from lms.cohorts.rules import DirectedCohort
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

# Made once, for every director's start page asks it.
_OF_ORGANISATIONS = (
    sa.select(
        Cohort.id,
        Cohort.public_id,
        Cohort.name,
        Cohort.academic_year,
        Cohort.starts_on,
        Cohort.programme_version_id,
        ProgrammeVersion.attendance_norm,
    )
    .join(Cohort.programme_version)
    .where(Cohort.id.in_(_with_people_of(_ORGANISATION_IDS)))
    .order_by(*_nearest_first(sa.bindparam("day", type_=sa.Date())))
    .limit(_MOST)
    .offset(sa.bindparam("before", type_=sa.Integer(), literal_execute=True))
)


def list_nearest_of_organisations(
    session: Session, *, organisation_ids: Collection[int], day: date, limit: int, offset: int = 0
) -> Sequence[DirectedCohort]:
    """The cohorts in which people of these organisations take part, those of today first."""
    values = {"organisation_ids": list(organisation_ids), "day": day, "most": limit, "before": offset}
    return [DirectedCohort(*row) for row in read_rows(session, _OF_ORGANISATIONS, values)]


_COUNT_OF_ORGANISATIONS = sa.select(sa.func.count()).select_from(
    _with_people_of(_ORGANISATION_IDS).distinct().subquery()
)


def count_of_organisations(session: Session, *, organisation_ids: Collection[int]) -> int:
    """In how many cohorts people of these organisations take part."""
    return session.scalar(_COUNT_OF_ORGANISATIONS, {"organisation_ids": list(organisation_ids)}) or 0


def select_invited(cohort_ids: sa.BindParameter[Any]) -> sa.Select[int, int]:
    """Per cohort how many invitations nobody has answered yet."""
    return (
        sa.select(Enrolment.cohort_id, sa.func.count())
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.state == EnrolmentState.INVITED)
        .group_by(Enrolment.cohort_id)
    )
