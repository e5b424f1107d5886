"""What a visitor writes: the observation form and the reflection."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.shadowing import queries, rules
from lms.shadowing.events import (
    VisitReflectionFinished,
    VisitReflectionShared,
    VisitReflectionUnshared,
)
from lms.shadowing.models import Observation, Visit, VisitReflection
from lms.shadowing.operations.refusals import NotPossibleNowError
from lms.shadowing.operations.reports import NotOverYetError
from lms.shadowing.operations.steps import about


class NothingToShareError(DomainError):
    """There is no reflection yet."""


class NotAReaderError(DomainError):
    """A reflection is shared with a trainer of the cohort or a fellow participant."""

    status = 422


def must_be_over(visit: Visit) -> None:
    """What a visitor writes is about a day that was."""
    if visit.state not in rules.MEETING:
        raise NotPossibleNowError
    if not rules.is_over(visit, moment=clock.now()):
        raise NotOverYetError


def save_observation(
    session: Session, *, visit: Visit, seen: str, surprised: str, other_word: str, will_try: str, version: int
) -> Observation:
    """Keep the observation form; only the visitor reads it, so nothing is announced."""
    must_be_over(visit)
    row = visit.observation
    if row is None:
        row = visit.observation = Observation(visit_id=visit.id)
    elif row.version != version:
        raise ConflictError
    row.seen, row.surprised, row.other_word, row.will_try = seen, surprised, other_word, will_try
    session.flush()
    return row


def save_reflection(
    session: Session, *, actor: Actor, visit: Visit, text: str, finished: bool, version: int
) -> VisitReflection:
    """Keep the reflection; once finished it counts, and it stays private all the same."""
    must_be_over(visit)
    row = visit.reflection
    if row is None:
        row = visit.reflection = VisitReflection(visit_id=visit.id, text=text)
    elif row.version != version:
        raise ConflictError
    row.text = text
    is_first = finished and row.finished_at is None
    if is_first:
        row.finished_at = clock.now()
    session.flush()
    if is_first:
        publish(session, VisitReflectionFinished(actor=actor, **about(visit)))
    return row


def share_reflection(session: Session, *, actor: Actor, visit: Visit, reader: Person) -> None:
    """Let one person read the reflection; who could read it before no longer can."""
    reflection = visit.reflection
    if reflection is None:
        raise NothingToShareError
    if reader.id not in {person.id for person in queries.list_possible_readers(session, visit=visit)}:
        raise NotAReaderError
    if reflection.shared_with_id == reader.id:
        return
    reflection.shared_with, reflection.shared_at = reader, clock.now()
    publish(
        session,
        VisitReflectionShared(
            actor=actor,
            reflection_id=reflection.public_id,
            with_person_id=reader.public_id,
            **about(visit),
        ),
    )


def unshare_reflection(session: Session, *, actor: Actor, visit: Visit) -> None:
    """Nobody else reads the reflection from now on."""
    reflection = visit.reflection
    if reflection is None or reflection.shared_with_id is None:
        return
    reflection.shared_with, reflection.shared_at = None, None
    publish(
        session,
        VisitReflectionUnshared(actor=actor, reflection_id=reflection.public_id, **about(visit)),
    )
