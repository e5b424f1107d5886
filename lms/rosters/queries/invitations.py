"""Readers of how invitations stand, and of rounds of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.queries import last_invitations
from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock
from lms.core.outbox import list_delivered
from lms.messages.queries import stopped_matters
from lms.programmes.models import ProgrammeVersion
from lms.rosters.models import InvitationRound, PlaceState, RoundPlace
from lms.rosters.rules import Standing, standing_of

SHOWN_ROUNDS = 10


def list_standings(session: Session, *, cohort: Cohort) -> Sequence[Standing]:
    """How the invitation of everybody who belongs to a cohort stands, by family name."""
    people = [row for row in list_enrolments(session, cohort=cohort) if row.state in BELONGING]
    return standings_of(session, people=people)


def standings_of(session: Session, *, people: Sequence[Enrolment]) -> Sequence[Standing]:
    """How the invitations of these people stand, in the same order."""
    newest = last_invitations(session, person_ids=[row.person_id for row in people])
    delivered = list_delivered(session, intent_ids=[link.public_id for link in newest.values()])
    stopped = stopped_matters(session, matters=[(row.person.email, row.person.public_id) for row in people])
    moment = clock.now()
    return [
        standing_of(
            row,
            newest.get(row.person_id),
            delivered=delivered,
            moment=moment,
            is_stopped=row.person.public_id in stopped,
        )
        for row in people
    ]


def list_rounds(session: Session, *, cohort: Cohort) -> Sequence[InvitationRound]:
    """The newest rounds of a cohort."""
    statement = (
        sa.select(InvitationRound)
        .where(InvitationRound.cohort_id == cohort.id)
        .order_by(InvitationRound.id.desc())
        .limit(SHOWN_ROUNDS)
    )
    return session.scalars(statement).all()


def get_round(session: Session, *, round_id: UUID) -> InvitationRound:
    """A round with its cohort and that cohort's programme."""
    statement = (
        sa.select(InvitationRound)
        .where(InvitationRound.public_id == round_id)
        .options(
            joinedload(InvitationRound.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme)
        )
    )
    return session.scalars(statement).one()


def list_waiting_places(
    session: Session, *, invitation_round: InvitationRound, limit: int
) -> Sequence[RoundPlace]:
    """The next people of a round whose turn has not come."""
    statement = (
        sa.select(RoundPlace)
        .where(RoundPlace.round_id == invitation_round.id, RoundPlace.state == PlaceState.WAITING)
        .options(joinedload(RoundPlace.enrolment).joinedload(Enrolment.person))
        .order_by(RoundPlace.id)
        .limit(limit)
    )
    return session.scalars(statement).all()
