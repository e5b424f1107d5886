"""What matching keeps about people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_KEPT = "two years after the end of the cohort"
_OWN = "until its author takes it back, or the author or the named person is erased"

PERSONAL_DATA = (
    PersonalData(
        "matching_veto.people", "with whom its author would rather not be; the author's alone", _OWN
    ),
    PersonalData("matching_learning_goals.disciplines", "about which fields somebody wants to learn", _KEPT),
    PersonalData("matching_learning_goals.enrolment_id", "whose learning goals they are", _KEPT),
    PersonalData("matching_veto.enrolment_id", "whose own list it is", _OWN),
    PersonalData(
        "matching_round.apart", "who is kept apart in a round, without the ground", _KEPT, exported=False
    ),
    PersonalData("matching_round.opened_by_id", "who opened a round", _KEPT, exported=False),
    PersonalData("matching_round_member.enrolment_id", "who was placed in a round", _KEPT),
    PersonalData("matching_pin.first_id", "who was fixed beforehand in a round", _KEPT, exported=False),
    PersonalData("matching_pin.second_id", "who was fixed beforehand in a round", _KEPT, exported=False),
    PersonalData("matching_pin.made_by_id", "who fixed it", _KEPT, exported=False),
    PersonalData("matching_arrangement.made_by_id", "who made an arrangement by hand", _KEPT, exported=False),
    PersonalData(
        "matching_arrangement.published_by_id", "who published an arrangement", _KEPT, exported=False
    ),
    PersonalData(
        "matching_arrangement.gone_id", "after whose leaving an arrangement was made", _KEPT, exported=False
    ),
    PersonalData("matching_seat.enrolment_id", "in which group or pair somebody was", _KEPT),
    PersonalData("matching_seat.host_id", "who hosted somebody", _KEPT),
    PersonalData("matching_line_manager.enrolment_id", "who has a line manager in the cohort", _KEPT),
    PersonalData("matching_line_manager.manager_id", "who is a line manager in the cohort", _KEPT),
    PersonalData("matching_line_manager.entered_by_id", "who wrote that down", _KEPT, exported=False),
)
