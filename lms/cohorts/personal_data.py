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
)
