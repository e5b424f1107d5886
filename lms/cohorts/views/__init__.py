"""The doors of cohorts; one module per subject, all on one blueprint."""

from lms.cohorts.views import (
    attendance,
    catch_up,
    cohorts,
    made_up,
    meetings,
    people,
    proposals,
    register,
)
from lms.cohorts.views.blueprint import blueprint

__all__ = [
    "attendance",
    "blueprint",
    "catch_up",
    "cohorts",
    "made_up",
    "meetings",
    "people",
    "proposals",
    "register",
]
