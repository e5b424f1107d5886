"""Readers of the weeks in which a plan asks more hours than people agreed with their employer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Meeting
from lms.core import clock
from lms.planning import rules
from lms.planning.models import CohortPlan
from lms.planning.rules import FullWeek, PlacedItem
from lms.planning.slots import Planned, week_readers


def list_full_weeks(session: Session, *, cohort: Cohort, planned: Sequence[Planned]) -> Sequence[FullWeek]:
    """The weeks from this one on that ask too much, told by the features that know study and agreements."""
    found = [week for read in week_readers.values() for week in read(session, cohort=cohort, planned=planned)]
    today = clock.today()
    return [week for week in found if (today - week.monday).days < rules.DAYS_IN_A_WEEK]


def planned_of(meetings: Sequence[Meeting]) -> Sequence[Planned]:
    """What meetings with their day parts ask; what is off asks nothing."""
    return [
        (row.held_on, part.net_minutes)
        for row in meetings
        if row.cancelled_at is None
        for part in row.day_parts
        if part.cancelled_at is None
    ]


def proposed_by(plan: CohortPlan, days: Mapping[int, PlacedItem]) -> Sequence[Planned]:
    """What the meetings of a proposal ask on their days."""
    return [
        (days[row.id].held_on, part.net_minutes)
        for row in plan.planned
        if row.id in days
        for part in rules.plans_of(row.day_parts)
    ]
