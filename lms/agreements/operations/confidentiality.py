"""A participant promises to keep confidential what is told in the training."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.agreements import queries, rules
from lms.agreements.events import ConfidentialityStatementSigned
from lms.agreements.models import ConfidentialityStatement
from lms.agreements.operations.refusals import NotYoursToSignError
from lms.cohorts.models import Enrolment
from lms.cohorts.policies import is_self
from lms.cohorts.queries import get_enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish


class AlreadyPromisedError(DomainError):
    """The statement is signed already."""


def sign_statement(
    session: Session, *, actor: Actor, enrolment: Enrolment, number: int
) -> ConfidentialityStatement:
    """Sign the statement after reading it; `number` is that of the text that was read."""
    if not is_self(actor, enrolment):
        raise NotYoursToSignError
    enrolment = get_enrolment(session, enrolment_id=enrolment.public_id)
    if queries.has_agreed(session, enrolment=enrolment):
        raise AlreadyPromisedError
    current = queries.statement_text(session, enrolment=enrolment)
    if current.number != number:
        raise ConflictError
    row = ConfidentialityStatement(
        enrolment=enrolment,
        text_number=current.number,
        text=current.text,
        content_hash=rules.fingerprint(current.text),
        name=enrolment.person.display_name,
        signed_at=clock.now(),
    )
    session.add(row)
    publish(session, ConfidentialityStatementSigned(actor=actor, enrolment_id=enrolment.public_id))
    return row
