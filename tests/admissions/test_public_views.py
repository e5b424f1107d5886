"""What strangers see and send: the pages of programmes, the form, a new link, the limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.admissions.models import Application, ApplicationLink, ApplicationRound, ApplicationState
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.programmes.queries import get_outline
from tests.factories.accounts import make_discipline, make_job_role, make_organisation, make_person
from tests.factories.admissions import make_application, make_draft, make_link, make_round
from tests.factories.cohorts import make_admission, make_cohort
from tests.factories.programmes import make_programme, make_version

Mails = Callable[[], list[dict[str, Any]]]


def cohort_of(session: Session, round_: ApplicationRound) -> Cohort:
    return session.get_one(Cohort, round_.cohort_id)


def path(session: Session, round_: ApplicationRound) -> str:
    return f"/aanmelden/leergroepen/{cohort_of(session, round_).public_id}"


def answers(session: Session, round_: ApplicationRound, **instead: str) -> dict[str, str]:
    """A form that is filled in whole."""
    organisation = make_organisation()
    make_admission(cohort_of(session, round_), organisation)
    return {
        "email": "iris@test.example",
        "given_name": "Iris",
        "family_name": "Kuipers",
        "organisation": str(organisation.public_id),
        "discipline": str(make_discipline().public_id),
        "job_role": str(make_job_role().public_id),
        "motivation": "Ik wil leren doorvragen.",
        "hours_per_week": "6,5",
        "manager_name": "Karin Bos",
        "manager_email": "karin@test.example",
        "manager_asked": "y",
        "send": "1",
        **instead,
    }


def applications(session: Session) -> list[Application]:
    return list(session.scalars(sa.select(Application).order_by(Application.id)))


class TestRoundIndex:
    def test_open_and_coming_rounds_are_shown_and_closed_ones_not(
        self, session: Session, client: FlaskClient
    ) -> None:
        make_round(make_cohort(name="Leergroep Open"))
        make_round(
            make_cohort(name="Leergroep Straks"),
            opens_on=clock.today() + timedelta(days=2),
        )
        make_round(make_cohort(name="Leergroep Dicht"), closed_at=clock.now())
        make_round(make_cohort(name="Leergroep Voorbij"), closes_on=clock.today() - timedelta(days=1))
        page = client.get("/aanmelden").text
        assert "Leergroep Open" in page
        assert "Leergroep Straks" in page
        assert "Leergroep Dicht" not in page
        assert "Leergroep Voorbij" not in page
        assert page.count("Meld je aan</span>") == 1

    def test_sign_in_page_leads_here(self, client: FlaskClient) -> None:
        assert 'href="/aanmelden"' in client.get("/inloggen").text


class TestProgrammeAbout:
    def test_tells_aims_modules_and_study_load(self, session: Session, client: FlaskClient) -> None:
        made = make_version()
        make_round(make_cohort(version=made, name="Leergroep Open"))
        version = get_outline(session, version_id=made.id)
        programme_id = version.programme.public_id
        page = client.get(f"/aanmelden/opleidingen/{programme_id}").text
        for module in version.modules:
            assert module.title in page
        assert f"{version.study_load_hours} uur in totaal" in page
        assert "Leergroep Open" in page

    def test_programme_without_a_round_is_not_found(self, client: FlaskClient) -> None:
        programme = make_programme()
        make_cohort(version=make_version(programme=programme))
        assert client.get(f"/aanmelden/opleidingen/{programme.public_id}").status_code == 404


class TestApplicationNew:
    def test_sent_application_is_stored_and_confirmed_without_content(
        self, session: Session, client: FlaskClient, mails: Mails
    ) -> None:
        round_ = make_round()
        response = client.post(path(session, round_), data=answers(session, round_))
        assert (response.status_code, response.location) == (303, "/aanmelden/ontvangen")
        (row,) = applications(session)
        assert (row.state, str(row.hours_per_week)) == (ApplicationState.SUBMITTED, "6.5")
        (mail,) = mails()
        assert mail["to"] == "iris@test.example"
        assert "doorvragen" not in mail["subject"] + mail["text"]
        assert "Kuipers" not in mail["subject"] + mail["text"]

    def test_secret_of_the_mailed_link_is_kept_as_a_hash_alone(
        self, session: Session, client: FlaskClient, mails: Mails
    ) -> None:
        round_ = make_round()
        client.post(path(session, round_), data=answers(session, round_))
        (link,) = session.scalars(sa.select(ApplicationLink))
        secret = mails()[0]["text"].partition("/aanmelden/verder/")[2].split()[0]
        assert len(secret) > 40
        assert secret not in link.token_hash

    def test_draft_needs_no_more_than_an_address(
        self, session: Session, client: FlaskClient, mails: Mails
    ) -> None:
        round_ = make_round()
        response = client.post(path(session, round_), data={"email": "iris@test.example", "save": "1"})
        assert response.status_code == 303
        assert [row.state for row in applications(session)] == [ApplicationState.DRAFT]
        assert "concept" in mails()[0]["text"]

    def test_empty_form_is_given_back_with_a_sentence_beside_every_field(
        self, session: Session, client: FlaskClient
    ) -> None:
        round_ = make_round()
        response = client.post(
            path(session, round_), data={"send": "1", "email": "iris@test.example", "given_name": "Iris"}
        )
        assert response.status_code == 422
        assert 'value="Iris"' in response.text
        assert "Kies een organisatie." in response.text
        assert "Bespreek je aanmelding eerst met je leidinggevende." in response.text
        assert applications(session) == []

    def test_wrong_values_are_told_beside_their_field(self, session: Session, client: FlaskClient) -> None:
        round_ = make_round()
        given = answers(
            session,
            round_,
            hours_per_week="NaN",
            manager_email="IRIS@test.example",
            organisation="other",
        )
        page = client.post(path(session, round_), data=given)
        assert page.status_code == 422
        assert "Vul een getal in, bijvoorbeeld 7,5." in page.text
        assert "Dit is je eigen adres." in page.text
        assert "Vul de naam van je organisatie in." in page.text

    def test_too_many_hours_are_refused_in_a_draft_too(self, session: Session, client: FlaskClient) -> None:
        round_ = make_round()
        given = {"email": "iris@test.example", "hours_per_week": "41", "save": "1"}
        assert client.post(path(session, round_), data=given).status_code == 422

    def test_known_address_is_answered_like_an_unknown_one(
        self, session: Session, client: FlaskClient, mails: Mails
    ) -> None:
        round_ = make_round()
        make_person(email="bekend@test.example")
        standing = make_application(round_, email="dubbel@test.example")
        said = [
            client.post(path(session, round_), data=answers(session, round_, email=email))
            for email in ("nieuw@test.example", "bekend@test.example", "DUBBEL@test.example")
        ]
        assert {(r.status_code, r.location, r.text) for r in said} == {
            (303, "/aanmelden/ontvangen", said[0].text)
        }
        assert len(applications(session)) == 3
        assert mails()[-1]["to"] == standing.email

    def test_form_that_is_sent_twice_makes_one_application(
        self, session: Session, client: FlaskClient, mails: Mails
    ) -> None:
        round_ = make_round()
        given = answers(session, round_, form_key="een-sleutel-die-twee-keer-komt")
        first, second = (client.post(path(session, round_), data=given) for _ in range(2))
        assert first.location == second.location
        assert len(applications(session)) == 1
        assert len(mails()) == 1

    def test_nobody_applies_before_or_after_the_round(self, session: Session, client: FlaskClient) -> None:
        round_ = make_round(opens_on=clock.today() + timedelta(days=1))
        response = client.post(path(session, round_), data=answers(session, round_))
        assert response.status_code == 409
        assert "Aanmelden voor deze leergroep kan nu niet." in response.text
        assert "Ik wil leren doorvragen." in response.text
        assert applications(session) == []

    def test_cohort_without_a_round_has_no_form(self, client: FlaskClient) -> None:
        assert client.get(f"/aanmelden/leergroepen/{make_cohort().public_id}").status_code == 404

    def test_sixth_mail_to_one_address_waits(self, session: Session, client: FlaskClient) -> None:
        round_ = make_round()
        given = {"email": "iris@test.example", "save": "1"}
        said = [client.post(path(session, round_), data=given).status_code for _ in range(6)]
        assert said == [303] * 5 + [429]
        assert len(applications(session)) == 5


class TestLinkRenew:
    def test_new_link_replaces_the_former_one(
        self, session: Session, client: FlaskClient, mails: Mails
    ) -> None:
        draft = make_draft(email="iris@test.example")
        make_link(draft, "het-oude-geheim")
        response = client.post("/aanmelden/nieuwe-link", data={"email": "Iris@test.example"})
        assert response.location == "/aanmelden/ontvangen"
        gone = client.get("/aanmelden/verder/het-oude-geheim")
        assert gone.status_code == 410
        assert "Er is een nieuwere link gestuurd." in gone.text
        secret = mails()[0]["text"].partition("/aanmelden/verder/")[2].split()[0]
        assert client.get(f"/aanmelden/verder/{secret}").status_code == 303

    def test_unknown_address_gets_the_same_answer_and_no_mail(
        self, client: FlaskClient, mails: Mails
    ) -> None:
        response = client.post("/aanmelden/nieuwe-link", data={"email": "niemand@test.example"})
        assert (response.status_code, response.location) == (303, "/aanmelden/ontvangen")
        assert mails() == []
