"""Readers of where else in a programme the same could be attended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from lms.cohorts import rules
from lms.cohorts.models import Cohort, DayPart, Meeting
from lms.cohorts.rules import PersonalDayPart
from lms.core import clock
from lms.programmes.models import ProgrammeVersion

LOOKED_BACK = timedelta(days=400)
MOST_SHOWN = 120


def list_day_parts_elsewhere(session: Session, *, own: PersonalDayPart) -> Sequence[DayPart]:
    """Where the same could be attended: held day parts of other cohorts of the programme, the newest first.

    Those of the same module or with the same title come before the others.
    """
    cohort, meeting = own.enrolment.cohort, own.day_part.meeting
    statement = (
        sa.select(DayPart)
        .join(DayPart.meeting)
        .join(Meeting.cohort)
        .join(Cohort.programme_version)
        .where(
            ProgrammeVersion.programme_id == cohort.programme_version.programme_id,
            Cohort.id != cohort.id,
            Meeting.held_on.between(clock.today() - LOOKED_BACK, clock.today()),
            Meeting.cancelled_at.is_(None),
            DayPart.cancelled_at.is_(None),
        )
        .options(contains_eager(DayPart.meeting).contains_eager(Meeting.cohort))
        .order_by(DayPart.starts_at.desc(), DayPart.id)
        .limit(MOST_SHOWN)
    )
    found = session.scalars(statement).all()
    return sorted(found, key=lambda part: not rules.is_same_meeting(part.meeting, meeting))
