"""Where a pair stands, and what a partner does next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lms.core import clock
from lms.learning.models import EvidenceState
from lms.trainings.models import Moment, PairMember, PlanState, TrainingMeeting, TrainingPair
from lms.trainings.rules.moments import FOLLOW_UPS, due_on, is_countable


class Stage(StrEnum):
    """Where a pair stands."""

    DISSOLVED = "dissolved"
    PREPARING = "preparing"
    WAITING = "waiting"
    RUNNING = "running"
    EVALUATING = "evaluating"
    FOLLOWING = "following"
    FINISHED = "finished"


class StepKind(StrEnum):
    """What a partner can do."""

    DECLARE = "declare"
    PLAN = "plan"
    LOG = "log"
    FEEDBACK = "feedback"
    OUTCOMES = "outcomes"
    EVALUATE = "evaluate"
    OWN_PART = "own_part"


@dataclass(frozen=True)
class Step:
    """One thing to do, with its day and what it is about."""

    kind: StepKind
    due_on: date | None = None
    meeting: TrainingMeeting | None = None
    moment: Moment | None = None


def stage_of(pair: TrainingPair) -> Stage:
    """Where this pair stands; its plans, evaluation and measurements are loaded."""
    plan = pair.current_plan
    if pair.dissolved_at is not None:
        return Stage.DISSOLVED
    if plan is None or plan.state in (PlanState.DRAFT, PlanState.RETURNED):
        return Stage.PREPARING
    if plan.state is PlanState.SUBMITTED:
        return Stage.WAITING
    if pair.ended_on is None:
        return Stage.RUNNING
    if not is_evaluated(pair):
        return Stage.EVALUATING
    return Stage.FINISHED if all(pair.measured(moment) for moment in FOLLOW_UPS) else Stage.FOLLOWING


def is_evaluated(pair: TrainingPair) -> bool:
    """Whether the pair finished its evaluation and counted the outcomes of the end."""
    is_finished = pair.evaluation is not None and pair.evaluation.finished_at is not None
    return is_finished and pair.measured(Moment.END) is not None


def has_begun(pair: TrainingPair) -> bool:
    """Whether the trainer gave a go: from then on a pair is not composed anew."""
    return any(plan.state is PlanState.APPROVED for plan in pair.plans)


def logged_meetings(pair: TrainingPair) -> tuple[int, int]:
    """How many meetings of the approved plan are in the log, of how many."""
    plan = pair.current_plan
    if plan is None or plan.state is not PlanState.APPROVED:
        return 0, len(plan.meetings) if plan else 0
    return sum(meeting.log is not None for meeting in plan.meetings), len(plan.meetings)


def last_day(pair: TrainingPair) -> date | None:
    """The day of the last meeting that took place, once every meeting is in the log."""
    plan = pair.current_plan
    if plan is None or plan.state is not PlanState.APPROVED:
        return None
    logs = [meeting.log for meeting in plan.meetings]
    held = [log.held_on for log in logs if log is not None and not log.is_cancelled]
    return max(held) if held and all(log is not None for log in logs) else None


def steps_for(pair: TrainingPair, member: PairMember, *, moment: datetime) -> Sequence[Step]:
    """What this partner can do now, the first thing first."""
    stage = stage_of(pair)
    if stage is Stage.DISSOLVED:
        return []
    steps: list[Step] = []
    if member.declared_at is None:
        steps.append(Step(StepKind.DECLARE))
    if stage is Stage.PREPARING:
        steps.append(Step(StepKind.PLAN))
    if stage is Stage.RUNNING:
        steps.extend(_logs_due(pair, moment))
    if pair.ended_on is not None:
        steps.extend(_after_the_end(pair, member, pair.ended_on, day=clock.local(moment).date()))
    return steps


def _logs_due(pair: TrainingPair, moment: datetime) -> Iterator[Step]:
    plan = pair.current_plan
    for meeting in plan.meetings if plan else ():
        if meeting.log is None and meeting.starts_at is not None and meeting.starts_at <= moment:
            yield Step(StepKind.LOG, clock.local(meeting.starts_at).date(), meeting=meeting)


def _after_the_end(pair: TrainingPair, member: PairMember, ended_on: date, *, day: date) -> Iterator[Step]:
    if pair.feedback is None or pair.feedback.closed_at is None:
        yield Step(StepKind.FEEDBACK, ended_on)
    if pair.measured(Moment.END) is None:
        yield Step(StepKind.OUTCOMES, ended_on, moment=Moment.END)
    if pair.evaluation is None or pair.evaluation.finished_at is None:
        yield Step(StepKind.EVALUATE, ended_on)
    if is_evaluated(pair) and is_part_wanted(member):
        yield Step(StepKind.OWN_PART)
    for follow_up in FOLLOW_UPS:
        is_due = is_countable(follow_up, ended_on=ended_on, day=day)
        if pair.measured(Moment.END) and pair.measured(follow_up) is None and is_due:
            yield Step(StepKind.OUTCOMES, due_on(follow_up, ended_on=ended_on), moment=follow_up)


def is_part_wanted(member: PairMember) -> bool:
    """Whether this partner has nothing with the trainer yet, or got it back."""
    return member.evidence is None or member.evidence.state is EvidenceState.RETURNED
