"""The shape of what people fill in about cohorts."""

from lms.cohorts.forms.attendance import (
    ATTENDANCE_LABELS,
    RegisterForm,
    minutes_name,
    register_form_for,
    status_name,
)
from lms.cohorts.forms.cohorts import (
    STATE_LABELS,
    CohortEditForm,
    CohortNewForm,
    CohortsForm,
    EnrolmentEditForm,
    InvitationResendForm,
    ParticipantInviteForm,
    TrainerAssignForm,
    TrainerWithdrawForm,
)

__all__ = [
    "ATTENDANCE_LABELS",
    "STATE_LABELS",
    "CohortEditForm",
    "CohortNewForm",
    "CohortsForm",
    "EnrolmentEditForm",
    "InvitationResendForm",
    "ParticipantInviteForm",
    "RegisterForm",
    "TrainerAssignForm",
    "TrainerWithdrawForm",
    "minutes_name",
    "register_form_for",
    "status_name",
]
