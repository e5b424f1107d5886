"""What learning holds of a participant, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

KEPT_FOR_THE_YEAR = "two years after the cohort ends"
KEPT_FOR_THE_CERTIFICATE = "seven years after the cohort ends"

PERSONAL_DATA = (
    PersonalData("learning_progress.enrolment_id", "the own bookkeeping of what is done", KEPT_FOR_THE_YEAR),
    PersonalData("learning_reflection.enrolment_id", "whose reflection it is", KEPT_FOR_THE_YEAR),
    PersonalData(
        "learning_reflection.fields", "what the participant wrote for itself, private unless shared",
        KEPT_FOR_THE_YEAR,
    ),
    PersonalData("learning_answer.enrolment_id", "the latest answer in a self-check", KEPT_FOR_THE_YEAR),
    PersonalData("learning_evidence.enrolment_id", "whose evidence it is", KEPT_FOR_THE_YEAR),
    PersonalData("learning_evidence.text", "how a requirement was met, in own words", KEPT_FOR_THE_YEAR),
    PersonalData("learning_evidence.file_id", "the file that shows it", KEPT_FOR_THE_YEAR),
    PersonalData("learning_evidence.remark", "what the trainer said about it", KEPT_FOR_THE_YEAR),
    PersonalData("learning_evidence.judged_by_id", "who looked at the evidence", KEPT_FOR_THE_YEAR),
    PersonalData("learning_tailored_decision.enrolment_id", "whose rule was bent", KEPT_FOR_THE_CERTIFICATE),
    PersonalData("learning_tailored_decision.reason", "why a rule was bent", KEPT_FOR_THE_CERTIFICATE),
    PersonalData(
        "learning_tailored_decision.remark", "what the second person said", KEPT_FOR_THE_CERTIFICATE
    ),
    PersonalData("learning_tailored_decision.proposed_by_id", "who proposed it", KEPT_FOR_THE_CERTIFICATE),
    PersonalData("learning_tailored_decision.decided_by_id", "who decided", KEPT_FOR_THE_CERTIFICATE),
    PersonalData(
        "learning_completion.enrolment_id", "which requirements are met", KEPT_FOR_THE_CERTIFICATE
    ),
    PersonalData(
        "learning_completion.confirmed_by_id", "who confirmed a requirement", KEPT_FOR_THE_CERTIFICATE
    ),
)  # fmt: skip
