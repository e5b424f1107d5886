"""Open, change and close the applications for a cohort."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lms.admissions import queries
from lms.admissions.events import RoundChanged, RoundClosed, RoundOpened
from lms.admissions.models import ApplicationRound
from lms.admissions.rules import EndsBeforeStartError
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish


def set_round(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    opens_on: date,
    closes_on: date,
    answers_on: date,
    minimum_size: int,
    maximum_size: int,
    rebook_hours: int = 24,
    version: int = 0,
) -> ApplicationRound:
    """Open the applications for a cohort, or change when they are open; one that was closed opens again."""
    new: dict[str, Any] = {
        "opens_on": opens_on,
        "closes_on": closes_on,
        "answers_on": answers_on,
        "minimum_size": minimum_size,
        "maximum_size": maximum_size,
        "rebook_hours": rebook_hours,
    }
    if closes_on < opens_on or answers_on < closes_on or maximum_size < minimum_size:
        raise EndsBeforeStartError
    round_ = queries.find_round(session, cohort=cohort)
    if round_ is None:
        round_ = ApplicationRound(cohort=cohort, **new)
        session.add(round_)
        publish(session, RoundOpened(actor=actor, cohort_id=cohort.public_id))
        return round_
    if round_.version != version:
        differing = [key for key, value in new.items() if getattr(round_, key) != value]
        raise ConflictError(
            yours=[(key, str(new[key])) for key in differing],
            theirs=[(key, str(getattr(round_, key))) for key in differing],
        )
    for key, value in new.items():
        setattr(round_, key, value)
    round_.closed_at = None
    publish(session, RoundChanged(actor=actor, cohort_id=cohort.public_id))
    return round_


def close_round(session: Session, *, actor: Actor, round_: ApplicationRound) -> None:
    """Let nobody apply any more, before the last day; what was sent in stays."""
    if round_.closed_at is None:
        round_.closed_at = clock.now()
        publish(session, RoundClosed(actor=actor, cohort_id=round_.cohort.public_id))
