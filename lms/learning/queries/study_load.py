"""Readers of the study load: what a cohort's weeks ask, and what was agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.agreements.queries import agreed_hours
from lms.cohorts.models import Cohort, DayPart, Enrolment, Meeting
from lms.learning import rules
from lms.learning.rules import OwnDay, WeekLoad
from lms.learning.slots import own_days_readers
from lms.planning.rules import FullWeek
from lms.programmes.models import ProgrammeVersion
from lms.programmes.queries import get_kept_outline


def cohort_week_loads(session: Session, *, cohort: Cohort) -> Sequence[WeekLoad]:
    """Every week of a cohort with what it asks; cancelled meetings and day parts ask nothing."""
    statement = (
        sa.select(Meeting.held_on, DayPart.net_minutes)
        .join(DayPart, DayPart.meeting_id == Meeting.id)
        .where(Meeting.cohort_id == cohort.id, Meeting.cancelled_at.is_(None), DayPart.cancelled_at.is_(None))
    )
    meetings = [(row[0], row[1]) for row in session.execute(statement)]
    return _loads(session, cohort, meetings)


def own_days(session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None) -> Sequence[OwnDay]:
    """The days that a cohort's participants, or one of them, spend elsewhere (1 query a feature)."""
    found = (read(session, cohort=cohort, enrolment=enrolment) for read in own_days_readers.values())
    return [item for items in found for item in items]


def list_full_weeks(
    session: Session, *, cohort: Cohort, planned: Sequence[tuple[date, int]]
) -> Sequence[FullWeek]:
    """The weeks in which a plan asks more of somebody than the agreement says (2 queries)."""
    hours = agreed_hours(session, cohort=cohort)
    if not hours:
        return ()
    agreed = Counter(rules.agreed_minutes(share) for share in hours.values())
    loads = _loads(session, cohort, planned)
    counted = [
        (load, sum(people for minutes, people in agreed.items() if load.exceeds(minutes))) for load in loads
    ]
    return [FullWeek(load.monday, load.total_minutes, people) for load, people in counted if people]


def _loads(session: Session, cohort: Cohort, meetings: Sequence[tuple[date, int]]) -> Sequence[WeekLoad]:
    edition = session.get_one(ProgrammeVersion, cohort.programme_version_id)
    outline = get_kept_outline(session, edition=edition)
    return rules.week_loads(outline, meetings=meetings, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
