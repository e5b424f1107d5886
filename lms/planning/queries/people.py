"""Who must hear of a change in the plan of a cohort."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import list_trainers


def list_listeners(
    session: Session, *, cohort: Cohort, except_person_id: int | None = None
) -> Sequence[Person]:
    """Who takes part in a cohort or teaches it, without who made the change."""
    statement = (
        sa.select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE))
        .order_by(Person.id)
    )
    people = {person.id: person for person in session.scalars(statement)}
    people |= {person.id: person for person in list_trainers(session, cohort=cohort)}
    return [person for key, person in people.items() if key != except_person_id]


def count_listeners(session: Session, *, cohort: Cohort) -> tuple[int, int]:
    """How many participants and how many trainers hear of a change."""
    taking_part = sa.select(sa.func.count()).where(
        Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ACTIVE)
    )
    return session.scalar(taking_part) or 0, len(list_trainers(session, cohort=cohort))
