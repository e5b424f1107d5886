"""What the calendar holds of a person."""

from __future__ import annotations

from lms.core.slots import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "calendar_link.person_id", "whose calendar a secret link shows", "until the account is erased"
    ),
)
