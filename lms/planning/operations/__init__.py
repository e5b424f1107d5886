"""What people do when they plan: plans by weeks, the year of a cohort, copies and agendas."""

from lms.planning.operations.agenda import write_agenda
from lms.planning.operations.copies import copy_cohort
from lms.planning.operations.plans import choose_days, draft_plan, drop_plan, publish_plan
from lms.planning.operations.templates import (
    add_plan_item,
    adopt_plan,
    change_plan_item,
    inherit_plan,
    remove_plan_item,
)

__all__ = [
    "add_plan_item",
    "adopt_plan",
    "change_plan_item",
    "choose_days",
    "copy_cohort",
    "draft_plan",
    "drop_plan",
    "inherit_plan",
    "publish_plan",
    "remove_plan_item",
    "write_agenda",
]
