"""Readers of many pairs: a cohort's, those that wait for somebody, those that are to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.models import Person
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.rules import by_name
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion
from lms.trainings.models import (
    FeedbackTally,
    GroupFeedback,
    Moment,
    OutcomeMeasurement,
    PairMember,
    TrainingEdition,
    TrainingMeeting,
    TrainingObservation,
    TrainingPair,
    TrainingPlan,
)


def list_pairs(session: Session, *, cohort: Cohort) -> Sequence[TrainingPair]:
    """The pairs of a cohort that are not dissolved, with all that says how they stand (5 queries)."""
    statement = (
        sa.select(TrainingPair)
        .where(TrainingPair.cohort_id == cohort.id, TrainingPair.dissolved_at.is_(None))
        .options(
            joinedload(TrainingPair.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
            joinedload(TrainingPair.edition).joinedload(TrainingEdition.client_training),
            joinedload(TrainingPair.edition).selectinload(TrainingEdition.categories),
            selectinload(TrainingPair.members).options(
                joinedload(PairMember.enrolment).options(
                    joinedload(Enrolment.person),
                    joinedload(Enrolment.organisation),
                    joinedload(Enrolment.discipline),
                ),
                joinedload(PairMember.evidence),
            ),
            selectinload(TrainingPair.plans)
            .joinedload(TrainingPlan.meetings)
            .joinedload(TrainingMeeting.log),
            joinedload(TrainingPair.feedback),
            joinedload(TrainingPair.evaluation),
            joinedload(TrainingPair.observation).joinedload(TrainingObservation.observer_pair),
            selectinload(TrainingPair.measurements).joinedload(OutcomeMeasurement.counts),
        )
        .order_by(TrainingPair.id)
    )
    return session.scalars(statement).unique().all()


def list_unpaired(session: Session, *, cohort: Cohort) -> Sequence[Enrolment]:
    """Who takes part and is in no pair, by family name."""
    current = sa.select(PairMember.enrolment_id).where(PairMember.left_at.is_(None))
    statement = (
        sa.select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE), Enrolment.id.not_in(current))
        .options(
            joinedload(Enrolment.person), joinedload(Enrolment.organisation), joinedload(Enrolment.discipline)
        )
    )
    found = session.scalars(statement).all()
    return by_name(found)


def list_numbered(session: Session, *, numbers: Sequence[int]) -> Sequence[Enrolment]:
    """The enrolments with these internal numbers."""
    return session.scalars(sa.select(Enrolment).where(Enrolment.id.in_(numbers)).order_by(Enrolment.id)).all()


def count_taking_part(session: Session, *, cohort: Cohort) -> int:
    """How many people take part in a cohort now."""
    statement = sa.select(sa.func.count(Enrolment.id)).where(
        Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE)
    )
    return session.scalars(statement).one()


def count_trios(session: Session, *, cohort: Cohort, but: TrainingPair | None = None) -> int:
    """How many other pairs of a cohort are three."""
    statement = (
        sa.select(PairMember.pair_id)
        .join(PairMember.pair)
        .where(TrainingPair.cohort_id == cohort.id, PairMember.left_at.is_(None))
        .group_by(PairMember.pair_id)
        .having(sa.func.count(PairMember.id) > 2)
    )
    return sum(pair_id != (but.id if but else None) for pair_id in session.scalars(statement))


def list_follow_ups(session: Session, *, ended_before: date) -> Sequence[TrainingPair]:
    """The pairs that ended before a day and may have outcomes to count once more."""
    counted = sa.select(OutcomeMeasurement.pair_id).where(OutcomeMeasurement.moment == Moment.SIX_MONTHS)
    statement = (
        sa.select(TrainingPair)
        .where(
            TrainingPair.ended_on <= ended_before,
            TrainingPair.dissolved_at.is_(None),
            TrainingPair.id.not_in(counted),
        )
        .options(
            selectinload(TrainingPair.members).joinedload(PairMember.enrolment).joinedload(Enrolment.person),
            selectinload(TrainingPair.measurements),
        )
        .order_by(TrainingPair.id)
    )
    return session.scalars(statement).all()


def list_partners(session: Session, *, pair_id: UUID) -> Sequence[Person]:
    """Who gives this training now."""
    statement = (
        sa.select(PairMember)
        .join(PairMember.pair)
        .join(PairMember.enrolment)
        .where(TrainingPair.public_id == pair_id, PairMember.left_at.is_(None), Enrolment.state.in_(ACTIVE))
        .options(contains_eager(PairMember.enrolment).joinedload(Enrolment.person))
        .order_by(PairMember.id)
    )
    return [member.enrolment.person for member in session.scalars(statement)]


def list_separated(session: Session, *, pair_id: UUID) -> Sequence[Person]:
    """Who was in a pair that was taken apart, and is in no other now."""
    in_another = sa.select(PairMember.enrolment_id).where(PairMember.left_at.is_(None))
    statement = (
        sa.select(PairMember)
        .join(PairMember.pair)
        .join(PairMember.enrolment)
        .where(
            TrainingPair.public_id == pair_id,
            PairMember.left_at.is_not(None),
            PairMember.enrolment_id.not_in(in_another),
            Enrolment.state.in_(ACTIVE),
        )
        .options(contains_eager(PairMember.enrolment).joinedload(Enrolment.person))
        .order_by(PairMember.id)
    )
    return [member.enrolment.person for member in session.scalars(statement)]


def get_cohort_of_pair(session: Session, *, pair_id: UUID) -> Cohort:
    """The cohort to which a pair belongs, with its programme."""
    statement = (
        sa.select(Cohort)
        .join(TrainingPair, TrainingPair.cohort_id == Cohort.id)
        .where(TrainingPair.public_id == pair_id)
        .options(joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme))
    )
    cohort = session.scalars(statement).one_or_none()
    if cohort is None:
        raise NotFoundError
    return cohort


def find_feedback(session: Session, *, token_hash: str, lock: bool = False) -> GroupFeedback | None:
    """The form of a group behind a secret link, held for whoever adds an answer."""
    statement = sa.select(GroupFeedback).where(GroupFeedback.token_hash == token_hash)
    if lock:
        statement = statement.with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def find_tally(
    session: Session, *, feedback: GroupFeedback, question: str, score: int
) -> FeedbackTally | None:
    """How often one score was given to one question."""
    return session.get(FeedbackTally, (feedback.id, question, score))
