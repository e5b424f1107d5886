"""Readers of the study load: what a cohort's weeks ask, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, DayPart, Meeting
from lms.learning import rules
from lms.learning.rules import WeekLoad
from lms.programmes.queries import get_course_outline


def cohort_week_loads(session: Session, *, cohort: Cohort) -> Sequence[WeekLoad]:
    """Every week of a cohort with what it asks; cancelled meetings and day parts ask nothing."""
    outline = get_course_outline(session, version_id=cohort.programme_version_id)
    statement = (
        sa.select(Meeting.held_on, DayPart.net_minutes)
        .join(DayPart, DayPart.meeting_id == Meeting.id)
        .where(Meeting.cohort_id == cohort.id, Meeting.cancelled_at.is_(None), DayPart.cancelled_at.is_(None))
    )
    meetings = [(row[0], row[1]) for row in session.execute(statement)]
    return rules.week_loads(outline, meetings=meetings, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
