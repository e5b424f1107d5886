"""The shape of what applicants and staff fill in."""

from lms.admissions.forms.applicant import (
    ApplicationEditForm,
    ApplicationForm,
    ApplicationNewForm,
    LinkRenewForm,
    SlotBookForm,
)
from lms.admissions.forms.staff import (
    ADVICE_LABELS,
    ROUND_LABELS,
    STATE_LABELS,
    DecisionNewForm,
    IntakeEditForm,
    RoundEditForm,
    SlotsListForm,
)

__all__ = [
    "ADVICE_LABELS",
    "ROUND_LABELS",
    "STATE_LABELS",
    "ApplicationEditForm",
    "ApplicationForm",
    "ApplicationNewForm",
    "DecisionNewForm",
    "IntakeEditForm",
    "LinkRenewForm",
    "RoundEditForm",
    "SlotBookForm",
    "SlotsListForm",
]
