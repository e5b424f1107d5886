"""The pages that people open most, and how much slower than the bare page each may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageToMeasure:
    """A page, who opens it, the door behind it (none: the start page), and its limit."""

    name: str
    persona: str
    endpoint: str | None
    most: float


PAGES = (
    PageToMeasure("start, participant", "deelnemer", None, 3),
    PageToMeasure("start, trainer", "trainer", None, 3),
    PageToMeasure("start, director", "directeur", None, 3),
    PageToMeasure("start, coordinator", "coordinator", None, 3),
    PageToMeasure("start, administrator", "beheerder", None, 3),
    PageToMeasure("module", "deelnemer", "learning.module_show", 3),
    PageToMeasure("activity", "deelnemer", "learning.activity_show", 3),
    PageToMeasure("attendance register", "trainer", "cohorts.register", 3),
    PageToMeasure("cohort matrix", "trainer", "learning.matrix", 6),
    PageToMeasure("planner of a year", "coordinator", "planning.plan_show", 6),
    PageToMeasure("year of a cohort", "coordinator", "planning.year_show", 6),
    PageToMeasure("calendar", "deelnemer", "calendar.calendar_show", 6),
    PageToMeasure("grading", "trainer", "papers.submission_grade", 6),
    PageToMeasure("progress", "directeur", "insight.progress", 6),
    PageToMeasure("progress of a cohort", "directeur", "insight.cohort_progress", 6),
)
