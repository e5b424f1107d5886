"""What tests of trainings do more than once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.trainings import operations, queries
from lms.trainings.models import PairMember, TrainingPair


def fresh(session: Session, pair: TrainingPair) -> TrainingPair:
    session.expire_all()
    return queries.get_pair_with_results(session, pair_id=pair.public_id)


def hand_in(session: Session, actor: Actor, pair: TrainingPair, member: PairMember) -> None:
    operations.write_part(
        session,
        actor=actor,
        member=member,
        own_part="Ik leidde de rondjes en de oefeningen.",
        learned="Dat ik kan wachten tot de groep praat.",
        version=member.version,
    )
    operations.hand_in_part(
        session, actor=actor, pair=pair, member=member, facts="Twee van twee bijeenkomsten."
    )
