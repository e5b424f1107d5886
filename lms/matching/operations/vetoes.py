"""With whom somebody would rather not be: the own list, and what remains of it after an erasure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import BELONGING, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import OwnVetoesSaved
from lms.matching.models import LearningGoals, Round, Veto
from lms.matching.rules import snapshot

MOST_NAMES = 3
PADDED_TO = 40


class TooManyNamesError(DomainError):
    """With more names on the list it gets hard to place everybody."""

    status = 422


class NobodyLeftError(DomainError):
    """With this list nobody is left to work with."""

    status = 422


class UnknownNameError(DomainError):
    """Only people of the own cohort are on the list."""

    status = 422


def save_own_vetoes(
    session: Session, *, actor: Actor, enrolment: Enrolment, people: Collection[int], version: int
) -> Veto:
    """Save the own list; rounds that are opened from now on keep to it, and nobody ever reads it."""
    others = _others(session, enrolment)
    if not set(people) <= {row.id for row in others}:
        raise UnknownNameError
    if others and len(set(people)) == len(others):
        raise NobodyLeftError
    if len(set(people)) > MOST_NAMES:
        raise TooManyNamesError
    veto = queries.find_own_veto(session, enrolment=enrolment)
    if (veto.version if veto else 0) != version:
        raise ConflictError
    if veto is None:
        veto = Veto(enrolment_id=enrolment.id, people="")
        session.add(veto)
    veto.people = sealed_names(people)
    session.flush()
    publish(session, OwnVetoesSaved(actor=actor))
    return veto


def _others(session: Session, enrolment: Enrolment) -> Sequence[Enrolment]:
    everybody = list_enrolments(session, cohort=enrolment.cohort)
    return [row for row in everybody if row.id != enrolment.id and row.state in BELONGING]


def sealed_names(people: Collection[int]) -> str:
    """A list as it is sealed: as long with three names as with none."""
    return " ".join(map(str, sorted(set(people)))).ljust(PADDED_TO)


def forget_person(session: Session, *, person_id: UUID) -> None:
    """After an erasure: what somebody kept here is gone, and so is that name from the lists of others."""
    theirs = sa.select(Enrolment).join(Enrolment.person).where(Person.public_id == person_id)
    enrolments = session.scalars(theirs).all()
    if not enrolments:
        return
    gone = {row.id for row in enrolments}
    for veto in queries.list_vetoes_naming(session, enrolment_ids=sorted(gone)):
        veto.people = sealed_names([name for name in queries.names_in(veto.people) if name not in gone])
    for own in (Veto, LearningGoals):
        session.execute(sa.delete(own).where(own.enrolment_id.in_(gone)))
    cohorts = {row.cohort_id for row in enrolments}
    for round_ in session.scalars(sa.select(Round).where(Round.cohort_id.in_(cohorts))):
        pairs = snapshot.apart_in(round_)
        kept = [pair for pair in pairs if not gone & set(pair)]
        if len(kept) != len(pairs):
            round_.apart = snapshot.sealed_pairs(kept)
    session.flush()
