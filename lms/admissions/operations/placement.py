"""Decide on an application: a place, the waiting list or a rejection, each with its letter."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import Organisation, Person
from lms.accounts.operations import add_membership
from lms.accounts.queries import find_person_by_email
from lms.accounts.rules.sign_in import email_key
from lms.admissions import queries, rules
from lms.admissions.events import (
    ApplicantPlaced,
    ApplicantPutOnWaitingList,
    ApplicantRejected,
    WaitingListReordered,
)
from lms.admissions.models import (
    OPEN,
    Application,
    ApplicationRound,
    ApplicationState,
    Letter,
    LetterKind,
    LinkPurpose,
)
from lms.admissions.operations.applications import make_link
from lms.admissions.operations.talks import call_off_talk_ahead
from lms.admissions.rules import (
    NotSoManyPlacesError,
    OwnApplicationError,
    StepRefusedError,
    UnknownOrganisationError,
)
from lms.agreements.operations import draft_agreement
from lms.cohorts.models import Enrolment
from lms.cohorts.operations import invite_participant
from lms.cohorts.queries import count_belonging
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish


def place_applicant(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    organisation: Organisation | None,
    passage: str = "",
) -> Enrolment:
    """Give somebody a place: enrolled, invited, and told by letter; never more than there are places."""
    round_ = _hold(session, actor, application)
    if organisation is None:
        raise UnknownOrganisationError
    if rules.places_left(round_, taken=count_belonging(session, cohort=round_.cohort)) == 0:
        raise NotSoManyPlacesError
    enrolment = _enrol(session, actor, application, organisation)
    application.organisation = organisation
    application.enrolment = enrolment
    _draft_agreement(session, actor, application, enrolment)
    _decide(session, actor, application, ApplicationState.PLACED)
    _write(session, actor, application, LetterKind.PLACED, passage)
    publish(
        session,
        ApplicantPlaced(**_told(session, actor, application), enrolment_id=enrolment.public_id),
    )
    return enrolment


def put_on_waiting_list(
    session: Session, *, actor: Actor, application: Application, passage: str = ""
) -> None:
    """Let somebody wait for a place, after everybody who waits already."""
    round_ = _hold(session, actor, application)
    if application.state not in OPEN:
        raise StepRefusedError
    application.waiting_place = queries.last_waiting_place(session, round_id=round_.id) + 1
    _decide(session, actor, application, ApplicationState.WAITING)
    waiting = _waiting(session, round_)
    place = waiting.index(application) + 1
    _write(session, actor, application, LetterKind.WAITING_LIST, passage, place=place)
    publish(session, ApplicantPutOnWaitingList(**_told(session, actor, application), place=place))


def reject_applicant(session: Session, *, actor: Actor, application: Application, passage: str) -> None:
    """Give somebody no place; the letter says why in the coordinator's own words."""
    _hold(session, actor, application)
    _decide(session, actor, application, ApplicationState.REJECTED)
    _write(session, actor, application, LetterKind.REJECTED, passage)
    publish(session, ApplicantRejected(**_told(session, actor, application)))


def move_up(session: Session, *, actor: Actor, application: Application) -> None:
    """Let somebody change places with the one before on the waiting list."""
    round_ = _hold(session, actor, application)
    waiting = _waiting(session, round_)
    if application not in waiting:
        raise StepRefusedError
    place = waiting.index(application)
    if place > 0:
        before = waiting[place - 1]
        application.waiting_place, before.waiting_place = before.waiting_place, application.waiting_place
    publish(
        session,
        WaitingListReordered(
            actor=actor, cohort_id=round_.cohort.public_id, application_id=application.public_id
        ),
    )


def _hold(session: Session, actor: Actor, application: Application) -> ApplicationRound:
    """Hold the round, so that of two who decide at once the second sees what the first did."""
    round_ = queries.lock_round(session, round_id=application.round_id)
    session.refresh(application, ["state", "waiting_place", "version"])
    if not rules.may_be_decided(application.state):
        raise StepRefusedError
    own = session.get(Person, actor.person_id) if actor.person_id is not None else None
    if own is not None and own.email_key == application.email_key:
        raise OwnApplicationError
    return round_


def _waiting(session: Session, round_: ApplicationRound) -> list[Application]:
    rows = queries.list_applications(session, round_=round_)
    waiting = [row for row in rows if row.state is ApplicationState.WAITING]
    return sorted(waiting, key=lambda row: (row.waiting_place or 0, row.id))


def _enrol(session: Session, actor: Actor, application: Application, organisation: Organisation) -> Enrolment:
    """Enrol whom we know by this address, or a new person; what the form told is not asked again."""
    known = find_person_by_email(session, email=application.email)
    facts: dict[str, Any] = {"discipline": application.discipline, "job_role": application.job_role}
    if known is not None and not any(
        work.organisation_id == organisation.id and work.is_current(clock.today())
        for work in known.memberships
    ):
        add_membership(
            session,
            actor=actor,
            person=known,
            organisation=organisation,
            starts_on=clock.today(),
            **facts,
        )
    return invite_participant(
        session,
        actor=actor,
        cohort=application.round.cohort,
        email=email_key(application.email) if known else application.email,
        given_name=application.given_name,
        prefix=application.prefix,
        family_name=application.family_name,
        organisation=organisation,
        **facts,
    )


def _draft_agreement(session: Session, actor: Actor, application: Application, enrolment: Enrolment) -> None:
    """Draft the learning agreement from what the application and the talk told."""
    draft_agreement(
        session,
        actor=actor,
        enrolment=enrolment,
        hours_per_week=application.hours_per_week or 0,
        manager_name=application.manager_name,
        manager_email=application.manager_email,
        learning_goals=application.intake.learning_goals if application.intake else "",
    )


def _decide(session: Session, actor: Actor, application: Application, state: ApplicationState) -> None:
    application.state = state
    application.decided_at = application.changed_at = clock.now()
    application.decided_by_id = actor.person_id
    # The time of a talk that still lay ahead is for somebody else.
    call_off_talk_ahead(session, actor=actor, application=application)
    session.flush()


def _write(
    session: Session,
    actor: Actor,
    application: Application,
    kind: LetterKind,
    passage: str,
    *,
    place: int | None = None,
) -> None:
    cohort = application.round.cohort
    snapshot = {
        "name": application.display_name,
        "given_name": application.given_name,
        "programme": cohort.programme_version.programme.title,
        "cohort": cohort.name,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "organisation": application.organisation_name,
        "decided_on": clock.today().isoformat(),
        "passage": passage,
        "place": place,
        "signer": actor.display_name,
    }
    session.add(
        Letter(application_id=application.id, kind=kind, snapshot=snapshot, written_by_id=actor.person_id)
    )
    session.flush()


def _told(session: Session, actor: Actor, application: Application) -> dict[str, Any]:
    return {
        "actor": actor,
        "cohort_id": application.round.cohort.public_id,
        "application_id": application.public_id,
        "link_token": make_link(session, application=application, purpose=LinkPurpose.FOLLOW),
    }
