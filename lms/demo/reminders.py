"""What the running cohort is reminded of: the confidentiality statement soon, and its paper."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.cohorts.queries import get_cohort
from lms.core import clock
from lms.demo.story import Cast, CohortStory, Story
from lms.reminders import operations, queries
from lms.reminders.models import Anchor, ReminderKind

PLANNED_AGO, SOON = 20, 3


def tell_reminders(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """The trainer plans two, both still to go out."""

    def plan(session: Session) -> None:
        found = get_cohort(session, cohort_id=cast.cohorts[cohort.key].public_id)
        today = clock.local(story.now).date()
        for subject in queries.list_subjects(session, cohort=found):
            if subject.kind is ReminderKind.STATEMENT:
                days, anchor = (today - found.starts_on).days + SOON, Anchor.START
            elif (
                subject.kind is ReminderKind.PAPER and (subject.deadline_on(found.starts_on) or today) > today
            ):
                days, anchor = -SOON, Anchor.DEADLINE
            else:
                continue
            operations.plan_reminder(
                session,
                actor=cast.actor(session, cohort.trainers[0]),
                cohort=found,
                subject=subject,
                anchor=anchor,
                offset_days=days,
            )

    story.tell(story.now - timedelta(days=PLANNED_AGO), plan)
