"""Who plans reminders of a cohort and sees who would get them.

| what | trainer of the cohort | coordinator of its programme | everybody else |
|---|---|---|---|
| the reminders of a cohort, and whom they reach | reads | reads | nothing (404) |
| a reminder to participants with an account | plans, changes, stops, sends | the same | nothing (404) |
| one that mails a new link (invitation, manager) | reads | plans, changes, stops, sends | - |

Links to sign in or to sign for an employer are the coordinator's, here as in rosters and agreements.
"""

from __future__ import annotations

from lms.cohorts.models import Cohort
from lms.cohorts.policies import is_coordinator_of, is_staff_of
from lms.core.authorisation import Actor
from lms.reminders.models import Reminder, ReminderKind
from lms.reminders.rules import BY_LINK


def may_plan_reminder(actor: Actor, cohort: Cohort) -> bool:
    """Trainers of the cohort and its coordinator."""
    return is_staff_of(actor, cohort)


def may_plan_kind(actor: Actor, cohort: Cohort, kind: ReminderKind) -> bool:
    """The same people, but the coordinator alone where a new link goes out."""
    return is_coordinator_of(actor, cohort) or (kind not in BY_LINK and may_plan_reminder(actor, cohort))


def may_see_reminder(actor: Actor, reminder: Reminder) -> bool:
    """Trainers of the cohort and its coordinator."""
    return is_staff_of(actor, reminder.cohort)


def may_change_reminder(actor: Actor, reminder: Reminder) -> bool:
    """Whoever may plan one of this kind."""
    return may_plan_kind(actor, reminder.cohort, reminder.kind)
