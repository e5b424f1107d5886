"""Readers for directors: whole cohorts as numbers, own people with the agreed facts."""

from lms.insight.queries.directed import directed_organisations, get_directors_cohort
from lms.insight.queries.progress import get_cohort_progress
from lms.insight.queries.summaries import (
    PAGE_SIZE,
    SHOWN_ON_START,
    get_summaries_page,
    list_cohort_summaries,
)

__all__ = [
    "PAGE_SIZE",
    "SHOWN_ON_START",
    "directed_organisations",
    "get_cohort_progress",
    "get_directors_cohort",
    "get_summaries_page",
    "list_cohort_summaries",
]
