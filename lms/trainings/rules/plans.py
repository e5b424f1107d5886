"""What a plan needs before a trainer looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.trainings.models import PlanState, TrainingMeeting, TrainingPair, TrainingPlan

SHORTEST_REMARK = 20
MOST_PARTS = 6
QUOTES = '"“”„«»‘‚‹›'
NOT_WRITTEN = ("target_group", "place", "group_aim", "own_aim", "expectation")


class Gap(StrEnum):
    """Something without which a plan cannot go to the trainer."""

    ALONE = "alone"
    DECLARATION = "declaration"
    TEXTS = "texts"
    EXPECTATION = "expectation"
    MEETINGS = "meetings"
    ORDER = "order"
    ROLES = "roles"


@dataclass(frozen=True)
class PartFacts:
    """A part of a meeting as somebody filled it in: what, how long, and the number of who leads."""

    subject: str
    minutes: int
    lead_id: int | None


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """What a plan says beside its meetings."""

    target_group: str
    place: str
    group_aim: str
    own_aim: str
    welcome: str
    expectation: str
    expected_scores: dict[str, int]


def gaps_of(pair: TrainingPair, plan: TrainingPlan, *, questions: int) -> Sequence[Gap]:
    """What this plan still misses, in the order of the page."""
    members = pair.current_members
    leads = {part.lead_id for meeting in plan.meetings for part in meeting.parts}
    starts = [meeting.starts_at for meeting in plan.meetings if meeting.starts_at is not None]
    found = {
        Gap.ALONE: len(members) < 2,
        Gap.DECLARATION: any(member.declared_at is None for member in members),
        Gap.TEXTS: any(not getattr(plan, name) for name in NOT_WRITTEN),
        Gap.EXPECTATION: len(plan.expected_scores) < questions,
        Gap.MEETINGS: not all(is_planned(meeting) for meeting in plan.meetings),
        Gap.ORDER: starts != sorted(set(starts)),
        Gap.ROLES: any(member.id not in leads for member in members),
    }
    return [gap for gap, is_found in found.items() if is_found]


def is_planned(meeting: TrainingMeeting) -> bool:
    """Whether a meeting has a day, an aim, and parts with somebody who leads each."""
    has_roles = bool(meeting.parts) and all(part.lead_id is not None for part in meeting.parts)
    return meeting.starts_at is not None and bool(meeting.aim) and has_roles


def planned_minutes(parts: Sequence[PartFacts]) -> int:
    """How long the parts take together."""
    return sum(part.minutes for part in parts)


def is_writable(plan: TrainingPlan | None) -> bool:
    """Whether the pair can still change the plan: not while it waits, nor once it was approved."""
    return plan is None or plan.state is PlanState.DRAFT


def is_running(plan: TrainingPlan | None) -> bool:
    """Whether the trainer gave a go."""
    return plan is not None and plan.state is PlanState.APPROVED


def is_past(meeting: TrainingMeeting, *, moment: datetime) -> bool:
    """Whether a meeting has begun."""
    return meeting.starts_at is not None and meeting.starts_at <= moment


def is_quote_free(text: str) -> bool:
    """Whether an example retells instead of quoting: nobody in the group can be recognised by words."""
    return not any(sign in text for sign in QUOTES)
