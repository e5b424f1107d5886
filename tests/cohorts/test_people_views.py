"""The pages about the people of a cohort: the list, invitations, enrolments, trainers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.accounts.queries import actor_for
from lms.cohorts import queries
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from tests.factories.accounts import make_organisation, make_person
from tests.factories.cohorts import (
    make_admission,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_trainer,
)

SignIn = Callable[[Person], FlaskClient]


def person_of(session: Session, enrolment: Enrolment) -> Person:
    return session.get_one(Person, enrolment.person_id)


class TestParticipantsList:
    def test_classmate_sees_names_and_no_states(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        reader = person_of(session, make_enrolment(cohort))
        make_enrolment(cohort, make_person(given_name="Fatima"))
        make_enrolment(cohort, make_person(given_name="Wiktor"), state=EnrolmentState.INVITED)
        make_enrolment(cohort, make_person(given_name="Daan"), state=EnrolmentState.STOPPED)
        page = sign_in(reader).get(f"/leergroepen/{cohort.public_id}/deelnemers").text
        assert "Fatima" in page
        assert "Wiktor" not in page
        assert "Daan" not in page
        assert "in opleiding" not in page
        assert "@test.example" not in page

    def test_staff_sees_how_everybody_stands(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_enrolment(cohort, make_person(given_name="Wiktor"), state=EnrolmentState.INVITED)
        page = sign_in(make_trainer(cohort)).get(f"/leergroepen/{cohort.public_id}/deelnemers").text
        assert "Wiktor" in page
        assert "uitgenodigd" in page


class TestParticipantInvite:
    def path(self, cohort: Cohort) -> str:
        return f"/leergroepen/{cohort.public_id}/deelnemers/nieuw"

    def test_new_person_gets_a_mail_without_content(
        self, session: Session, sign_in: SignIn, outbox: Callable[[], list[Any]]
    ) -> None:
        cohort = make_cohort(name="Leergroep Geheim")
        admission = make_admission(cohort)
        organisation = queries.list_admitted(session, cohort=cohort)[0]
        fields = {
            "email": "fatima@test.example",
            "given_name": "Fatima",
            "prefix": "el",
            "family_name": "Amrani",
            "organisation": str(organisation.public_id),
        }
        response = sign_in(make_coordinator(cohort)).post(self.path(cohort), data=fields)
        assert (response.status_code, admission.organisation_id) == (303, organisation.id)
        (mail,) = [row.payload for row in outbox()]
        assert mail["to"] == "fatima@test.example"
        assert "Geheim" not in mail["subject"] + mail["text"]

    def test_unknown_address_asks_for_the_name_beside_the_field(
        self, session: Session, sign_in: SignIn
    ) -> None:
        cohort = make_cohort()
        make_admission(cohort)
        organisation = queries.list_admitted(session, cohort=cohort)[0]
        fields = {"email": "nieuw@test.example", "organisation": str(organisation.public_id)}
        response = sign_in(make_coordinator(cohort)).post(self.path(cohort), data=fields)
        assert response.status_code == 422
        assert "We kennen dit e-mailadres nog niet." in response.text
        assert 'value="nieuw@test.example"' in response.text

    def test_organisation_that_is_not_admitted_cannot_be_chosen(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        make_admission(cohort)
        fields = {"email": "a@test.example", "organisation": str(make_organisation().public_id)}
        response = sign_in(make_coordinator(cohort)).post(self.path(cohort), data=fields)
        assert response.status_code == 422

    def test_nobody_can_be_invited_before_organisations_are_chosen(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        page = sign_in(make_coordinator(cohort)).get(self.path(cohort)).text
        assert "Kies eerst wie mag meedoen" in page


class TestEnrolmentEdit:
    def test_passing_is_not_among_the_choices(self, sign_in: SignIn) -> None:
        enrolment = make_enrolment(cohort := make_cohort())
        client = sign_in(make_coordinator(cohort))
        path = f"/inschrijvingen/{enrolment.public_id}"
        assert 'value="passed"' not in client.get(path).text
        assert client.post(path, data={"state": "passed", "reason": "Zomaar."}).status_code == 422

    def test_reason_is_asked_beside_its_field(self, sign_in: SignIn) -> None:
        enrolment = make_enrolment(cohort := make_cohort())
        client = sign_in(make_coordinator(cohort))
        response = client.post(f"/inschrijvingen/{enrolment.public_id}", data={"state": "stopped"})
        assert response.status_code == 422
        assert "Schrijf erbij waarom je dit verandert." in response.text

    def test_history_shows_the_reason(self, session: Session, sign_in: SignIn) -> None:
        enrolment = make_enrolment(cohort := make_cohort())
        client = sign_in(make_coordinator(cohort))
        path = f"/inschrijvingen/{enrolment.public_id}"
        response = client.post(path, data={"state": "stopped", "reason": "Kreeg een andere baan."})
        assert (response.status_code, response.location) == (303, path)
        assert "Kreeg een andere baan." in client.get(path).text

    def test_open_invitation_can_be_sent_again(
        self, sign_in: SignIn, outbox: Callable[[], list[Any]]
    ) -> None:
        enrolment = make_enrolment(cohort := make_cohort(), state=EnrolmentState.INVITED)
        path = f"/inschrijvingen/{enrolment.public_id}/uitnodiging"
        assert sign_in(make_coordinator(cohort)).post(path).status_code == 303
        assert len(outbox()) == 1

    def test_who_takes_part_gets_no_invitation(
        self, sign_in: SignIn, outbox: Callable[[], list[Any]]
    ) -> None:
        enrolment = make_enrolment(cohort := make_cohort())
        path = f"/inschrijvingen/{enrolment.public_id}/uitnodiging"
        assert sign_in(make_coordinator(cohort)).post(path).status_code == 409
        assert outbox() == []


class TestTrainerAssign:
    def test_assigns_and_withdraws(self, session: Session, sign_in: SignIn) -> None:
        cohort, trainer = make_cohort(), make_person()
        client = sign_in(make_coordinator(cohort))
        path = f"/leergroepen/{cohort.public_id}/opleiders"
        assert client.post(path, data={"email": trainer.email}).status_code == 303
        assert actor_for(session, person=trainer).wears(Hat.TRAINER, scope=cohort.public_id)
        assert client.post(f"{path}/{trainer.public_id}/intrekken").status_code == 303
        assert not actor_for(session, person=trainer).wears(Hat.TRAINER, scope=cohort.public_id)

    def test_unknown_address_is_told_beside_the_field(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        response = sign_in(make_coordinator(cohort)).post(
            f"/leergroepen/{cohort.public_id}/opleiders", data={"email": "niemand@test.example"}
        )
        assert response.status_code == 422
        assert "We kennen niemand met dit e-mailadres." in response.text
