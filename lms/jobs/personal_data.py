"""What jobs hold of a person, why, and how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

PERSONAL_DATA = (
    PersonalData("job.owner_id", "to show work to whoever asked for it", "thirty days after it ended"),
)
