"""What trainings hold of people, why, and for how long; of group members nothing but counts (DR-45)."""

from __future__ import annotations

from lms.core.slots import PersonalData

KEPT = "seven years after the cohort ends"

PERSONAL_DATA = (
    PersonalData("training_pair_member.enrolment_id", "who gives a training with whom", KEPT),
    PersonalData("training_pair_member.declared_at", "that no group member is in the own caseload", KEPT),
    PersonalData("training_pair_member.own_part", "what a partner did, as evidence", KEPT),
    PersonalData("training_pair_member.learned", "what a partner learned, as evidence", KEPT),
    PersonalData("training_plan.decided_by_id", "who gave a go or a no-go", KEPT),
    PersonalData("training_plan.remark", "why a plan got its go or no-go", KEPT),
    PersonalData("training_log.logged_by_id", "who wrote down how a meeting went", KEPT),
    PersonalData("training_observation.observed_by_id", "who looked at a meeting", KEPT),
    PersonalData("training_observation.example", "what was seen of how a pair works", KEPT),
    PersonalData("training_observation.tip", "what a pair may do otherwise", KEPT),
)
