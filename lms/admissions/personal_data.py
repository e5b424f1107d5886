"""What admissions keeps about people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_APPLICATION = "drafts sixty days, withdrawn thirty days, rejected one year; otherwise until the cohort ends"
_APPLIED = "who wants to take part, for whom they work and why"
_COLUMNS = (
    "given_name", "prefix", "family_name", "email", "email_key", "organisation_id", "other_organisation",
    "discipline_id", "job_role_id", "other_job_role", "motivation", "experience", "hours_per_week",
    "manager_name", "manager_email", "manager_asked", "enrolment_id",
)  # fmt: skip

PERSONAL_DATA = (
    *(PersonalData(f"admission_application.{name}", _APPLIED, _APPLICATION) for name in _COLUMNS),
    PersonalData(
        "admission_application.decided_by_id", "who decided on an application", _APPLICATION, exported=False
    ),
    PersonalData("admission_slot.held_by_id", "who holds an intake talk", "until the cohort ends"),
    PersonalData("admission_slot.application_id", "who comes to an intake talk", _APPLICATION),
    PersonalData("admission_intake.motivation", "what was said in the intake talk", _APPLICATION),
    PersonalData("admission_intake.experience", "what was said in the intake talk", _APPLICATION),
    PersonalData("admission_intake.practice_access", "what was said in the intake talk", _APPLICATION),
    PersonalData("admission_intake.learning_goals", "what was said in the intake talk", _APPLICATION),
    PersonalData("admission_intake.advice_reason", "what the coordinator was advised", _APPLICATION),
    PersonalData(
        "admission_intake.recorded_by_id", "who wrote the record of a talk", _APPLICATION, exported=False
    ),
    PersonalData("admission_letter.snapshot", "what was decided and told", _APPLICATION),
    PersonalData("admission_letter.written_by_id", "who wrote a letter", _APPLICATION, exported=False),
)
