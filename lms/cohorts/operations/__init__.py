"""What people do with cohorts: plan them, enrol people, plan meetings and keep the register."""

from lms.cohorts.operations.alerts import (
    watch_attendance,
)
from lms.cohorts.operations.attendance_rules import (
    change_attendance_rules,
)
from lms.cohorts.operations.catch_up import (
    ask_catch_up,
    give_catch_up,
    hand_in_catch_up,
    judge_catch_up,
    refuse_catch_up,
)
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
    change_joining,
    enrol_person,
    invite_participant,
    resend_invitation,
)
from lms.cohorts.operations.made_up import (
    decide_made_up,
    propose_made_up,
    withdraw_made_up,
)
from lms.cohorts.operations.meetings import (
    cancel_day_part,
    cancel_meeting,
    change_meeting,
    move_meeting,
    plan_meeting,
)
from lms.cohorts.operations.proposals import (
    announce_absence,
    check_in,
    withdraw_proposal,
)
from lms.cohorts.operations.register import record_attendance

__all__ = [
    "admit_organisation",
    "announce_absence",
    "ask_catch_up",
    "assign_trainer",
    "assign_trainer_by_email",
    "cancel_day_part",
    "cancel_meeting",
    "change_attendance_rules",
    "change_cohort",
    "change_enrolment_state",
    "change_joining",
    "change_meeting",
    "check_in",
    "decide_made_up",
    "end_admission",
    "enrol_person",
    "give_catch_up",
    "hand_in_catch_up",
    "invite_participant",
    "judge_catch_up",
    "move_meeting",
    "plan_cohort",
    "plan_meeting",
    "propose_made_up",
    "record_attendance",
    "refuse_catch_up",
    "resend_invitation",
    "watch_attendance",
    "withdraw_made_up",
    "withdraw_proposal",
    "withdraw_trainer",
]
