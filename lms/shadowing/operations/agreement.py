"""The visitor signs the visit agreement; only then place and address show (story 4)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.agreements.models import TextKind
from lms.agreements.queries import CurrentText, current_text
from lms.agreements.rules import common_values, fill_in, fingerprint
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.shadowing import queries
from lms.shadowing.events import VisitAgreementSigned
from lms.shadowing.models import Visit, VisitSignature, VisitState
from lms.shadowing.operations.refusals import NotPossibleNowError
from lms.shadowing.operations.steps import about


class AlreadySignedError(DomainError):
    """The agreement of this visit is signed already."""


def text_to_sign(session: Session, *, visit: Visit) -> CurrentText:
    """The visit agreement of the programme as it reads today, filled in for this visit."""
    enrolment = visit.enrolment
    current = current_text(
        session,
        programme_id=enrolment.cohort.programme_version.programme_id,
        kind=TextKind.VISIT_AGREEMENT,
    )
    values = {**common_values(enrolment), "gastorganisatie": visit.host.organisation.name}
    return CurrentText(fill_in(current.text, values), current.number)


def sign_visit_agreement(session: Session, *, actor: Actor, visit: Visit, number: int) -> None:
    """Sign after reading; `number` is that of the text that was read."""
    queries.lock_visit(session, visit=visit)
    if visit.signature is not None:
        raise AlreadySignedError
    if visit.state is not VisitState.ACCEPTED:
        raise NotPossibleNowError
    current = text_to_sign(session, visit=visit)
    if current.number != number:
        raise ConflictError
    visit.signature = VisitSignature(
        text_number=current.number,
        text=current.text,
        content_hash=fingerprint(current.text),
        name=visit.enrolment.person.display_name,
        signed_at=clock.now(),
    )
    visit.sequence += 1
    publish(session, VisitAgreementSigned(actor=actor, **about(visit)))
