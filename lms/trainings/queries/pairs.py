"""Readers of one pair, its plans and its meetings, with what decides who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion
from lms.trainings.models import (
    GroupFeedback,
    MeetingLog,
    MeetingPart,
    OutcomeMeasurement,
    PairMember,
    PlanState,
    TrainingEdition,
    TrainingMeeting,
    TrainingObservation,
    TrainingPair,
    TrainingPlan,
)

Row = TypeVar("Row")


def _people() -> ORMOption:
    return joinedload(TrainingPair.members).options(
        joinedload(PairMember.enrolment).options(
            joinedload(Enrolment.person), joinedload(Enrolment.organisation), joinedload(Enrolment.discipline)
        ),
        joinedload(PairMember.evidence),
    )


def _head() -> Sequence[ORMOption]:
    """The pair with its people, its cohort and its training: what every page of it names."""
    return (
        joinedload(TrainingPair.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
        joinedload(TrainingPair.edition).joinedload(TrainingEdition.client_training),
        _people(),
    )


def _course() -> Sequence[ORMOption]:
    """All that says how far a pair is."""
    return (
        selectinload(TrainingPair.plans).joinedload(TrainingPlan.meetings).joinedload(TrainingMeeting.log),
        joinedload(TrainingPair.feedback),
        joinedload(TrainingPair.evaluation),
        joinedload(TrainingPair.observation),
        selectinload(TrainingPair.measurements).joinedload(OutcomeMeasurement.counts),
    )


def get_pair(session: Session, *, pair_id: UUID) -> TrainingPair:
    """A pair with its people, its plans without their parts, and everything that came of it (3 queries)."""
    statement = sa.select(TrainingPair).where(TrainingPair.public_id == pair_id).options(*_head(), *_course())
    return _found(session.scalars(statement).unique().one_or_none())


def get_pair_with_results(session: Session, *, pair_id: UUID) -> TrainingPair:
    """The same, with the categories of its training, the answers of its group, and who looks (5 queries)."""
    statement = (
        sa.select(TrainingPair)
        .where(TrainingPair.public_id == pair_id)
        .options(
            *_head(),
            *_course(),
            joinedload(TrainingPair.edition).selectinload(TrainingEdition.categories),
            joinedload(TrainingPair.feedback).selectinload(GroupFeedback.tallies),
            joinedload(TrainingPair.observation).joinedload(TrainingObservation.observer_pair),
        )
    )
    return _found(session.scalars(statement).unique().one_or_none())


def get_pair_to_plan(session: Session, *, pair_id: UUID) -> TrainingPair:
    """A pair with its plans, their meetings and who leads which part."""
    pair = get_pair(session, pair_id=pair_id)
    _load_parts(session, [plan.id for plan in pair.plans])
    return pair


def get_plan(session: Session, *, plan_id: UUID) -> TrainingPlan:
    """One version of a plan with its pair, its meetings and who leads which part."""
    found = session.execute(
        sa.select(TrainingPlan.id, TrainingPair.public_id)
        .join(TrainingPlan.pair)
        .where(TrainingPlan.public_id == plan_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    pair = get_pair(session, pair_id=found[1])
    _load_parts(session, [found[0]])
    plan = next(plan for plan in pair.plans if plan.id == found[0])
    # The session holds the pair only for as long as somebody else does.
    set_committed_value(plan, "pair", pair)
    return plan


def get_training_meeting(session: Session, *, meeting_id: UUID) -> TrainingMeeting:
    """A meeting with its plan and pair, its parts and its log."""
    found = session.execute(
        sa.select(TrainingMeeting.id, TrainingPlan.public_id)
        .join(TrainingMeeting.plan)
        .where(TrainingMeeting.public_id == meeting_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    plan = get_plan(session, plan_id=found[1])
    meeting = next(meeting for meeting in plan.meetings if meeting.id == found[0])
    set_committed_value(meeting, "plan", plan)
    return meeting


def _load_parts(session: Session, plan_ids: Sequence[int]) -> None:
    """Load parts and leaders of plans that this session holds already."""
    statement = (
        sa.select(TrainingMeeting)
        .where(TrainingMeeting.plan_id.in_(plan_ids))
        .options(
            selectinload(TrainingMeeting.parts).options(
                joinedload(MeetingPart.lead).joinedload(PairMember.enrolment).joinedload(Enrolment.person)
            ),
            joinedload(TrainingMeeting.log).joinedload(MeetingLog.logged_by),
            joinedload(TrainingMeeting.plan).joinedload(TrainingPlan.decided_by),
        )
    )
    session.scalars(statement).unique().all()


def get_observation(session: Session, *, observation_id: UUID) -> TrainingObservation:
    """An observation with the pair that is seen and the pair that looks."""
    return _with_pairs(session, TrainingObservation.public_id == observation_id)


def find_observation_to_do(session: Session, *, pair: TrainingPair) -> TrainingObservation | None:
    """What this pair was asked to look at and did not do yet, or did last."""
    statement = (
        sa.select(TrainingObservation.public_id)
        .where(TrainingObservation.observer_pair_id == pair.id)
        .order_by(TrainingObservation.done_at.is_not(None), TrainingObservation.id.desc())
        .limit(1)
    )
    found = session.scalar(statement)
    return get_observation(session, observation_id=found) if found else None


def _with_pairs(session: Session, condition: sa.ColumnElement[bool]) -> TrainingObservation:
    """An observation with both its pairs, which have too much about them for one statement."""
    either = sa.or_(
        TrainingObservation.pair_id == TrainingPair.id,
        TrainingObservation.observer_pair_id == TrainingPair.id,
    )
    pairs = sa.select(TrainingPair).join(TrainingObservation, either).where(condition).options(*_head())
    known = {pair.id: pair for pair in session.scalars(pairs).unique()}
    observation = _found(session.scalars(sa.select(TrainingObservation).where(condition)).one_or_none())
    set_committed_value(observation, "pair", known[observation.pair_id])
    set_committed_value(observation, "observer_pair", known[observation.observer_pair_id])
    return observation


def find_own_pair_id(session: Session, *, actor: Actor) -> UUID | None:
    """The pair in which the actor gives a training now, the newest first."""
    statement = (
        sa.select(TrainingPair.public_id)
        .join(TrainingPair.members)
        .join(PairMember.enrolment)
        .where(
            Enrolment.person_id == actor.person_id,
            Enrolment.state.in_(ACTIVE),
            PairMember.left_at.is_(None),
        )
        .order_by(PairMember.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def find_member(session: Session, *, enrolment_id: int) -> PairMember | None:
    """The place that somebody has in a pair now, with that pair and how far it is."""
    statement = (
        sa.select(TrainingPair.public_id)
        .join(TrainingPair.members)
        .where(PairMember.enrolment_id == enrolment_id, PairMember.left_at.is_(None))
    )
    pair_id = session.scalar(statement)
    if pair_id is None:
        return None
    pair = get_pair(session, pair_id=pair_id)
    member = next(member for member in pair.current_members if member.enrolment_id == enrolment_id)
    set_committed_value(member, "pair", pair)
    return member


def list_meetings_between(
    session: Session, *, actor: Actor, since: datetime, until: datetime
) -> Sequence[TrainingMeeting]:
    """The meetings of the actor's own approved plans, for the calendar (1 query)."""
    statement = (
        sa.select(TrainingMeeting)
        .join(TrainingMeeting.plan)
        .join(TrainingPlan.pair)
        .join(TrainingPair.members)
        .join(PairMember.enrolment)
        .join(TrainingPair.edition)
        .join(TrainingEdition.client_training)
        .where(
            Enrolment.person_id == actor.person_id,
            Enrolment.state.in_(ACTIVE),
            PairMember.left_at.is_(None),
            TrainingPlan.state == PlanState.APPROVED,
            TrainingMeeting.starts_at.between(since, until),
        )
        .options(
            contains_eager(TrainingMeeting.plan)
            .contains_eager(TrainingPlan.pair)
            .contains_eager(TrainingPair.edition)
            .contains_eager(TrainingEdition.client_training),
            joinedload(TrainingMeeting.log),
        )
        .order_by(TrainingMeeting.starts_at)
    )
    return session.scalars(statement).all()


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row
