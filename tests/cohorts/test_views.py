"""The pages of a cohort: who gets in, what stands there, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts import queries
from lms.cohorts.models import Cohort, Enrolment, Meeting
from lms.core import clock
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.cohorts import (
    day_parts_of,
    make_admission,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_plain_version,
    make_trainer,
)

SignIn = Callable[[Person], FlaskClient]


def person_of(session: Session, enrolment: Enrolment) -> Person:
    return session.get_one(Person, enrolment.person_id)


def pages_of(cohort: Cohort, enrolment: Enrolment, meeting: Meeting) -> dict[str, str]:
    base = f"/leergroepen/{cohort.public_id}"
    return {
        "show": base,
        "participants": f"{base}/deelnemers",
        "meetings": f"{base}/bijeenkomsten",
        "edit": f"{base}/bewerken",
        "trainers": f"{base}/opleiders",
        "invite": f"{base}/deelnemers/nieuw",
        "enrolment": f"/inschrijvingen/{enrolment.public_id}",
        "meeting_new": f"{base}/bijeenkomsten/nieuw",
        "meeting": f"/bijeenkomsten/{meeting.public_id}",
        "meeting_edit": f"/bijeenkomsten/{meeting.public_id}/bewerken",
        "meeting_move": f"/bijeenkomsten/{meeting.public_id}/verzetten",
        "meeting_cancel": f"/bijeenkomsten/{meeting.public_id}/afgelasten",
        "register": f"/dagdelen/{day_parts_of(meeting)[0].public_id}/aanwezigheid",
        "attendance": f"{base}/aanwezigheid",
        "attendance_of": f"/inschrijvingen/{enrolment.public_id}/aanwezigheid",
    }


OPEN_TO_PARTICIPANT = {"show", "participants", "meetings", "meeting"}
OPEN_TO_TRAINER = {
    *OPEN_TO_PARTICIPANT,
    "meeting_new",
    "meeting_edit",
    "meeting_move",
    "meeting_cancel",
    "register",
    "attendance",
    "attendance_of",
}


class TestWhoGetsIn:
    @pytest.fixture
    def pages(self, session: Session) -> tuple[Cohort, dict[str, str]]:
        cohort = make_cohort()
        enrolment, meeting = make_enrolment(cohort), make_meeting(cohort)
        make_attendance(day_parts_of(meeting)[0], enrolment)
        return cohort, pages_of(cohort, enrolment, meeting)

    def statuses(self, client: FlaskClient, pages: dict[str, str]) -> dict[str, int]:
        return {name: client.get(path).status_code for name, path in pages.items()}

    def test_coordinator_opens_every_page(
        self, sign_in: SignIn, pages: tuple[Cohort, dict[str, str]]
    ) -> None:
        cohort, paths = pages
        assert set(self.statuses(sign_in(make_coordinator(cohort)), paths).values()) == {200}

    def test_trainer_opens_all_but_the_coordinators_pages(
        self, sign_in: SignIn, pages: tuple[Cohort, dict[str, str]]
    ) -> None:
        cohort, paths = pages
        found = self.statuses(sign_in(make_trainer(cohort)), paths)
        assert {name for name, status in found.items() if status == 200} == OPEN_TO_TRAINER
        assert {status for name, status in found.items() if name not in OPEN_TO_TRAINER} == {404}

    def test_classmate_opens_the_shared_pages(
        self, session: Session, sign_in: SignIn, pages: tuple[Cohort, dict[str, str]]
    ) -> None:
        cohort, paths = pages
        found = self.statuses(sign_in(person_of(session, make_enrolment(cohort))), paths)
        assert {name for name, status in found.items() if status == 200} == OPEN_TO_PARTICIPANT
        assert {status for name, status in found.items() if name not in OPEN_TO_PARTICIPANT} == {404}

    @pytest.mark.parametrize(
        "make",
        [
            make_person,
            make_administrator,
            lambda: make_trainer(make_cohort()),
            lambda: make_coordinator(make_cohort()),
        ],
    )
    def test_everybody_else_finds_nothing(
        self, sign_in: SignIn, pages: tuple[Cohort, dict[str, str]], make: Callable[[], Person]
    ) -> None:
        assert set(self.statuses(sign_in(make()), pages[1]).values()) == {404}

    def test_director_of_a_participant_finds_nothing(self, session: Session, sign_in: SignIn) -> None:
        organisation, cohort = make_organisation(), make_cohort()
        enrolment = make_enrolment(cohort, organisation=organisation)
        director = make_person(organisation=organisation)
        make_hat(director, Hat.DIRECTOR, organisation_id=organisation.id)
        paths = pages_of(cohort, enrolment, make_meeting(cohort))
        client = sign_in(director)
        assert set(self.statuses(client, paths).values()) == {404}
        assert cohort.name not in client.get("/leergroepen").text

    def test_stranger_is_sent_to_sign_in(
        self, client: FlaskClient, pages: tuple[Cohort, dict[str, str]]
    ) -> None:
        for path in pages[1].values():
            response = client.get(path)
            assert response.status_code == 302
            assert "/inloggen" in response.location

    def test_only_coordinators_open_the_planner(self, sign_in: SignIn) -> None:
        assert sign_in(make_trainer(make_cohort())).get("/leergroepen/nieuw").status_code == 403


def cohort_fields(**values: Any) -> dict[str, Any]:
    return {
        "name": "Leergroep Jeker",
        "academic_year": "2026/2027",
        "starts_on": "2026-09-10",
        "ends_on": "2027-06-24",
        "target_size": "14",
        "maximum_size": "16",
        **values,
    }


class TestCohortNew:
    def test_plans_and_leads_to_the_cohort(self, session: Session, sign_in: SignIn) -> None:
        version, organisation = make_plain_version(), make_organisation()
        coordinator = make_coordinator(make_cohort(version=version))
        fields = cohort_fields(
            programme_version=str(version.public_id), organisations=[str(organisation.public_id)]
        )
        response = sign_in(coordinator).post("/leergroepen/nieuw", data=fields)
        cohort = session.scalars(sa.select(Cohort).where(Cohort.name == "Leergroep Jeker")).one()
        assert (response.status_code, response.location) == (303, f"/leergroepen/{cohort.public_id}")
        assert [row.id for row in queries.list_admitted(session, cohort=cohort)] == [organisation.id]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"academic_year": "2026/2028"}, "Een studiejaar schrijf je zo: 2026/2027."),
            ({"academic_year": "2025/2026"}, "De leergroep valt niet in dit studiejaar."),
            ({"ends_on": "2026-09-01"}, "Kies een laatste dag die na de eerste dag ligt."),
            ({"starts_on": "2026-02-31"}, "Deze datum bestaat niet."),
            ({"target_size": "veel"}, "Vul een heel getal in.</span>"),
            ({"maximum_size": "3"}, "Dit aantal is lager dan de streefgrootte."),
            ({"name": ""}, "Vul de naam van de leergroep in."),
            ({"programme_version": "nee"}, "Kijk dit nog even na"),
        ],
    )
    def test_refuses_beside_the_field_and_keeps_the_rest(
        self, session: Session, sign_in: SignIn, values: dict[str, str], sentence: str
    ) -> None:
        version = make_plain_version()
        coordinator = make_coordinator(make_cohort(version=version))
        fields = cohort_fields(**{"programme_version": str(version.public_id), **values})
        response = sign_in(coordinator).post("/leergroepen/nieuw", data=fields)
        assert response.status_code == 422
        assert sentence in response.text
        assert 'value="16"' in response.text or "maximum_size" in values
        assert not session.scalars(sa.select(Cohort).where(Cohort.name == "Leergroep Jeker")).all()

    def test_version_of_another_programme_is_refused(self, session: Session, sign_in: SignIn) -> None:
        coordinator = make_coordinator(make_cohort())
        fields = cohort_fields(programme_version=str(make_plain_version().public_id))
        assert sign_in(coordinator).post("/leergroepen/nieuw", data=fields).status_code == 422


class TestCohortEdit:
    def test_stale_version_shows_what_was_saved_and_keeps_the_typed_text(
        self, session: Session, sign_in: SignIn
    ) -> None:
        cohort = make_cohort(name="Door een ander bewaard")
        path = f"/leergroepen/{cohort.public_id}/bewerken"
        response = sign_in(make_coordinator(cohort)).post(path, data=cohort_fields(version="7"))
        assert response.status_code == 409
        assert "Door een ander bewaard" in response.text
        assert 'value="Leergroep Jeker"' in response.text

    @pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
    def test_nonsense_version_is_stale(self, sign_in: SignIn, version: str) -> None:
        cohort = make_cohort()
        path = f"/leergroepen/{cohort.public_id}/bewerken"
        response = sign_in(make_coordinator(cohort)).post(path, data=cohort_fields(version=version))
        assert response.status_code == 409

    def test_days_in_another_study_year_are_refused_beside_it(self, sign_in: SignIn) -> None:
        cohort = make_cohort()
        response = sign_in(make_coordinator(cohort)).post(
            f"/leergroepen/{cohort.public_id}/bewerken",
            data=cohort_fields(version="1", starts_on="2027-09-09", ends_on="2028-06-22"),
        )
        assert response.status_code == 422
        beside = response.text.partition('id="academic_year-error"')[2].partition("</p>")[0]
        assert "De leergroep valt niet in dit studiejaar." in beside

    def test_organisation_with_people_stays(self, session: Session, sign_in: SignIn) -> None:
        cohort, organisation = make_cohort(), make_organisation()
        make_admission(cohort, organisation)
        make_enrolment(cohort, organisation=organisation)
        path = f"/leergroepen/{cohort.public_id}/bewerken"
        response = sign_in(make_coordinator(cohort)).post(path, data=cohort_fields(version="1"))
        assert response.status_code == 409
        assert "Van deze organisatie doen nog mensen mee." in response.text
        session.expire_all()
        assert session.get_one(Cohort, cohort.id).name != "Leergroep Jeker"


def test_a_called_off_morning_is_not_when_people_come(session: Session, sign_in: SignIn) -> None:
    cohort = make_cohort()
    morning, _afternoon = day_parts_of(make_meeting(cohort))
    morning.cancelled_at = clock.now()
    client = sign_in(session.get_one(Person, make_enrolment(cohort).person_id))
    for address in ("/", f"/leergroepen/{cohort.public_id}"):
        page = client.get(address).text
        assert "13.30–16.30 uur" in page
        assert "09.30–" not in page
