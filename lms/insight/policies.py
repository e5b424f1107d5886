"""Who sees the progress of cohorts as a whole.

| what | director | everybody else |
|---|---|---|
| list of cohorts with own people in them | reads | 403 |
| progress of such a cohort as a whole | reads | 404 |
| outcomes of trainings, several pairs together | reads | 404 |
| own employees with the agreed facts | reads own | nothing |
| any other cohort, person, paper, reflection, grade | nothing (404) | as their own feature says |
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.core.authorisation import Actor
from lms.insight.rules import DirectorsCohort


def may_see_progress(actor: Actor) -> bool:
    """Directors."""
    return actor.wears(Hat.DIRECTOR)


def may_see_cohort_progress(actor: Actor, seen: DirectorsCohort) -> bool:
    """Directors of an organisation that takes part in this cohort."""
    return may_see_progress(actor) and bool(seen.organisation_ids & seen.participating_ids)
