"""What lists and rounds hold of a person, why, and how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_LIST = "to take people in from a list, and to say what was wrong with it"
_ROUND = "to know who was invited and who was reminded"
_COHORT = "as long as the cohort itself"

PERSONAL_DATA = (
    PersonalData("roster_import.sent_by_id", "to know who sent a list", _COHORT, exported=False),
    PersonalData(
        "roster_import_row.cells", _LIST, "one day unless confirmed, then two weeks", exported=False
    ),
    PersonalData(
        "roster_export.owner_id", "to give a file to whoever asked for it", "one week", exported=False
    ),
    PersonalData("roster_export_row.cells", "to make a file of it", "until the file is made", exported=False),
    PersonalData("roster_round.started_by_id", "to know who sent invitations", _COHORT, exported=False),
    PersonalData("roster_round_place.enrolment_id", _ROUND, _COHORT),
)
