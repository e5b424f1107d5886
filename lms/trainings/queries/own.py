"""What start pages ask of trainings, as columns and rows of the statements that read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms.accounts.queries.reader import READER, TAUGHT
from lms.cohorts.models import Cohort, Enrolment
from lms.core.reading import first
from lms.learning.models import Evidence
from lms.trainings.models import (
    Evaluation,
    GroupFeedback,
    MeetingLog,
    Moment,
    OutcomeMeasurement,
    PairMember,
    PlanState,
    TrainingMeeting,
    TrainingObservation,
    TrainingPair,
    TrainingPlan,
)
from lms.trainings.rules import Course, PairFacts, is_part_open


@dataclass(frozen=True)
class OwnCourse:
    """The own pair with how far it is, without its texts, and whether another pair waits to be seen."""

    pair_id: UUID
    course: Course
    has_to_observe: bool


_OF_PAIR = aliased(TrainingPlan)
_NEWEST_PLAN = (
    sa.select(_OF_PAIR.id)
    .where(_OF_PAIR.pair_id == TrainingPair.id)
    .correlate(TrainingPair)
    .order_by(_OF_PAIR.number.desc())
    .limit(first(1))
    .scalar_subquery()
)
_FIRST_TO_LOG = (
    sa.select(sa.func.min(TrainingMeeting.starts_at))
    .where(
        TrainingMeeting.plan_id == TrainingPlan.id,
        TrainingMeeting.starts_at <= sa.bindparam("moment"),
        ~sa.exists().where(MeetingLog.meeting_id == TrainingMeeting.id),
    )
    .correlate(TrainingPlan)
    .scalar_subquery()
)
_COLUMNS = (
    TrainingPair.public_id,
    TrainingPair.dissolved_at,
    TrainingPair.ended_on,
    PairMember.declared_at,
    TrainingPlan.state,
    Evidence.state,
    _FIRST_TO_LOG,
    sa.exists().where(GroupFeedback.pair_id == TrainingPair.id, GroupFeedback.closed_at.is_not(None)),
    sa.exists().where(Evaluation.pair_id == TrainingPair.id, Evaluation.finished_at.is_not(None)),
    sa.exists().where(
        TrainingObservation.observer_pair_id == TrainingPair.id, TrainingObservation.done_at.is_(None)
    ),
    *(
        sa.exists().where(OutcomeMeasurement.pair_id == TrainingPair.id, OutcomeMeasurement.moment == moment)
        for moment in Moment
    ),
)
COURSE_COLUMNS = len(_COLUMNS)


def with_own_course(statement: sa.Select[Any]) -> sa.Select[Any]:
    """A statement about enrolments that tells of each how far its training is; it asks for a `moment`."""
    return (
        statement.outerjoin(
            PairMember, sa.and_(PairMember.enrolment_id == Enrolment.id, PairMember.left_at.is_(None))
        )
        .outerjoin(TrainingPair, TrainingPair.id == PairMember.pair_id)
        .outerjoin(TrainingPlan, TrainingPlan.id == _NEWEST_PLAN)
        .outerjoin(Evidence, Evidence.id == PairMember.evidence_id)
        .add_columns(*_COLUMNS)
    )


def own_course(values: Sequence[Any]) -> OwnCourse | None:
    """What those columns say; nothing for who is in no pair."""
    pair_id, dissolved_at, ended_on, declared_at, plan, evidence, to_log, *facts = values
    is_asked, has_evaluation, has_to_observe, *measured = facts
    if pair_id is None:
        return None
    pair = PairFacts(
        is_dissolved=dissolved_at is not None,
        plan=plan,
        ended_on=ended_on,
        has_evaluation=bool(has_evaluation),
        measured=[moment for moment, is_counted in zip(Moment, measured, strict=True) if is_counted],
    )
    course = Course(
        pair=pair,
        is_declared=declared_at is not None,
        is_group_asked=bool(is_asked),
        is_part_wanted=is_part_open(evidence),
        to_log=[(to_log, None)] if to_log is not None else [],
    )
    return OwnCourse(pair_id, course, has_to_observe=bool(has_to_observe))


def _select_waiting_plans() -> sa.Select[UUID, str, datetime | None]:
    own = sa.select(PairMember.pair_id).join(PairMember.enrolment).where(Enrolment.person_id == READER)
    return (
        sa.select(TrainingPlan.public_id, Cohort.name, TrainingPlan.submitted_at)
        .join(TrainingPlan.pair)
        .join(TrainingPair.cohort)
        .where(
            TrainingPlan.state == PlanState.SUBMITTED,
            TrainingPlan.submitted_at.is_not(None),
            TrainingPair.dissolved_at.is_(None),
            TrainingPair.id.not_in(own),
            Cohort.public_id.in_(TAUGHT),
        )
    )


# The plans that wait for a go by who reads: each with its cohort and since when.
WAITING_PLANS = _select_waiting_plans()
