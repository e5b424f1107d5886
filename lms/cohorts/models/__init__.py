"""The tables of cohorts: who learns together, when they meet, and who was there."""

from lms.cohorts.models.attendance import Attendance, AttendanceCorrection, AttendanceStatus
from lms.cohorts.models.cohorts import (
    ACTIVE,
    BELONGING,
    Admission,
    Cohort,
    DayPart,
    Enrolment,
    EnrolmentChange,
    EnrolmentState,
    Meeting,
    MeetingKind,
    MeetingMove,
)

__all__ = [
    "ACTIVE",
    "BELONGING",
    "Admission",
    "Attendance",
    "AttendanceCorrection",
    "AttendanceStatus",
    "Cohort",
    "DayPart",
    "Enrolment",
    "EnrolmentChange",
    "EnrolmentState",
    "Meeting",
    "MeetingKind",
    "MeetingMove",
]
