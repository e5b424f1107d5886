"""Send a round of invitations or reminders; withdraw one, note that one did not arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations import invite_person, note_bounce, withdraw_invitation
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.jobs.models import Job
from lms.jobs.operations import start_job
from lms.messages.operations import reminder_parts
from lms.rosters import queries
from lms.rosters.events import RoundEnded, RoundStarted
from lms.rosters.models import InvitationRound, PlaceState, RoundKind, RoundPlace
from lms.rosters.rules import InvitationStatus, Standing, awaits_first, may_be_reminded, was_invited_since

ROUND = "rosters.round"
AT_ONCE = 10
WANTED = {RoundKind.FIRST: awaits_first, RoundKind.REMINDER: may_be_reminded}
OPEN = (InvitationStatus.ON_ITS_WAY, InvitationStatus.SENT)


class NobodyToInviteError(DomainError):
    """There is nobody for whom this round would be."""


class ListChangedError(DomainError):
    """The people who were shown are no longer those whom the round would reach."""


class NoOpenInvitationError(DomainError):
    """There is no invitation that is still open."""


def people_of(standings: Sequence[Standing], *, kind: RoundKind) -> list[Standing]:
    """Whom a round of this kind would reach."""
    return [standing for standing in standings if WANTED[kind](standing)]


def mark_of(people: Sequence[Standing]) -> str:
    """What binds a confirmation to the list that was shown: who, and which invitation each had by then."""
    seen = [(row.enrolment.id, row.invitation.id if row.invitation else None) for row in people]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def start_round(
    session: Session, *, actor: Actor, cohort: Cohort, kind: RoundKind, mark: str
) -> InvitationRound:
    """Begin a round for exactly the people who were shown; the mails follow as a job."""
    people = people_of(queries.list_standings(session, cohort=cohort), kind=kind)
    if not people:
        raise NobodyToInviteError
    if mark != mark_of(people):
        raise ListChangedError
    invitation_round = InvitationRound(cohort=cohort, kind=kind, started_by_id=actor.person_id)
    session.add(invitation_round)
    session.flush()
    session.add_all(
        RoundPlace(round_id=invitation_round.id, enrolment_id=standing.enrolment.id) for standing in people
    )
    session.flush()
    job = _as_job(session, actor, invitation_round, len(people))
    invitation_round.job_id = job.public_id
    publish(
        session,
        RoundStarted(
            actor=actor,
            cohort_id=cohort.public_id,
            round_id=invitation_round.public_id,
            kind=kind,
            people=len(people),
        ),
    )
    return invitation_round


def _as_job(session: Session, actor: Actor, invitation_round: InvitationRound, people: int) -> Job:
    payload = {
        "round_id": str(invitation_round.public_id),
        "cohort_id": str(invitation_round.cohort.public_id),
    }
    return start_job(session, actor=actor, kind=ROUND, payload=payload, total=people)


def invite_next(session: Session, *, actor: Actor, invitation_round: InvitationRound) -> int:
    """Invite the next few people of a round; who answered or was invited meanwhile is passed over."""
    places = queries.list_waiting_places(session, invitation_round=invitation_round, limit=AT_ONCE)
    standings = queries.standings_of(session, people=[place.enrolment for place in places])
    is_reminder = invitation_round.kind is RoundKind.REMINDER
    for place, standing in zip(places, standings, strict=True):
        is_wanted = WANTED[invitation_round.kind](standing)
        if is_wanted and not was_invited_since(standing, invitation_round.created_at):
            _invite(session, actor, place.enrolment.person, is_reminder=is_reminder)
            place.state = PlaceState.INVITED
            invitation_round.invited += 1
        else:
            place.state = PlaceState.PASSED_OVER
            invitation_round.passed_over += 1
    session.flush()
    if not queries.list_waiting_places(session, invitation_round=invitation_round, limit=1):
        _end(session, actor, invitation_round)
    return len(places)


def _invite(session: Session, actor: Actor, person: Person, *, is_reminder: bool) -> None:
    if is_reminder:
        remind_of_invitation(session, actor=actor, person=person)
    else:
        invite_person(session, actor=actor, person=person)


def remind_of_invitation(session: Session, *, actor: Actor, person: Person) -> None:
    """Remind somebody of an invitation by a new link, and of how to get no more reminders of it."""
    parts = reminder_parts(person.email, matter=person.public_id)
    invite_person(session, actor=actor, person=person, is_reminder=True, fewer_path=parts.fewer_path)


def _end(session: Session, actor: Actor, invitation_round: InvitationRound) -> None:
    publish(
        session,
        RoundEnded(
            actor=actor,
            cohort_id=invitation_round.cohort.public_id,
            round_id=invitation_round.public_id,
            invited=invitation_round.invited,
            passed_over=invitation_round.passed_over,
        ),
    )


def withdraw_invitation_of(session: Session, *, actor: Actor, enrolment: Enrolment) -> None:
    """Make the open invitation of somebody stop working; they stay on the list."""
    standing = queries.standings_of(session, people=[enrolment])[0]
    if standing.status not in OPEN or standing.invitation is None:
        raise NoOpenInvitationError
    withdraw_invitation(session, actor=actor, person=enrolment.person, invitation=standing.invitation)


def mark_bounced(session: Session, *, actor: Actor, enrolment: Enrolment) -> None:
    """Note that somebody's invitation came back, so that no reminder goes to this address."""
    standing = queries.standings_of(session, people=[enrolment])[0]
    if standing.status not in (*OPEN, InvitationStatus.EXPIRED) or standing.invitation is None:
        raise NoOpenInvitationError
    note_bounce(session, actor=actor, person=enrolment.person, invitation=standing.invitation)
