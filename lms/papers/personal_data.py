"""What papers hold of people, why, and for how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

KEPT = "seven years after the cohort ends"

PERSONAL_DATA = (
    PersonalData("paper_submission.enrolment_id", "whose paper it is", KEPT),
    PersonalData("paper_submission.released_grade", "the grade that was released", KEPT),
    PersonalData("paper_version.file_id", "the paper as it was handed in", KEPT),
    PersonalData("paper_version.note", "what the participant told the assessor", KEPT),
    PersonalData("paper_assessor.person_id", "who judges the paper", KEPT),
    PersonalData("paper_assessment.strength", "what was said about the paper", KEPT),
    PersonalData("paper_assessment.growth_point", "what was said about the paper", KEPT),
    PersonalData("paper_assessment.feed_forward", "what was said about the paper", KEPT),
    PersonalData("paper_mark.motivation", "why a criterion got its level", KEPT),
    PersonalData("paper_grade_entry.entered_by_id", "who settled, released or reopened a grade", KEPT),
    PersonalData("paper_grade_entry.reason", "why a grade was reopened", KEPT),
)
