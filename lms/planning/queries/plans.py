"""Readers of plans by weeks and of the draft of a cohort's year."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.cohorts.models import Cohort
from lms.core.errors import NotFoundError
from lms.planning.models import CohortPlan, PlanItem
from lms.programmes.models import ProgrammeVersion


def list_plan_items(session: Session, *, version_id: int) -> Sequence[PlanItem]:
    """The plan by weeks of a version, in order of time."""
    statement = sa.select(PlanItem).where(PlanItem.programme_version_id == version_id)
    return sorted(
        session.scalars(statement), key=lambda row: (row.week, row.weekday, row.day_parts[0][0], row.id)
    )


def get_plan_item(session: Session, *, item_id: UUID) -> PlanItem:
    """One meeting of a plan by weeks, with its version and programme."""
    statement = (
        sa.select(PlanItem)
        .where(PlanItem.public_id == item_id)
        .options(joinedload(PlanItem.programme_version).joinedload(ProgrammeVersion.programme))
    )
    item = session.scalars(statement).one_or_none()
    if item is None:
        raise NotFoundError
    return item


def find_plan(session: Session, *, cohort: Cohort) -> CohortPlan | None:
    """The draft or published plan of a cohort with its meetings, if there is one."""
    statement = (
        sa.select(CohortPlan).where(CohortPlan.cohort_id == cohort.id).options(joinedload(CohortPlan.planned))
    )
    return session.scalars(statement).unique().one_or_none()


def find_newest_version(session: Session, *, programme_id: int) -> ProgrammeVersion | None:
    """The latest published version of a programme."""
    statement = (
        sa.select(ProgrammeVersion)
        .where(ProgrammeVersion.programme_id == programme_id, ProgrammeVersion.published_at.is_not(None))
        .options(joinedload(ProgrammeVersion.programme))
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )
    return session.scalars(statement).first()
