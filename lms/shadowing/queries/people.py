"""Readers of who hears of visits, and with whom a reflection can be shared."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.models import BY_NAME, Hat, HatAssignment, Person
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import list_trainers
from lms.core import clock
from lms.shadowing.models import Visit


def list_coordinators(session: Session, *, cohort: Cohort) -> Sequence[Person]:
    """Who coordinates the programme of a cohort today."""
    statement = (
        sa.select(HatAssignment)
        .where(
            HatAssignment.hat == Hat.COORDINATOR,
            HatAssignment.scope == cohort.programme_version.programme.public_id,
        )
        .options(joinedload(HatAssignment.person))
        .order_by(HatAssignment.person_id)
    )
    day = clock.today()
    return [hat.person for hat in session.scalars(statement) if hat.is_current(day)]


def list_possible_readers(session: Session, *, visit: Visit) -> Sequence[Person]:
    """The one person may be a trainer of the cohort or a fellow participant, never the writer self."""
    cohort = visit.enrolment.cohort
    mates = (
        sa.select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state.in_(ACTIVE),
            Enrolment.id != visit.enrolment_id,
        )
        .order_by(*BY_NAME)
    )
    found = {
        person.id: person for person in (*list_trainers(session, cohort=cohort), *session.scalars(mates))
    }
    return [person for person in found.values() if person.id != visit.enrolment.person_id]
