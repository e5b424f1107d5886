"""Who may plan.

- The plan by weeks of a version, the year of a cohort and its copy: the coordinator of the programme.
- Agendas, and pictures of the year: also the trainers of the cohort; each sees the own cohorts.
- What happens in a meeting is read by whoever sees the meeting.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.cohorts.models import Cohort, Meeting
from lms.cohorts.policies import is_coordinator_of, is_staff_of
from lms.core.authorisation import Actor
from lms.planning.models import PlanItem
from lms.programmes.models import ProgrammeVersion


def may_edit_plan_template(actor: Actor, version: ProgrammeVersion) -> bool:
    """The coordinator of the programme writes its plan by weeks."""
    return actor.wears(Hat.COORDINATOR, scope=version.programme.public_id)


def may_edit_plan_item(actor: Actor, item: PlanItem) -> bool:
    """Who writes the plan writes its items."""
    return may_edit_plan_template(actor, item.programme_version)


def may_plan_year(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator plans the year of a cohort."""
    return is_coordinator_of(actor, cohort)


def may_copy_cohort(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator makes a new cohort after the example of one."""
    return is_coordinator_of(actor, cohort)


def may_see_year(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator see the year with everything that clashes."""
    return is_staff_of(actor, cohort)


def may_see_years(actor: Actor) -> bool:
    """Trainers and coordinators see the years of their own cohorts side by side."""
    return bool(actor.scopes(Hat.COORDINATOR) or actor.scopes(Hat.TRAINER))


def may_write_agenda(actor: Actor, meeting: Meeting) -> bool:
    """Trainers and the coordinator write down what happens in a meeting."""
    return is_staff_of(actor, meeting.cohort)
