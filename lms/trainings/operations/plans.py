"""The plan of a pair: written together, handed to the trainer, decided on; a no-go begins a new version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.trainings import queries, rules
from lms.trainings.events import PlanDecided, PlanSubmitted
from lms.trainings.models import (
    ClientTraining,
    MeetingPart,
    PlanState,
    ScaleQuestion,
    TrainingMeeting,
    TrainingPair,
    TrainingPlan,
)
from lms.trainings.operations.refusals import (
    NoSuchTrainingError,
    NotAPartnerError,
    PairDissolvedError,
    PastMidnightError,
    PlanFixedError,
    PlanIncompleteError,
    PlanNotWaitingError,
    RemarkTooShortError,
    TooManyMinutesError,
)
from lms.trainings.rules import PartFacts, PlanFacts


def save_plan(
    session: Session,
    *,
    actor: Actor,
    pair: TrainingPair,
    training: ClientTraining,
    facts: PlanFacts,
    version: int,
) -> TrainingPlan:
    """Keep what partners write of their plan; `version` is the one that was read, 0 for the first text."""
    plan = pair.current_plan
    _refuse_fixed(pair, plan)
    if (plan.version if plan else 0) != version:
        raise ConflictError
    if training.retired_at is not None and (
        pair.edition is None or pair.edition.client_training is not training
    ):
        raise NoSuchTrainingError
    pair.edition = training.newest
    if plan is None:
        plan = TrainingPlan(number=1, meetings=[], state=PlanState.DRAFT)
        pair.plans.append(plan)
    for name, value in vars(facts).items():
        setattr(plan, name, value)
    _fit_meetings(plan, count=training.newest.meeting_count, minutes=training.newest.meeting_minutes)
    # The meetings belong to the plan: whoever has another tab open is told.
    flag_modified(plan, "target_group")
    session.flush()
    return plan


def _fit_meetings(plan: TrainingPlan, *, count: int, minutes: int) -> None:
    """As many meetings as the training has; what was planned stays as far as there is room."""
    del plan.meetings[count:]
    for position in range(len(plan.meetings) + 1, count + 1):
        plan.meetings.append(TrainingMeeting(position=position, minutes=minutes, parts=[]))


def save_meeting(
    session: Session,
    *,
    actor: Actor,
    meeting: TrainingMeeting,
    starts_at: datetime | None,
    aim: str,
    parts: Sequence[PartFacts],
    version: int,
) -> None:
    """Keep day, aim and roles of one meeting of a plan that is still written."""
    plan = meeting.plan
    _refuse_fixed(plan.pair, plan)
    if meeting.version != version:
        raise ConflictError
    if starts_at is not None and clock.passes_midnight(starts_at, meeting.minutes):
        raise PastMidnightError
    if rules.planned_minutes(parts) > meeting.minutes:
        raise TooManyMinutesError
    partners = {member.id: member for member in plan.pair.current_members}
    if any(part.lead_id is not None and part.lead_id not in partners for part in parts):
        raise NotAPartnerError
    meeting.starts_at, meeting.aim = starts_at, aim
    meeting.parts.clear()
    session.flush()
    meeting.parts.extend(
        MeetingPart(
            position=place,
            subject=part.subject,
            minutes=part.minutes,
            lead=partners[part.lead_id] if part.lead_id else None,
        )
        for place, part in enumerate(parts, 1)
    )
    flag_modified(meeting, "aim")
    session.flush()


def submit_plan(session: Session, *, actor: Actor, plan: TrainingPlan) -> None:
    """Ask the trainer for a go."""
    _refuse_fixed(plan.pair, plan)
    gaps = rules.gaps_of(plan.pair, plan, questions=len(ScaleQuestion))
    if gaps:
        raise PlanIncompleteError(gaps)
    plan.state, plan.submitted_at = PlanState.SUBMITTED, clock.now()
    session.flush()
    event = PlanSubmitted(actor=actor, pair_id=plan.pair.public_id, plan_id=plan.public_id)
    publish(session, event)


def decide_plan(session: Session, *, actor: Actor, plan: TrainingPlan, is_go: bool, remark: str) -> None:
    """Give a go, or a no-go that says what is missing; after a no-go a next version begins as a copy."""
    if plan.state is not PlanState.SUBMITTED or plan.pair.dissolved_at is not None:
        raise PlanNotWaitingError
    if not is_go and len(remark.strip()) < rules.SHORTEST_REMARK:
        raise RemarkTooShortError
    plan.state = PlanState.APPROVED if is_go else PlanState.RETURNED
    plan.decided_by_id, plan.decided_at, plan.remark = actor.person_id, clock.now(), remark
    if not is_go:
        plan.pair.plans.append(_next_version(plan))
    session.flush()
    event = PlanDecided(actor=actor, pair_id=plan.pair.public_id, plan_id=plan.public_id, is_go=is_go)
    publish(session, event)


def _next_version(plan: TrainingPlan) -> TrainingPlan:
    return TrainingPlan(
        number=plan.number + 1,
        state=PlanState.DRAFT,
        target_group=plan.target_group,
        place=plan.place,
        group_aim=plan.group_aim,
        own_aim=plan.own_aim,
        welcome=plan.welcome,
        expectation=plan.expectation,
        expected_scores=dict(plan.expected_scores),
        meetings=[
            TrainingMeeting(
                position=meeting.position,
                starts_at=meeting.starts_at,
                minutes=meeting.minutes,
                aim=meeting.aim,
                parts=[
                    MeetingPart(
                        position=part.position,
                        subject=part.subject,
                        minutes=part.minutes,
                        lead_id=part.lead_id,
                    )
                    for part in meeting.parts
                ],
            )
            for meeting in plan.meetings
        ],
    )


def _refuse_fixed(pair: TrainingPair, plan: TrainingPlan | None) -> None:
    if pair.dissolved_at is not None:
        raise PairDissolvedError
    if not rules.is_writable(plan):
        raise PlanFixedError


def choose_training(session: Session, *, pair: TrainingPair, training_id: str) -> ClientTraining:
    """The training that a pair may choose by this id: one of its programme, or the one that it has."""
    own = [pair.edition.client_training] if pair.edition else []
    choosable = queries.list_choosable(session, cohort=pair.cohort)
    found = next((row for row in [*choosable, *own] if str(row.public_id) == training_id), None)
    if found is None:
        raise NoSuchTrainingError
    return queries.get_training(session, training_id=found.public_id)
