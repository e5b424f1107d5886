"""What a cohort agrees about attendance: when one can check in, how much a catch-up task repairs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts.events import CohortChanged
from lms.cohorts.models import Cohort
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish


def change_attendance_rules(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    check_in_minutes_before: int,
    check_in_minutes_after: int,
    catch_up_maximum: int,
    version: int,
) -> None:
    """Change the check-in window and the number of day parts that tasks can repair; nothing past changes."""
    new = {
        "check_in_minutes_before": check_in_minutes_before,
        "check_in_minutes_after": check_in_minutes_after,
        "catch_up_maximum": catch_up_maximum,
    }
    if cohort.version != version:
        differing = [key for key, value in new.items() if getattr(cohort, key) != value]
        raise ConflictError(
            yours=[(key, str(new[key])) for key in differing],
            theirs=[(key, str(getattr(cohort, key))) for key in differing],
        )
    for key, value in new.items():
        setattr(cohort, key, value)
    publish(session, CohortChanged(actor=actor, cohort_id=cohort.public_id))
