"""One pair looks at another, once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.trainings import queries, rules
from lms.trainings.events import ObservationAssigned, ObservationDone
from lms.trainings.models import PairMember, TrainingObservation, TrainingPair
from lms.trainings.operations.refusals import (
    NoObserverError,
    NotHeldYetError,
    ObservedAlreadyError,
    QuotedError,
)
from lms.trainings.rules import ObservationFacts


def assign_observations(session: Session, *, actor: Actor, cohort: Cohort) -> Sequence[TrainingObservation]:
    """Let every pair of a cohort that runs and has no observer yet be seen by the next one."""
    pairs = {pair.id: pair for pair in queries.list_pairs(session, cohort=cohort)}
    seen = {pair.id: pair.observation.observer_pair_id for pair in pairs.values() if pair.observation}
    running = [pair.id for pair in pairs.values() if _may_be_seen(pair)]
    ring = rules.ring_of_observers(running, seen={k: v for k, v in seen.items() if v is not None})
    if not ring:
        raise NoObserverError
    return [
        _assign(session, actor=actor, pair=pairs[pair], observer=pairs[observer])
        for pair, observer in ring.items()
    ]


def _may_be_seen(pair: TrainingPair) -> bool:
    return rules.has_begun(pair) and pair.ended_on is None


def _assign(
    session: Session, *, actor: Actor, pair: TrainingPair, observer: TrainingPair
) -> TrainingObservation:
    observation = TrainingObservation(pair=pair, observer_pair=observer, assigned_at=clock.now())
    session.add(observation)
    session.flush()
    publish(
        session,
        ObservationAssigned(
            actor=actor,
            pair_id=pair.public_id,
            observer_pair_id=observer.public_id,
            observation_id=observation.public_id,
        ),
    )
    return observation


def record_observation(
    session: Session,
    *,
    actor: Actor,
    observation: TrainingObservation,
    member: PairMember,
    facts: ObservationFacts,
    version: int,
) -> None:
    """Hand the form to the pair that was seen; it is done once."""
    if observation.done_at is not None:
        raise ObservedAlreadyError
    if observation.version != version:
        raise ConflictError
    if facts.observed_on > clock.today():
        raise NotHeldYetError
    if not rules.is_quote_free(facts.example):
        raise QuotedError
    observation.observed_on, observation.observed_by = facts.observed_on, member
    observation.counts = {behaviour.value: count for behaviour, count in facts.counts.items()}
    observation.example, observation.tip = facts.example, facts.tip
    observation.done_at = clock.now()
    session.flush()
    event = ObservationDone(
        actor=actor, pair_id=observation.pair.public_id, observation_id=observation.public_id
    )
    publish(session, event)
