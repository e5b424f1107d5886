"""The doors of cohorts; one module per subject, all on one blueprint."""

from lms.cohorts.views import attendance, cohorts, meetings, people
from lms.cohorts.views.blueprint import blueprint

__all__ = ["attendance", "blueprint", "cohorts", "meetings", "people"]
