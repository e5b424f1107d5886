"""The coordinator writes the texts of a programme; every change is a new number."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.agreements import queries, rules
from lms.agreements.events import AgreementTextWritten
from lms.agreements.models import AgreementText, TextKind
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.programmes.models import Programme


class UnknownPlaceError(DomainError):
    """A word between braces that we cannot fill in."""

    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnchangedTextError(DomainError):
    """The text is the one in use."""

    status = 422


def write_text(
    session: Session, *, actor: Actor, programme: Programme, kind: TextKind, text: str, number: int
) -> AgreementText:
    """Use another text from now on; `number` is the one that was read. What was signed keeps its words."""
    current = queries.current_text(session, programme_id=programme.id, kind=kind)
    if current.number != number:
        raise ConflictError(yours=[("text", text)], theirs=[("text", current.text)])
    if text.strip() == current.text:
        raise UnchangedTextError
    for name in rules.unknown_places(text, kind=kind):
        raise UnknownPlaceError(name)
    row = AgreementText(
        programme_id=programme.id,
        kind=kind,
        number=current.number + 1,
        text=text.strip(),
        written_by_id=actor.person_id,
    )
    session.add(row)
    publish(
        session,
        AgreementTextWritten(actor=actor, programme_id=programme.public_id, kind=kind, number=row.number),
    )
    return row
