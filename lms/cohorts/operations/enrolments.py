"""Enrol people and change how they stand."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from lms.accounts.models import Discipline, JobRole, Organisation, Person
from lms.accounts.operations import add_membership, add_person, invite_person
from lms.accounts.queries import find_person_by_email
from lms.cohorts import queries, rules
from lms.cohorts.events import EnrolmentStateChanged, JoiningChanged, ParticipantEnrolled
from lms.cohorts.models import ACTIVE, BELONGING, Cohort, Enrolment, EnrolmentChange, EnrolmentState
from lms.cohorts.operations.cohorts import TeachesOwnCohortError
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish


class NotAdmittedError(DomainError):
    """People of this organisation cannot take part in this cohort."""


class AlreadyEnrolledError(DomainError):
    """This person is on the list of this cohort already."""


class CohortFullError(DomainError):
    """The cohort has its largest size."""


class StateChangeRefusedError(DomainError):
    """An enrolment in this state cannot go to that one."""


class JoinsInFutureError(DomainError):
    """Who takes part does so since today or before."""

    status = 422


class UnknownPersonError(DomainError):
    """We do not know this e-mail address, so a name is needed."""

    status = 422


class ReasonNeededError(DomainError):
    """This change asks for a written reason."""

    status = 422


def enrol_person(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    person: Person,
    organisation: Organisation,
    discipline: Discipline | None = None,
    job_role: JobRole | None = None,
    state: EnrolmentState = EnrolmentState.INVITED,
    joined_on: date | None = None,
    is_told: bool = True,
) -> Enrolment:
    """Put somebody on the list of a cohort; who is invited and has no password yet gets an invitation.

    Not yet when `is_told` is false: then the invitation follows in a round.
    """
    _check_place(session, cohort, person, organisation)
    enrolment = Enrolment(
        cohort=cohort,
        person=person,
        organisation=organisation,
        discipline=discipline,
        job_role=job_role,
        state=state,
        joined_on=joined_on or clock.today(),
    )
    session.add(enrolment)
    session.flush()
    _note_change(session, actor, enrolment, None, "")
    if is_told and state is EnrolmentState.INVITED and person.password_hash is None:
        invite_person(session, actor=actor, person=person)
    publish(
        session,
        ParticipantEnrolled(
            actor=actor,
            cohort_id=cohort.public_id,
            enrolment_id=enrolment.public_id,
            person_id=person.public_id,
            state=state,
        ),
    )
    return enrolment


def invite_participant(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    email: str,
    given_name: str,
    prefix: str,
    family_name: str,
    organisation: Organisation,
    discipline: Discipline | None = None,
    job_role: JobRole | None = None,
    is_told: bool = True,
) -> Enrolment:
    """Enrol whom we know by e-mail, or a new person; who cannot sign in yet is invited first."""
    person = find_person_by_email(session, email=email)
    if person is None:
        if not given_name or not family_name:
            raise UnknownPersonError
        person = add_person(
            session, actor=actor, given_name=given_name, prefix=prefix, family_name=family_name, email=email
        )
        _start_work(session, actor, person, organisation, discipline, job_role)
    can_sign_in = person.password_hash is not None
    return enrol_person(
        session,
        actor=actor,
        cohort=cohort,
        person=person,
        organisation=organisation,
        discipline=discipline,
        job_role=job_role,
        state=EnrolmentState.IN_TRAINING if can_sign_in else EnrolmentState.INVITED,
        is_told=is_told,
    )


def _start_work(
    session: Session,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    discipline: Discipline | None,
    job_role: JobRole | None,
) -> None:
    add_membership(
        session,
        actor=actor,
        person=person,
        organisation=organisation,
        discipline=discipline,
        job_role=job_role,
        starts_on=clock.today(),
    )


def resend_invitation(session: Session, *, actor: Actor, enrolment: Enrolment) -> None:
    """Mail the invitation again; an earlier link no longer works."""
    if enrolment.state is not EnrolmentState.INVITED or enrolment.person.password_hash is not None:
        raise StateChangeRefusedError
    invite_person(session, actor=actor, person=enrolment.person)


def _check_place(session: Session, cohort: Cohort, person: Person, organisation: Organisation) -> None:
    admitted = queries.find_admission(session, cohort=cohort, organisation_id=organisation.id)
    if admitted is None:
        raise NotAdmittedError
    if queries.find_enrolment(session, cohort=cohort, person_id=person.id) is not None:
        raise AlreadyEnrolledError
    if any(hat.scope == cohort.public_id for hat in queries.list_trainer_hats(session, person_id=person.id)):
        raise TeachesOwnCohortError
    _check_room(session, cohort)


def _check_room(session: Session, cohort: Cohort) -> None:
    if queries.count_belonging(session, cohort=cohort) >= cohort.maximum_size:
        raise CohortFullError


def change_enrolment_state(
    session: Session, *, actor: Actor, enrolment: Enrolment, to_state: EnrolmentState, reason: str = ""
) -> None:
    """Change how somebody stands; who starts or starts again takes part from today."""
    from_state = enrolment.state
    if not rules.may_become(from_state, to_state):
        raise StateChangeRefusedError
    if rules.needs_reason(from_state, to_state) and not reason.strip():
        raise ReasonNeededError
    if to_state in BELONGING and from_state not in BELONGING:
        _check_room(session, session.get_one(Cohort, enrolment.cohort_id))
    enrolment.state = to_state
    if rules.starts_again(from_state, to_state):
        enrolment.joined_on = clock.today()
    _note_change(session, actor, enrolment, from_state, reason.strip())
    publish(
        session,
        EnrolmentStateChanged(
            actor=actor,
            cohort_id=queries.get_cohort_scope(session, cohort_id=enrolment.cohort_id),
            enrolment_id=enrolment.public_id,
            from_state=from_state,
            to_state=to_state,
        ),
    )


def change_joining(
    session: Session, *, actor: Actor, enrolment: Enrolment, joined_on: date, reason: str
) -> None:
    """Say since when somebody takes part: from that day on day parts count, and can be registered (DR-12)."""
    if enrolment.state not in ACTIVE:
        raise StateChangeRefusedError
    if joined_on > clock.today():
        raise JoinsInFutureError
    if joined_on == enrolment.joined_on:
        return
    enrolment.joined_on = joined_on
    _note_change(session, actor, enrolment, enrolment.state, reason.strip())
    session.flush()
    publish(
        session,
        JoiningChanged(
            actor=actor,
            cohort_id=queries.get_cohort_scope(session, cohort_id=enrolment.cohort_id),
            enrolment_id=enrolment.public_id,
        ),
    )


def _note_change(
    session: Session, actor: Actor, enrolment: Enrolment, from_state: EnrolmentState | None, reason: str
) -> None:
    session.add(
        EnrolmentChange(
            enrolment_id=enrolment.id,
            from_state=from_state,
            to_state=enrolment.state,
            reason=reason,
            changed_by_id=actor.person_id,
        )
    )
