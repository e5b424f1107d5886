"""What shadowing keeps about people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_KEPT = "two years after the end of the cohort"

PERSONAL_DATA = (
    PersonalData("shadowing_host.person_id", "who receives visitors", _KEPT),
    PersonalData("shadowing_host.name", "the name of a host without account", _KEPT),
    PersonalData("shadowing_host.email", "where a host without account gets the links", _KEPT),
    PersonalData("shadowing_host.phone", "how a host can be called on the day", _KEPT),
    PersonalData("shadowing_host.entered_by_id", "who entered a host", _KEPT, exported=False),
    PersonalData("shadowing_wish.learning_question", "what somebody wants to learn by walking along", _KEPT),
    PersonalData(
        "shadowing_wish.weekdays_away", "on which days of the week somebody cannot walk along", _KEPT
    ),
    PersonalData("shadowing_wish.periods_away", "in which periods somebody cannot walk along", _KEPT),
    PersonalData("shadowing_wish.too_far", "to which places somebody cannot travel", _KEPT),
    PersonalData("shadowing_visit.learning_question", "what somebody wanted to learn that day", _KEPT),
    PersonalData("shadowing_visit.host_remark", "what the host wrote about the day", _KEPT),
    PersonalData("shadowing_visit_change.changed_by_id", "who changed a visit", _KEPT),
    PersonalData("shadowing_visit_signature.name", "under which name somebody signed", _KEPT),
    PersonalData("shadowing_observation.seen", "the observation form, for the visitor alone", _KEPT),
    PersonalData("shadowing_proposed_term.meaning", "a word somebody proposed, and what it means", _KEPT),
    PersonalData("shadowing_proposed_term.decided_by_id", "who decided on a word", _KEPT, exported=False),
    PersonalData("shadowing_reflection.text", "the reflection on a visit, private until shared", _KEPT),
    PersonalData("shadowing_reflection.shared_with_id", "who may read a reflection", _KEPT),
)
