"""What messages holds of a person, why, and how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

PERSONAL_DATA = (
    PersonalData("message_notice.person_id", "to tell somebody that something waits", "half a year at most"),
    PersonalData("message_preference.person_id", "to mail as often as somebody likes", "until erasure"),
)
