"""Readers of what pairs counted together: as it is told, and what waits to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.cohorts.models import Cohort
from lms.trainings.models import Moment, OutcomeMeasurement, OutcomeSum, TrainingEdition, TrainingPair

SumKey = tuple[int, int, Moment]
"""Cohort, edition and moment."""


def list_counted(session: Session, *, cohort: Cohort) -> Sequence[TrainingPair]:
    """The pairs of a cohort whose training has ended, with when they counted; nobody in them (3 queries)."""
    statement = (
        sa.select(TrainingPair)
        .where(
            TrainingPair.cohort_id == cohort.id,
            TrainingPair.dissolved_at.is_(None),
            TrainingPair.ended_on.is_not(None),
        )
        .options(
            joinedload(TrainingPair.edition).joinedload(TrainingEdition.client_training),
            joinedload(TrainingPair.edition).selectinload(TrainingEdition.categories),
            selectinload(TrainingPair.measurements),
        )
        .order_by(TrainingPair.id)
    )
    return session.scalars(statement).all()


def list_sums(session: Session, *, cohort: Cohort) -> Sequence[OutcomeSum]:
    """What pairs of a cohort counted together, as it is told."""
    return session.scalars(sa.select(OutcomeSum).where(OutcomeSum.cohort_id == cohort.id)).all()


def all_sums(session: Session) -> Mapping[SumKey, OutcomeSum]:
    """Every sum that is told."""
    return {
        (row.cohort_id, row.edition_id, row.moment): row for row in session.scalars(sa.select(OutcomeSum))
    }


def versions_counted(session: Session) -> Mapping[SumKey, Mapping[str, int]]:
    """By sum which pairs counted for it, and how often each changed that."""
    statement = (
        sa.select(
            TrainingPair.cohort_id,
            TrainingPair.edition_id,
            OutcomeMeasurement.moment,
            OutcomeMeasurement.pair_id,
            OutcomeMeasurement.version,
        )
        .join(OutcomeMeasurement.pair)
        .where(TrainingPair.dissolved_at.is_(None))
    )
    found: dict[SumKey, dict[str, int]] = {}
    for cohort_id, edition_id, moment, pair_id, version in session.execute(statement):
        if edition_id is not None:
            found.setdefault((cohort_id, edition_id, moment), {})[str(pair_id)] = version
    return found


def list_measurements(session: Session, *, key: SumKey) -> Sequence[OutcomeMeasurement]:
    """What the pairs of a sum counted."""
    cohort_id, edition_id, moment = key
    statement = (
        sa.select(OutcomeMeasurement)
        .join(OutcomeMeasurement.pair)
        .where(
            TrainingPair.cohort_id == cohort_id,
            TrainingPair.edition_id == edition_id,
            TrainingPair.dissolved_at.is_(None),
            OutcomeMeasurement.moment == moment,
        )
        .options(selectinload(OutcomeMeasurement.counts))
        .order_by(OutcomeMeasurement.id)
    )
    return session.scalars(statement).all()
