"""Reminders for tests."""

from __future__ import annotations

from typing import Any

from lms.cohorts.models import Cohort
from lms.reminders.models import Anchor, Reminder, ReminderKind
from tests.factories import save


def make_reminder(cohort: Cohort, **values: Any) -> Reminder:
    """A reminder of the confidentiality statement, a hundred days after the start."""
    return save(
        Reminder(
            **{
                "cohort_id": cohort.id,
                "kind": ReminderKind.STATEMENT,
                "anchor": Anchor.START,
                "offset_days": 100,
                **values,
            }
        )
    )
