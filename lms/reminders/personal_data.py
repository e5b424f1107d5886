"""What reminders keep about people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_KEPT = "two years after the end of the cohort"

PERSONAL_DATA = (
    PersonalData("reminder.planned_by_id", "who planned a reminder", _KEPT, exported=False),
    PersonalData("reminder_delivery.enrolment_id", "to remind nobody twice of the same", _KEPT),
)
