"""Readers of who hears of an agreement."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, HatAssignment, Person
from lms.agreements.models import LearningAgreement
from lms.core import clock


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
