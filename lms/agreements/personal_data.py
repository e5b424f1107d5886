"""What agreements keep about people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_KEPT = "two years after the end of the cohort"

PERSONAL_DATA = (
    PersonalData("agreement.enrolment_id", "what was agreed about taking part", _KEPT),
    PersonalData("agreement.snapshot", "the agreement as people signed it", _KEPT),
    PersonalData("agreement.learning_goals", "the learning goals in the agreement", _KEPT),
    PersonalData("agreement.manager_name", "which line manager signs", _KEPT),
    PersonalData("agreement.manager_email", "where the line manager's link goes", _KEPT),
    PersonalData("agreement.decline_remark", "why the line manager did not sign", _KEPT),
    PersonalData("agreement.drafted_by_id", "who made this version", _KEPT, exported=False),
    PersonalData("agreement_signature.person_id", "who signed with an account", _KEPT),
    PersonalData("agreement_signature.name", "under which name somebody signed", _KEPT),
    PersonalData("agreement_text.written_by_id", "who wrote a text of the programme", _KEPT, exported=False),
    PersonalData(
        "agreement_confidentiality_statement.enrolment_id", "who promised confidentiality, and when", _KEPT
    ),
    PersonalData("agreement_confidentiality_statement.name", "under which name somebody signed", _KEPT),
)
