"""Placing, waiting and erasing: rows and events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Organisation, Person
from lms.accounts.operations import erase_person
from lms.accounts.queries import find_person_by_email
from lms.admissions import operations, queries
from lms.admissions.events import ApplicantPlaced, ApplicationsErased
from lms.admissions.models import (
    Application,
    ApplicationLink,
    ApplicationRound,
    ApplicationState,
    Intake,
    IntakeSlot,
    Letter,
)
from lms.admissions.rules import OwnApplicationError, StepRefusedError, UnknownOrganisationError
from lms.agreements.models import LearningAgreement
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.cohorts.operations.enrolments import AlreadyEnrolledError, NotAdmittedError
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import Event
from tests.factories.accounts import make_account, make_administrator, make_organisation, make_person
from tests.factories.admissions import (
    make_application,
    make_draft,
    make_intake,
    make_letter,
    make_link,
    make_round,
    make_slot,
)
from tests.factories.cohorts import make_coordinator, make_enrolment

ActorOf = Callable[[Person], Actor]


@pytest.fixture
def round_(session: Session) -> ApplicationRound:
    return make_round()


@pytest.fixture
def coordinator(session: Session, round_: ApplicationRound, actor_of: ActorOf) -> Actor:
    return actor_of(make_coordinator(session.get_one(Cohort, round_.cohort_id)))


def loaded(session: Session, application: Application) -> Application:
    return queries.get_application(session, application_id=application.public_id)


def place(
    session: Session, actor: Actor, application: Application, organisation: Organisation | None = None
) -> Enrolment:
    row = loaded(session, application)
    return operations.place_applicant(
        session, actor=actor, application=row, organisation=organisation or row.organisation
    )


class TestPlaceApplicant:
    def test_new_person_gets_what_the_form_told(
        self, session: Session, round_: ApplicationRound, coordinator: Actor, told: list[Event]
    ) -> None:
        application = make_application(round_, email="Iris@test.example")
        make_intake(application)
        enrolment = place(session, coordinator, application)
        person = find_person_by_email(session, email="iris@test.example")
        assert person is not None
        (work,) = person.memberships
        assert work.organisation_id == application.organisation_id
        assert enrolment.state is EnrolmentState.INVITED
        assert enrolment.discipline_id == application.discipline_id
        assert enrolment.job_role_id == application.job_role_id
        assert any(isinstance(event, ApplicantPlaced) for event in told)

    def test_agreement_is_drafted_from_the_same_facts(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        application = make_application(round_)
        make_intake(application, learning_goals="Beter doorvragen.")
        place(session, coordinator, application)
        agreement = session.scalars(sa.select(LearningAgreement)).one()
        assert agreement.hours_per_week == application.hours_per_week
        assert agreement.manager_email == application.manager_email
        assert agreement.learning_goals == "Beter doorvragen."

    def test_known_person_is_used_again_and_starts_work_there(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        known = make_account(email="iris@test.example")
        application = make_application(round_, email="iris@test.example")
        enrolment = place(session, coordinator, application)
        assert enrolment.person_id == known.id
        assert enrolment.state is EnrolmentState.IN_TRAINING
        work = session.scalars(
            sa.select(Membership.organisation_id).where(Membership.person_id == known.id)
        ).all()
        assert application.organisation_id in work

    def test_who_works_there_already_gets_no_second_membership(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        application = make_application(round_, email="iris@test.example")
        organisation = session.get_one(Organisation, application.organisation_id)
        known = make_person(email="iris@test.example", organisation=organisation)
        place(session, coordinator, application)
        number = sa.select(sa.func.count(Membership.id)).where(Membership.person_id == known.id)
        assert session.scalar(number) == 1

    def test_person_on_the_list_is_refused(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        known = make_person(email="iris@test.example")
        make_enrolment(session.get_one(Cohort, round_.cohort_id), known)
        with pytest.raises(AlreadyEnrolledError):
            place(session, coordinator, make_application(round_, email="iris@test.example"))

    def test_organisation_that_is_not_admitted_is_refused(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        with pytest.raises(NotAdmittedError):
            place(session, coordinator, make_application(round_), make_organisation())

    def test_without_an_organisation_nobody_is_placed(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        with pytest.raises(UnknownOrganisationError):
            place(session, coordinator, make_application(round_, organisation_id=None))

    def test_nobody_decides_on_the_own_application(
        self, session: Session, round_: ApplicationRound, actor_of: ActorOf
    ) -> None:
        cohort = session.get_one(Cohort, round_.cohort_id)
        actor = actor_of(make_coordinator(cohort, email="iris@test.example"))
        with pytest.raises(OwnApplicationError):
            place(session, actor, make_application(round_, email="iris@test.example"))

    def test_talk_that_lay_ahead_is_free_again(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        application = make_application(round_, state=ApplicationState.INVITED)
        make_slot(round_, application_id=application.id)
        place(session, coordinator, application)
        assert session.scalars(sa.select(IntakeSlot.application_id)).all() == [None]


class TestWaitingList:
    def test_places_follow_the_order_of_the_decisions(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        rows = [make_application(round_) for _ in range(3)]
        for row in reversed(rows):
            operations.put_on_waiting_list(
                session, actor=coordinator, application=loaded(session, row), passage=""
            )
        assert [row.waiting_place for row in rows] == [3, 2, 1]
        letters = session.scalars(sa.select(Letter).order_by(Letter.id)).all()
        assert [letter.snapshot["place"] for letter in letters] == [1, 2, 3]

    def test_moving_up_changes_two_places(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        waiting = {"state": ApplicationState.WAITING}
        first, second = (make_application(round_, waiting_place=place, **waiting) for place in (1, 2))
        operations.move_up(session, actor=coordinator, application=loaded(session, second))
        assert (first.waiting_place, second.waiting_place) == (2, 1)
        operations.move_up(session, actor=coordinator, application=loaded(session, second))
        assert (first.waiting_place, second.waiting_place) == (2, 1)

    def test_who_does_not_wait_does_not_move(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        with pytest.raises(StepRefusedError):
            operations.move_up(
                session, actor=coordinator, application=loaded(session, make_application(round_))
            )

    def test_who_waits_can_be_placed_later(
        self, session: Session, round_: ApplicationRound, coordinator: Actor
    ) -> None:
        row = make_application(round_, state=ApplicationState.WAITING, waiting_place=1)
        place(session, coordinator, row)
        assert row.state is ApplicationState.PLACED


class TestErasure:
    def test_what_is_kept_no_longer_disappears_with_all_that_hangs_on_it(
        self, session: Session, round_: ApplicationRound, told: list[Event]
    ) -> None:
        long_ago = clock.now() - timedelta(days=400)
        old = make_application(round_, state=ApplicationState.REJECTED, decided_at=long_ago)
        make_intake(old)
        make_letter(old)
        make_link(old, "geheim")
        make_slot(round_, application_id=old.id)
        recent = make_application(round_, state=ApplicationState.REJECTED, decided_at=clock.now())
        operations.erase_outdated(session)
        assert session.scalars(sa.select(Application.id)).all() == [recent.id]
        for table in (Intake, Letter, ApplicationLink):
            assert session.scalars(sa.select(table)).all() == []
        assert session.scalars(sa.select(IntakeSlot.application_id)).all() == [None]
        assert [event.number for event in told if isinstance(event, ApplicationsErased)] == [1]

    def test_nothing_to_erase_says_nothing(self, session: Session, told: list[Event]) -> None:
        make_draft()
        operations.erase_outdated(session)
        assert told == []

    def test_who_is_erased_leaves_no_application(
        self, session: Session, round_: ApplicationRound, coordinator: Actor, actor_of: ActorOf
    ) -> None:
        application = make_application(round_, email="iris@test.example")
        place(session, coordinator, application)
        person = find_person_by_email(session, email="iris@test.example")
        assert person is not None
        erase_person(session, actor=actor_of(make_administrator()), person=person)
        assert session.scalars(sa.select(Application)).all() == []
