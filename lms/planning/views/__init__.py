"""The doors of planning; one module per subject, all on one blueprint."""

from lms.planning.views import meetings
from lms.planning.views.blueprint import blueprint

__all__ = ["blueprint", "meetings"]
