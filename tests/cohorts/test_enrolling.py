"""Enrolling people, inviting them, and how an enrolment goes on."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations import accept_invitation, invite_person
from lms.accounts.queries import actor_for
from lms.cohorts import operations, queries
from lms.cohorts.models import Cohort, Enrolment, EnrolmentChange, EnrolmentState
from lms.cohorts.operations import cohorts, enrolments
from lms.cohorts.rules import DayPartPlan
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.events import Event
from tests.conftest import NOW
from tests.factories.accounts import make_organisation, make_person
from tests.factories.cohorts import (
    make_admission,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_trainer,
)

MORNING = DayPartPlan(time(9, 30), time(12, 30), 165)
AFTERNOON = DayPartPlan(time(13, 30), time(16, 30), 165)


def names(told: list[Event]) -> list[str]:
    return [type(event).__name__ for event in told]


class TestEnrolPerson:
    def enrol(self, session: Session, cohort: Cohort, person: Person, **values: Any) -> Enrolment:
        organisation = values.pop("organisation", None) or make_organisation()
        make_admission(cohort, organisation)
        return operations.enrol_person(
            session, actor=SYSTEM, cohort=cohort, person=person, organisation=organisation, **values
        )

    def test_invited_person_without_password_gets_an_invitation(
        self, session: Session, told: list[Event]
    ) -> None:
        enrolment = self.enrol(session, make_cohort(), make_person())
        assert enrolment.state is EnrolmentState.INVITED
        assert names(told) == ["PersonInvited", "ParticipantEnrolled"]

    def test_person_in_training_gets_none_and_the_start_is_noted(
        self, session: Session, told: list[Event]
    ) -> None:
        enrolment = self.enrol(session, make_cohort(), make_person(), state=EnrolmentState.IN_TRAINING)
        changes = session.scalars(
            sa.select(EnrolmentChange).where(EnrolmentChange.enrolment_id == enrolment.id)
        ).all()
        assert [(row.from_state, row.to_state) for row in changes] == [(None, EnrolmentState.IN_TRAINING)]
        assert enrolment.joined_on == clock.today()
        assert names(told) == ["ParticipantEnrolled"]

    def test_refuses_an_organisation_that_is_not_admitted(self, session: Session) -> None:
        with pytest.raises(enrolments.NotAdmittedError):
            operations.enrol_person(
                session,
                actor=SYSTEM,
                cohort=make_cohort(),
                person=make_person(),
                organisation=make_organisation(),
            )

    def test_refuses_somebody_twice(self, session: Session) -> None:
        cohort, person = make_cohort(), make_person()
        make_enrolment(cohort, person)
        with pytest.raises(enrolments.AlreadyEnrolledError):
            self.enrol(session, cohort, person)

    def test_refuses_a_full_cohort(self, session: Session) -> None:
        cohort = make_cohort(target_size=1, maximum_size=1)
        make_enrolment(cohort, state=EnrolmentState.STOPPED)
        make_enrolment(cohort)
        with pytest.raises(enrolments.CohortFullError):
            self.enrol(session, cohort, make_person())

    def test_refuses_the_trainer_of_the_cohort(self, session: Session) -> None:
        cohort = make_cohort()
        with pytest.raises(cohorts.TeachesOwnCohortError):
            self.enrol(session, cohort, make_trainer(cohort))


class TestInviteParticipant:
    def invite(self, session: Session, cohort: Cohort, email: str, **values: Any) -> Enrolment:
        organisation = make_organisation()
        make_admission(cohort, organisation)
        actor = actor_for(session, person=make_coordinator(cohort))
        return operations.invite_participant(
            session,
            actor=actor,
            cohort=cohort,
            email=email,
            organisation=organisation,
            **{"given_name": "", "prefix": "", "family_name": "", **values},
        )

    def test_new_person_is_added_with_work_and_invited(self, session: Session, told: list[Event]) -> None:
        enrolment = self.invite(
            session, make_cohort(), "nieuw@test.example", given_name="Fatima", family_name="Amrani"
        )
        assert enrolment.person.display_name == "Fatima Amrani"
        assert enrolment.state is EnrolmentState.INVITED
        assert names(told) == ["PersonAdded", "MembershipStarted", "PersonInvited", "ParticipantEnrolled"]

    def test_known_person_who_can_sign_in_takes_part_at_once(
        self, session: Session, told: list[Event]
    ) -> None:
        person = make_person(password_hash="known")
        enrolment = self.invite(session, make_cohort(), person.email.upper())
        assert (enrolment.person_id, enrolment.state) == (person.id, EnrolmentState.IN_TRAINING)
        assert names(told) == ["ParticipantEnrolled"]

    def test_unknown_person_needs_a_name(self, session: Session) -> None:
        with pytest.raises(enrolments.UnknownPersonError):
            self.invite(session, make_cohort(), "nieuw@test.example", given_name="Fatima")


class TestChangeEnrolmentState:
    def change(self, session: Session, enrolment: Enrolment, to_state: EnrolmentState, reason: str) -> None:
        operations.change_enrolment_state(
            session, actor=SYSTEM, enrolment=enrolment, to_state=to_state, reason=reason
        )

    def test_keeps_who_when_and_why(self, session: Session, told: list[Event]) -> None:
        enrolment, coordinator = make_enrolment(), make_person()
        operations.change_enrolment_state(
            session,
            actor=actor_for(session, person=coordinator),
            enrolment=enrolment,
            to_state=EnrolmentState.STOPPED,
            reason="Andere baan.",
        )
        loaded = queries.get_enrolment_to_change(session, enrolment_id=enrolment.public_id)
        change = loaded.changes[-1]
        assert (change.from_state, change.to_state) == (EnrolmentState.IN_TRAINING, EnrolmentState.STOPPED)
        assert (change.reason, change.changed_by_id, change.created_at) == (
            "Andere baan.",
            coordinator.id,
            NOW,
        )
        assert names(told) == ["EnrolmentStateChanged"]
        assert "Andere baan." not in str(told[0].facts())

    def test_stopping_without_reason_is_refused(self, session: Session) -> None:
        with pytest.raises(enrolments.ReasonNeededError):
            self.change(session, make_enrolment(), EnrolmentState.STOPPED, " ")

    def test_unknown_way_is_refused(self, session: Session) -> None:
        with pytest.raises(enrolments.StateChangeRefusedError):
            self.change(session, make_enrolment(state=EnrolmentState.INVITED), EnrolmentState.PASSED, "")

    def test_who_starts_again_takes_part_from_today(self, session: Session) -> None:
        enrolment = make_enrolment(state=EnrolmentState.POSTPONED)
        self.change(session, enrolment, EnrolmentState.IN_TRAINING, "Weer beter.")
        assert enrolment.joined_on == clock.today()

    @pytest.mark.parametrize("left", [EnrolmentState.POSTPONED, EnrolmentState.STOPPED])
    def test_a_place_that_was_given_away_is_not_taken_back(
        self, session: Session, left: EnrolmentState
    ) -> None:
        cohort = make_cohort(maximum_size=1)
        away = make_enrolment(cohort, state=left)
        make_enrolment(cohort)
        with pytest.raises(enrolments.CohortFullError):
            self.change(session, away, EnrolmentState.IN_TRAINING, "Weer terug.")
        assert away.state is left

    def test_passing_keeps_the_day_of_joining(self, session: Session) -> None:
        enrolment = make_enrolment()
        self.change(session, enrolment, EnrolmentState.PASSED, "")
        assert enrolment.joined_on == date(2026, 9, 10)

    def test_accepting_the_invitation_starts_the_training(self, session: Session) -> None:
        enrolment = make_enrolment(state=EnrolmentState.INVITED)
        other = make_enrolment(state=EnrolmentState.INVITED)
        person = session.get_one(Person, enrolment.person_id)
        token = invite_person(session, actor=SYSTEM, person=person)
        accept_invitation(session, actor=SYSTEM, token=token, password="een lang wachtwoord 12")
        assert enrolment.state is EnrolmentState.IN_TRAINING
        assert other.state is EnrolmentState.INVITED
