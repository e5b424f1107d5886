"""What people do with cohorts: plan them, enrol people, plan meetings and keep the register."""

from lms.cohorts.operations.cohorts import (
    admit_organisation,
    assign_trainer,
    assign_trainer_by_email,
    change_cohort,
    end_admission,
    plan_cohort,
    withdraw_trainer,
)
from lms.cohorts.operations.enrolments import (
    change_enrolment_state,
    enrol_person,
    invite_participant,
    resend_invitation,
)
from lms.cohorts.operations.meetings import (
    cancel_day_part,
    cancel_meeting,
    change_meeting,
    move_meeting,
    plan_meeting,
)
from lms.cohorts.operations.register import record_attendance

__all__ = [
    "admit_organisation",
    "assign_trainer",
    "assign_trainer_by_email",
    "cancel_day_part",
    "cancel_meeting",
    "change_cohort",
    "change_enrolment_state",
    "change_meeting",
    "end_admission",
    "enrol_person",
    "invite_participant",
    "move_meeting",
    "plan_cohort",
    "plan_meeting",
    "record_attendance",
    "resend_invitation",
    "withdraw_trainer",
]
