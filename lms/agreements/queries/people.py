"""Readers of who hears of an agreement, and of who leads a participant."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, HatAssignment, Person
from lms.accounts.rules.sign_in import email_key
from lms.agreements.models import LearningAgreement
from lms.agreements.queries.agreements import find_standing
from lms.agreements.slots import managers_readers
from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor


def list_coordinators(session: Session, *, agreement: LearningAgreement) -> Sequence[Person]:
    """Who coordinates the programme of this agreement today."""
    scope = agreement.enrolment.cohort.programme_version.programme.public_id
    statement = (
        sa.select(Person, HatAssignment)
        .join(HatAssignment, HatAssignment.person_id == Person.id)
        .where(HatAssignment.hat == Hat.COORDINATOR, HatAssignment.scope == scope)
        .order_by(Person.id)
    )
    day = clock.today()
    return [person for person, hat in session.execute(statement) if hat.is_current(day)]


def is_line_manager(session: Session, *, actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the actor leads this participant: by the agreement, or as another feature knows it."""
    email = session.scalar(sa.select(Person.email_key).where(Person.id == actor.person_id))
    agreement = find_standing(session, enrolment=enrolment)
    known = [address for read in managers_readers.values() for address in read(session, enrolment=enrolment)]
    if agreement is not None:
        known.append(agreement.manager_email)
    return email is not None and email in map(email_key, known)
