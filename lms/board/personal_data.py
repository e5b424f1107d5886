"""What the board holds of a person, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_KEPT = "two years after the cohort ends"

PERSONAL_DATA = (
    PersonalData("board_post.author_id", "to know who says something", _KEPT),
    PersonalData("board_post.title", "what a topic is about", _KEPT),
    PersonalData("board_post.body", "what somebody says to the whole cohort", _KEPT),
    PersonalData("board_post.file_id", "the file with it", _KEPT),
    PersonalData("board_post.removed_by_id", "to account for what was taken away", _KEPT, exported=False),
)
