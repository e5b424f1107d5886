"""What trainings ask of participants' weeks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.core import clock
from lms.learning.rules import OwnDay
from lms.trainings.models import MeetingLog, PairMember, PlanState, TrainingMeeting, TrainingPlan


def list_own_days(
    session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None
) -> Sequence[OwnDay]:
    """The meetings with a group that a cohort's pairs, or one partner's, have or had (1 query)."""
    cancelled = sa.exists().where(MeetingLog.meeting_id == TrainingMeeting.id, MeetingLog.is_cancelled)
    statement = (
        sa.select(PairMember.enrolment_id, TrainingMeeting.starts_at, TrainingMeeting.minutes)
        .join(PairMember.enrolment)
        .join(TrainingPlan, TrainingPlan.pair_id == PairMember.pair_id)
        .join(TrainingMeeting, TrainingMeeting.plan_id == TrainingPlan.id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state.in_(ACTIVE),
            PairMember.left_at.is_(None),
            TrainingPlan.state == PlanState.APPROVED,
            ~cancelled,
        )
    )
    if enrolment is not None:
        statement = statement.where(PairMember.enrolment_id == enrolment.id)
    return [
        OwnDay(key, clock.local(starts_at).date(), minutes)
        for key, starts_at, minutes in session.execute(statement)
        if starts_at is not None
    ]
