"""The matrix of a cohort, its filters and its download, as staff meets it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import OrganisationKind, Person
from lms.cohorts.models import AttendanceStatus, EnrolmentState
from lms.core.authorisation import SYSTEM
from lms.learning.models import EvidenceState
from lms.programmes.operations import publish_version, start_draft
from lms.programmes.queries import get_whole_version
from tests.factories.accounts import make_organisation, make_person
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
)
from tests.factories.learning import make_completion, make_evidence, requirement_of
from tests.learning.conftest import Cast, text_of

SignIn = Callable[[Person], FlaskClient]
Status = Callable[[str, str], int]


def matrix(cast: Cast, tail: str = "") -> str:
    return f"/leergroepen/{cast.cohort.public_id}/voortgang{tail}"


class TestMatrix:
    @pytest.mark.parametrize("role", ["trainer", "coordinator"])
    def test_who_sees_it(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, matrix(cast)) == 200
        assert status(role, matrix(cast, "/csv")) == 200

    @pytest.mark.parametrize(
        "role", ["participant", "other_trainer", "other_coordinator", "director", "administrator"]
    )
    def test_it_does_not_exist_for_others(self, cast: Cast, status: Status, role: str) -> None:
        assert status(role, matrix(cast)) == 404
        assert status(role, matrix(cast, "/csv")) == 404

    def test_a_waiting_cell_opens_the_evidence_and_another_the_dossier(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        evidence = make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
        page = text_of(sign_in(cast.trainer), matrix(cast))
        assert f"/bewijzen/{evidence.public_id}" in page
        assert f"/dossiers/{cast.enrolment.public_id}#eis-paper" in page

    def test_a_coordinator_gets_no_door_to_evidence(self, cast: Cast, sign_in: SignIn) -> None:
        make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
        assert "/bewijzen/" not in text_of(sign_in(cast.coordinator), matrix(cast))

    def test_every_cell_says_whose_what_and_how(self, cast: Cast, sign_in: SignIn) -> None:
        make_completion(cast.enrolment, requirement_of(cast.cohort, "paper"))
        name = cast.participant.display_name
        assert f"{name}, Paper voldoende: behaald" in text_of(sign_in(cast.trainer), matrix(cast))

    def test_a_count_stands_where_more_than_one_is_asked(self, cast: Cast, sign_in: SignIn) -> None:
        asked = requirement_of(cast.cohort, "intervisie")
        make_evidence(cast.enrolment, asked, state=EvidenceState.CONFIRMED)
        assert "1/2" in text_of(sign_in(cast.trainer), matrix(cast))

    def test_attendance_is_a_percentage_that_never_rounds_up(self, cast: Cast, sign_in: SignIn) -> None:
        morning, afternoon = day_parts_of(make_meeting(cast.cohort))
        third = day_parts_of(make_meeting(cast.cohort))[0]
        make_attendance(morning, cast.enrolment)
        make_attendance(afternoon, cast.enrolment)
        make_attendance(third, cast.enrolment, AttendanceStatus.ABSENT)
        assert "66%" in text_of(sign_in(cast.trainer), matrix(cast))

    def test_only_who_takes_part_is_a_row(self, session: Session, cast: Cast, sign_in: SignIn) -> None:
        stopped = make_enrolment(cast.cohort, state=EnrolmentState.STOPPED)
        invited = make_enrolment(cast.cohort, state=EnrolmentState.INVITED)
        page = text_of(sign_in(cast.trainer), matrix(cast))
        assert str(stopped.public_id) not in page
        assert str(invited.public_id) not in page
        assert "2 deelnemers" in page

    def test_a_larger_cohort_costs_no_more_queries(
        self, cast: Cast, sign_in: SignIn, count_queries: Callable[..., int]
    ) -> None:
        client, path = sign_in(cast.trainer), matrix(cast)
        few = count_queries(lambda: client.get(path))
        for _ in range(30):
            make_evidence(make_enrolment(cast.cohort), requirement_of(cast.cohort, "intervisie"))
        assert count_queries(lambda: client.get(path)) == few
        assert few <= 12

    def test_a_running_cohort_keeps_its_own_requirements(
        self, session: Session, cast: Cast, sign_in: SignIn
    ) -> None:
        published = get_whole_version(session, version_id=cast.cohort.programme_version_id)
        draft = start_draft(session, actor=SYSTEM, programme=published.programme)
        newest = draft.requirements[0]
        newest.title = newest.short_title = "Nieuwe eis"
        publish_version(session, actor=SYSTEM, version=draft)
        session.commit()
        later = replace(cast, cohort=make_cohort(version=draft))
        make_enrolment(later.cohort)
        assert "Nieuwe eis" in text_of(sign_in(make_coordinator(later.cohort)), matrix(later))
        assert "Nieuwe eis" not in text_of(sign_in(cast.coordinator), matrix(cast))


class TestMatrixFilters:
    @pytest.fixture
    def partner(self, cast: Cast) -> str:
        organisation = make_organisation(kind=OrganisationKind.CARE)
        return str(make_enrolment(cast.cohort, organisation=organisation).public_id)

    @pytest.mark.parametrize(("word", "kept"), [("partners", True), ("gemeente", False), ("wacht", False)])
    def test_a_filter_is_a_link(
        self, cast: Cast, sign_in: SignIn, partner: str, word: str, kept: bool
    ) -> None:
        page = text_of(sign_in(cast.trainer), matrix(cast, f"?toon={word}"))
        assert (f"/dossiers/{partner}" in page) is kept

    def test_waiting_shows_whose_evidence_waits(self, cast: Cast, sign_in: SignIn, partner: str) -> None:
        make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
        page = text_of(sign_in(cast.trainer), matrix(cast, "?toon=wacht"))
        assert f"/dossiers/{cast.enrolment.public_id}" in page
        assert f"/dossiers/{partner}" not in page

    def test_behind_shows_whom_the_plan_has_passed(self, cast: Cast, sign_in: SignIn, partner: str) -> None:
        make_completion(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
        page = text_of(sign_in(cast.trainer), matrix(cast, "?toon=achter"))
        assert f"/dossiers/{partner}" in page
        assert f"/dossiers/{cast.enrolment.public_id}" not in page

    def test_one_organisation(self, cast: Cast, sign_in: SignIn) -> None:
        organisation = make_organisation()
        own = make_enrolment(cast.cohort, organisation=organisation)
        page = text_of(sign_in(cast.trainer), matrix(cast, f"?organisatie={organisation.public_id}"))
        assert f"/dossiers/{own.public_id}" in page
        assert f"/dossiers/{cast.enrolment.public_id}" not in page

    @pytest.mark.parametrize("query", ["?toon=onzin", "?organisatie=onzin"])
    def test_an_unknown_filter_is_ignored_with_a_word(self, cast: Cast, sign_in: SignIn, query: str) -> None:
        page = text_of(sign_in(cast.trainer), matrix(cast, query))
        assert "Dit filter kennen we niet" in page
        assert f"/dossiers/{cast.enrolment.public_id}" in page

    def test_an_empty_filter_offers_everybody(self, cast: Cast, sign_in: SignIn) -> None:
        assert "Niemand om te laten zien" in text_of(sign_in(cast.trainer), matrix(cast, "?toon=partners"))


class TestMatrixCsv:
    def test_it_holds_a_row_per_participant_and_no_formula(self, cast: Cast, sign_in: SignIn) -> None:
        organisation = make_organisation(name='=HYPERLINK("http://kwaad.example")')
        person = make_person(given_name="+Els", prefix="", family_name="-Aarts")
        make_enrolment(cast.cohort, person, organisation=organisation)
        rows = sheet(sign_in(cast.trainer), cast)
        assert len(rows) == 4
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert "'+Els -Aarts" in rows[1]

    def test_it_says_what_the_screen_says(self, cast: Cast, sign_in: SignIn) -> None:
        make_completion(cast.enrolment, requirement_of(cast.cohort, "paper"))
        asked = requirement_of(cast.cohort, "intervisie")
        make_evidence(cast.enrolment, asked, state=EvidenceState.CONFIRMED)
        row = next(row for row in sheet(sign_in(cast.trainer), cast) if cast.participant.display_name in row)
        assert row[3:] == ["1 van 2", "nog niet", "behaald"]


def sheet(client: FlaskClient, cast: Cast) -> list[list[str]]:
    answer = client.get(matrix(cast, "/csv"))
    assert answer.mimetype == "text/csv"
    text = answer.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";"))
