"""What a coordinator does with the catalogue: add a training, describe it anew, retire it."""

from __future__ import annotations

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.programmes.models import Programme
from lms.trainings import queries
from lms.trainings.events import ClientTrainingAdded, ClientTrainingRetired, ClientTrainingRevised
from lms.trainings.known_trainings import read_known_trainings
from lms.trainings.models import ClientTraining, OutcomeCategory, TrainingEdition
from lms.trainings.operations.refusals import TrainingNameTakenError
from lms.trainings.rules import Description

REQUIREMENT = "vaktraining"
"""How the name of the requirement begins for which the own part in a training is evidence."""


def describes(edition: TrainingEdition, description: Description) -> bool:
    """Whether an edition says just this."""
    said = Description(
        purpose=edition.purpose,
        meeting_count=edition.meeting_count,
        meeting_minutes=edition.meeting_minutes,
        counts_once=edition.counts_once,
        requirement_key=edition.requirement_key,
        categories=[(row.name, row.definition) for row in edition.categories],
    )
    return said == description


def add_training(
    session: Session, *, actor: Actor, programme: Programme, name: str, description: Description
) -> ClientTraining:
    """Give a programme another training that pairs can choose."""
    _refuse_taken(session, programme, name)
    training = ClientTraining(programme=programme, name=name, editions=[_edition(1, description)])
    session.add(training)
    session.flush()
    publish(session, ClientTrainingAdded(actor=actor, client_training_id=training.public_id))
    return training


def add_known_trainings(session: Session, *, actor: Actor, programme: Programme) -> int:
    """Give a programme the trainings that come with Samenloop, as far as it lacks them; gives how many."""
    asked = queries.list_requirements_by_evidence(session, programme=programme)
    key = next((row.key for row in asked if row.key.startswith(REQUIREMENT)), "")
    known = {
        name: description
        for name, description in read_known_trainings(requirement_key=key).items()
        if queries.find_training_named(session, programme=programme, name=name) is None
    }
    for name, description in known.items():
        add_training(session, actor=actor, programme=programme, name=name, description=description)
    return len(known)


def revise_training(
    session: Session,
    *,
    actor: Actor,
    training: ClientTraining,
    name: str,
    description: Description,
    version: int,
) -> None:
    """Describe a training anew, in an edition of its own; what runs keeps the one with which it began."""
    if training.version != version:
        raise ConflictError
    _refuse_taken(session, training.programme, name, but=training)
    if training.name == name and describes(training.newest, description):
        return
    training.name = name
    if not describes(training.newest, description):
        training.editions.append(_edition(training.newest.number + 1, description))
    # A new edition counts up the version of the training too, so that the second of two tabs is told.
    flag_modified(training, "name")
    session.flush()
    publish(
        session,
        ClientTrainingRevised(
            actor=actor, client_training_id=training.public_id, number=training.newest.number
        ),
    )


def retire_training(session: Session, *, actor: Actor, training: ClientTraining, retired: bool) -> None:
    """Take a training out of what can be chosen, or put it back; who chose it keeps it."""
    if (training.retired_at is not None) == retired:
        return
    training.retired_at = clock.now() if retired else None
    publish(
        session,
        ClientTrainingRetired(actor=actor, client_training_id=training.public_id, is_retired=retired),
    )


def _edition(number: int, description: Description) -> TrainingEdition:
    return TrainingEdition(
        number=number,
        purpose=description.purpose,
        meeting_count=description.meeting_count,
        meeting_minutes=description.meeting_minutes,
        counts_once=description.counts_once,
        requirement_key=description.requirement_key,
        categories=[
            OutcomeCategory(position=place, name=name, definition=definition)
            for place, (name, definition) in enumerate(description.categories, 1)
        ],
    )


def _refuse_taken(
    session: Session, programme: Programme, name: str, but: ClientTraining | None = None
) -> None:
    other = queries.find_training_named(session, programme=programme, name=name)
    if other is not None and other is not but:
        raise TrainingNameTakenError
