"""The doors of planning; one module per subject, all on one blueprint."""

from lms.planning.views import agenda, copies, meetings, plan_items, plans, years
from lms.planning.views.blueprint import blueprint

__all__ = ["agenda", "blueprint", "copies", "meetings", "plan_items", "plans", "years"]
