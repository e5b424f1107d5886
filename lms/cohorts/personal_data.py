"""What cohorts keep about people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_ATTENDANCE = "attendance: two years after the end of the cohort"
_ENROLMENT = "two years after the end of the cohort; the certificate keeps its own copy"

PERSONAL_DATA = (
    PersonalData("cohort_meeting_move.moved_by_id", "who moved a meeting", _ENROLMENT, exported=False),
    PersonalData("cohort_enrolment.person_id", "who takes part in a cohort", _ENROLMENT),
    PersonalData("cohort_enrolment_change.reason", "why somebody's enrolment changed", _ENROLMENT),
    PersonalData(
        "cohort_enrolment_change.changed_by_id", "who changed an enrolment", _ENROLMENT, exported=False
    ),
    PersonalData("cohort_enrolment_change.enrolment_id", "how somebody stood, and since when", _ENROLMENT),
    PersonalData(
        "cohort_day_part.registered_by_id", "who took attendance first", _ATTENDANCE, exported=False
    ),
    PersonalData("cohort_attendance.enrolment_id", "who was there, for the attendance norm", _ATTENDANCE),
    PersonalData(
        "cohort_attendance.recorded_by_id",
        "who registered somebody's attendance",
        _ATTENDANCE,
        exported=False,
    ),
    PersonalData("cohort_attendance_correction.reason", "why the register was corrected", _ATTENDANCE),
    PersonalData(
        "cohort_attendance_correction.corrected_by_id",
        "who corrected the register",
        _ATTENDANCE,
        exported=False,
    ),
    PersonalData("cohort_attendance.absence_note", "why somebody was not there", _ATTENDANCE),
    PersonalData("cohort_attendance_correction.old_absence_note", "the register before", _ATTENDANCE),
    PersonalData("cohort_attendance_correction.new_absence_note", "the register since", _ATTENDANCE),
    PersonalData("cohort_attendance_proposal.enrolment_id", "who checked in or cannot come", _ATTENDANCE),
    PersonalData("cohort_attendance_proposal.absence_note", "why somebody cannot come", _ATTENDANCE),
    PersonalData("cohort_attendance_alert.enrolment_id", "who was warned about attendance", _ATTENDANCE),
    PersonalData("cohort_catch_up_task.enrolment_id", "who makes a missed day part good", _ATTENDANCE),
    PersonalData("cohort_catch_up_task.text", "what somebody did to make it good", _ATTENDANCE),
    PersonalData("cohort_catch_up_task.file_id", "what somebody handed in to make it good", _ATTENDANCE),
    PersonalData("cohort_catch_up_task.remark", "what was said of a catch-up task", _ATTENDANCE),
    PersonalData("cohort_catch_up_task.given_by_id", "who gave a catch-up task", _ATTENDANCE, exported=False),
    PersonalData(
        "cohort_catch_up_task.judged_by_id", "who judged a catch-up task", _ATTENDANCE, exported=False
    ),
    PersonalData(
        "cohort_made_up_session.enrolment_id", "who attended a meeting with another cohort", _ATTENDANCE
    ),
    PersonalData("cohort_made_up_session.decided_by_id", "who confirmed that", _ATTENDANCE, exported=False),
)
