"""Where a pair stands, and what a partner does next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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


@dataclass(frozen=True, kw_only=True)
class PairFacts:
    """What decides where a pair stands: dates and counts, none of its texts."""

    is_dissolved: bool
    plan: PlanState | None
    ended_on: date | None
    has_evaluation: bool
    measured: Collection[Moment]

    @property
    def is_evaluated(self) -> bool:
        """Whether the evaluation is finished and the outcomes of the end are counted."""
        return self.has_evaluation and Moment.END in self.measured

    @property
    def stage(self) -> Stage:
        """Where the pair stands."""
        if self.is_dissolved:
            return Stage.DISSOLVED
        if self.plan in (None, PlanState.DRAFT, PlanState.RETURNED):
            return Stage.PREPARING
        if self.plan is PlanState.SUBMITTED:
            return Stage.WAITING
        if self.ended_on is None:
            return Stage.RUNNING
        if not self.is_evaluated:
            return Stage.EVALUATING
        is_counted = all(moment in self.measured for moment in FOLLOW_UPS)
        return Stage.FINISHED if is_counted else Stage.FOLLOWING


@dataclass(frozen=True, kw_only=True)
class Course:
    """How far one partner's training is: the pair's facts and what this partner still owes it."""

    pair: PairFacts
    is_declared: bool
    is_group_asked: bool
    is_part_wanted: bool
    to_log: Sequence[tuple[datetime, TrainingMeeting | None]]


def stage_of(pair: TrainingPair) -> Stage:
    """Where this pair stands; its plans, evaluation and measurements are loaded."""
    return _facts_of(pair).stage


def _facts_of(pair: TrainingPair) -> PairFacts:
    plan = pair.current_plan
    return PairFacts(
        is_dissolved=pair.dissolved_at is not None,
        plan=plan.state if plan else None,
        ended_on=pair.ended_on,
        has_evaluation=_has_evaluation(pair),
        measured=[row.moment for row in pair.measurements],
    )


def _has_evaluation(pair: TrainingPair) -> bool:
    return pair.evaluation is not None and pair.evaluation.finished_at is not None


def is_evaluated(pair: TrainingPair) -> bool:
    """Whether the pair finished its evaluation and counted the outcomes of the end."""
    return _has_evaluation(pair) and pair.measured(Moment.END) is not None


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
    plan, feedback = pair.current_plan, pair.feedback
    course = Course(
        pair=_facts_of(pair),
        is_declared=member.declared_at is not None,
        is_group_asked=feedback is not None and feedback.closed_at is not None,
        is_part_wanted=is_part_wanted(member),
        to_log=[
            (meeting.starts_at, meeting)
            for meeting in (plan.meetings if plan else ())
            if meeting.log is None and meeting.starts_at is not None and meeting.starts_at <= moment
        ],
    )
    return steps_in(course, day=clock.local(moment).date())


def steps_in(course: Course, *, day: date) -> Sequence[Step]:
    """What the partner of this course can do on a day, the first thing first."""
    stage = course.pair.stage
    if stage is Stage.DISSOLVED:
        return []
    steps: list[Step] = []
    if not course.is_declared:
        steps.append(Step(StepKind.DECLARE))
    if stage is Stage.PREPARING:
        steps.append(Step(StepKind.PLAN))
    if stage is Stage.RUNNING:
        steps += [
            Step(StepKind.LOG, clock.local(starts_at).date(), meeting=meeting)
            for starts_at, meeting in course.to_log
        ]
    if course.pair.ended_on is not None:
        steps.extend(_after_the_end(course, course.pair.ended_on, day=day))
    return steps


def _after_the_end(course: Course, ended_on: date, *, day: date) -> Iterator[Step]:
    measured = course.pair.measured
    if not course.is_group_asked:
        yield Step(StepKind.FEEDBACK, ended_on)
    if Moment.END not in measured:
        yield Step(StepKind.OUTCOMES, ended_on, moment=Moment.END)
    if not course.pair.has_evaluation:
        yield Step(StepKind.EVALUATE, ended_on)
    if course.pair.is_evaluated and course.is_part_wanted:
        yield Step(StepKind.OWN_PART)
    for follow_up in FOLLOW_UPS:
        is_due = is_countable(follow_up, ended_on=ended_on, day=day)
        if Moment.END in measured and follow_up not in measured and is_due:
            yield Step(StepKind.OUTCOMES, due_on(follow_up, ended_on=ended_on), moment=follow_up)


def is_part_wanted(member: PairMember) -> bool:
    """Whether this partner has nothing with the trainer yet, or got it back."""
    return is_part_open(member.evidence.state if member.evidence else None)


def is_part_open(evidence: EvidenceState | None) -> bool:
    """Whether an own part that stands so is to be written."""
    return evidence in (None, EvidenceState.RETURNED)
