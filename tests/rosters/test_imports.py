"""A list is judged, confirmed, taken in once, and forgotten in time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from lms.accounts.models import HatAssignment, Organisation, Person
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.cohorts.rules import LARGEST_COHORT
from lms.core import clock
from lms.core.outbox import MAIL, Intent
from lms.jobs.models import Job, JobState
from lms.jobs.operations import take_step
from lms.rosters import operations, sheets
from lms.rosters.models import ImportRow, ListImport
from lms.rosters.rules import ProblemKind
from lms.rosters.subscribers import NoLongerAllowedError
from lms.rosters.views.words import problem_words
from tests.factories.accounts import make_account, make_discipline, make_organisation, make_person
from tests.factories.cohorts import (
    make_admission,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_trainer,
)
from tests.rosters.lists import csv_of, xlsx_of

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def organisation(session: Session) -> Organisation:
    return make_organisation(name="Gemeente Vaalbeek")


@pytest.fixture
def cohort(session: Session, organisation: Organisation) -> Cohort:
    cohort = make_cohort(maximum_size=400)
    make_admission(cohort, organisation)
    return cohort


@pytest.fixture
def coordinator(session: Session, cohort: Cohort) -> Person:
    return make_coordinator(cohort)


def row(number: int, **values: str) -> tuple[str, ...]:
    cells = {
        "email": f"nieuw{number}@voorbeeld.example",
        "given_name": "Sanne",
        "prefix": "van",
        "family_name": f"Berg{number}",
        "organisation": "Gemeente Vaalbeek",
        "discipline": "",
        "job_role": "",
    } | values
    return tuple(cells.values())


def send(client: FlaskClient, cohort: Cohort, content: bytes, name: str = "lijst.csv") -> Any:
    data = {"file": (io.BytesIO(content), name)}
    return client.post(
        f"/leergroepen/{cohort.public_id}/inlezen", data=data, content_type="multipart/form-data"
    )


def only_import(session: Session) -> ListImport:
    session.expire_all()
    return session.scalars(sa.select(ListImport)).one()


def confirm(client: FlaskClient, found: ListImport, **values: str) -> Any:
    data = {"sha256": found.sha256, "invites": "y", **values}
    return client.post(f"/inlezingen/{found.public_id}/bevestigen", data=data)


def enrolled(session: Session, cohort: Cohort) -> int:
    counted = sa.select(sa.func.count(Enrolment.id)).where(Enrolment.cohort_id == cohort.id)
    return session.scalar(counted) or 0


def mails(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Intent.kind == MAIL)) or 0


class TestJudging:
    def test_tells_every_fault_at_once_and_takes_nobody_in(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        content = csv_of(
            row(1),
            row(2, email=""),
            row(3, email="NIEUW1@voorbeeld.example"),
            row(4, discipline="x"),
            row(5, prefix="BSN 123456782", organisation="123456782"),
        )
        answer = send(client, cohort, content)
        page = client.get(answer.headers["Location"]).text
        assert answer.status_code == 303
        assert "1 rij is goed" in page
        assert "E-mailadres is leeg. Vul deze cel in." in page
        assert "E-mailadres staat ook in rij 2." in page
        assert "Discipline kennen we niet." in page
        assert "Tussenvoegsel bevat een nummer dat op een BSN lijkt." in page
        assert "Organisatie bevat een nummer dat op een BSN lijkt." in page
        assert "123456782" not in page
        assert "123456782" not in str(session.scalars(sa.select(ImportRow.cells)).all())
        assert enrolled(session, cohort) == mails(session) == 0

    @pytest.mark.parametrize(
        ("content", "name", "status", "words"),
        [
            (b"", "a.csv", 422, "Dit bestand is leeg."),
            (b"%PDF-1.4", "a.pdf", 422, "Dit soort bestand lezen we niet."),
            (b"\xd0\xcf\x11\xe0" + b"x" * 600, "a.xlsx", 422, "beveiligd met een wachtwoord"),
            (csv_of(*[("a@b.nl",)] * 10_000), "a.csv", 422, "Deze lijst heeft 10.000 rijen."),
            (csv_of(heads=[f"K{n}" for n in range(200)]), "a.csv", 422, "Deze lijst heeft 200 kolommen."),
            (
                csv_of(heads=["Voornaam"]),
                "a.csv",
                422,
                "ontbreken de kolommen E-mailadres, Achternaam, Organisatie",
            ),
            (csv_of(), "a.csv", 422, "Onder de eerste rij staat niets."),
        ],
    )
    def test_a_list_that_cannot_be_judged_gets_its_sentence(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        content: bytes,
        name: str,
        status: int,
        words: str,
    ) -> None:
        answer = send(sign_in(coordinator), cohort, content, name)
        assert answer.status_code == status
        assert words in answer.text
        assert session.scalar(sa.select(sa.func.count(ListImport.id))) == 0

    def test_a_list_that_is_too_large_says_so(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(sheets, "LARGEST", 20)
        answer = send(sign_in(coordinator), cohort, csv_of(row(1)))
        assert answer.status_code == 413
        assert "te groot" in answer.text

    def test_what_we_know_of_people_is_read_from_the_rows(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        organisation: Organisation,
    ) -> None:
        named = {"given_name": "Sanne", "prefix": "van", "family_name": "Berg3", "organisation": organisation}
        make_enrolment(cohort, make_person(email="staat.er@voorbeeld.example", **named))
        make_trainer(cohort, email="geeft.les@voorbeeld.example", organisation=organisation)
        make_person(email="elders@voorbeeld.example", organisation=make_organisation(name="Zorgnet"))
        make_account(email="bekend@voorbeeld.example", organisation=organisation)
        names = ("Staat.Er", "geeft.les", "ELDERS", "bekend")
        content = csv_of(*(row(n, email=f"{name}@voorbeeld.example") for n, name in enumerate(names)))
        client = sign_in(coordinator)
        address = send(client, cohort, content).headers["Location"]
        page = client.get(address).text
        assert "al op de lijst van deze leergroep staat" in page
        assert "die deze leergroep lesgeeft" in page
        assert "deze persoon werkt bij Zorgnet" in page
        good = client.get(f"{address}?rijen=goed").text
        assert "Heeft al een account en doet meteen mee." in good
        assert "staat al iemand met deze naam. Kijk of dit iemand anders is." in good

    def test_the_last_places_are_given_in_order(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        cohort.maximum_size = 2
        session.commit()
        client = sign_in(coordinator)
        assert "Er zijn nog 2 plaatsen." in client.get(f"/leergroepen/{cohort.public_id}/inlezen").text
        answer = send(client, cohort, csv_of(row(1), row(2), row(3)))
        page = client.get(answer.headers["Location"]).text
        assert "Er is geen plaats meer: deze leergroep telt hooguit 2 mensen." in page
        assert "<dt>Plaatsen over</dt><dd>2</dd>" in page
        cohort.maximum_size = 0
        assert "De leergroep is vol." in client.get(f"/leergroepen/{cohort.public_id}/inlezen").text
        assert (only_import(session).fit, only_import(session).refused) == (2, 1)


def test_of_the_largest_cohort_nobody_is_told_to_make_it_larger(app: Flask) -> None:
    with app.test_request_context():
        (sentence,) = problem_words([(ProblemKind.NO_PLACE, "", str(LARGEST_COHORT))])
    assert sentence == (
        "Er is geen plaats meer: een leergroep telt nooit meer dan 60 mensen. "
        "Zet deze rij bij een andere leergroep."
    )


class TestTakingIn:
    def test_a_few_rows_are_taken_in_at_once_with_their_invitation(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        make_discipline(name="Wmo")
        client = sign_in(coordinator)
        send(client, cohort, xlsx_of(row(1, discipline="wmo"), row(2), row(3, email="fout")), "lijst.xlsx")
        answer = confirm(client, only_import(session))
        assert answer.headers["Location"] == f"/inlezingen/{only_import(session).public_id}"
        people = session.scalars(sa.select(Enrolment).where(Enrolment.cohort_id == cohort.id)).all()
        assert [person.state for person in people] == [EnrolmentState.INVITED] * 2
        assert mails(session) == 2
        assert "2 mensen zijn ingelezen" in client.get(answer.headers["Location"]).text

    def test_without_the_tick_nobody_is_mailed_yet(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1)))
        found = only_import(session)
        client.post(f"/inlezingen/{found.public_id}/bevestigen", data={"sha256": found.sha256})
        assert (enrolled(session, cohort), mails(session)) == (1, 0)

    def test_the_confirmation_is_bound_to_the_file_that_was_judged(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1)))
        answer = confirm(client, only_import(session), sha256="b" * 64)
        assert answer.status_code == 409
        assert "niet de lijst die we nakeken" in answer.text
        assert enrolled(session, cohort) == 0

    def test_confirming_twice_takes_nobody_in_twice(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1)))
        confirm(client, only_import(session))
        answer = confirm(client, only_import(session))
        assert answer.status_code == 409
        assert "al ingelezen" in answer.text
        assert enrolled(session, cohort) == 1

    def test_what_changed_meanwhile_is_judged_again(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        organisation: Organisation,
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1), row(2)))
        make_enrolment(cohort, make_person(email="Nieuw1@voorbeeld.example", organisation=organisation))
        confirm(client, only_import(session))
        found = only_import(session)
        assert (found.taken_in, found.dropped) == (1, 1)
        assert "al op de lijst" in client.get(f"/inlezingen/{found.public_id}").text

    def test_many_rows_are_a_job_that_goes_on_in_small_steps(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(*(row(n) for n in range(26))))
        answer = confirm(client, only_import(session))
        job = session.scalars(sa.select(Job)).one()
        assert answer.headers["Location"] == f"/werk/{job.public_id}"
        seen = []
        while take_step(session, job_id=job.public_id):
            seen.append((job.done, enrolled(session, cohort)))
        assert seen == [(10, 10), (20, 20)]
        assert (job.state, job.done, mails(session)) == (JobState.DONE, 26, 26)
        assert "26 mensen staan nu op de lijst." in client.get(f"/werk/{job.public_id}").text

    def test_a_job_ends_for_who_no_longer_coordinates(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(*(row(n) for n in range(26))))
        confirm(client, only_import(session))
        job = session.scalars(sa.select(Job)).one()
        for hat in session.scalars(sa.select(HatAssignment)):
            hat.ends_on = clock.today() - timedelta(days=1)
        session.flush()
        with pytest.raises(NoLongerAllowedError):
            take_step(session, job_id=job.public_id)
        assert enrolled(session, cohort) == 0


class TestForgetting:
    def test_a_judged_list_can_be_thrown_away(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1)))
        client.post(f"/inlezingen/{only_import(session).public_id}/weggooien")
        assert session.scalar(sa.select(sa.func.count(ListImport.id))) == 0
        assert session.scalar(sa.select(sa.func.count(ImportRow.id))) == 0

    @pytest.mark.parametrize(
        ("confirmed", "after", "imports", "rows"),
        [(False, 25, 0, 0), (False, 23, 1, 1), (True, 25, 1, 1), (True, 15 * 24, 1, 0)],
    )
    def test_what_lists_say_is_erased_in_time(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        confirmed: bool,
        after: int,
        imports: int,
        rows: int,
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1)))
        if confirmed:
            confirm(client, only_import(session))
        with clock.moved_to(clock.now() + timedelta(hours=after)):
            operations.purge_rows(session)
        assert session.scalar(sa.select(sa.func.count(ListImport.id))) == imports
        assert session.scalar(sa.select(sa.func.count(ImportRow.id))) == rows


class TestFiles:
    def test_refused_rows_come_back_with_their_reason_and_can_be_sent_again(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        send(client, cohort, csv_of(row(1, email=""), row(2, given_name="=1+1")))
        address = f"/inlezingen/{only_import(session).public_id}/niet-ingelezen"
        told = list(
            csv.reader(io.StringIO(client.get(f"{address}.csv").text.lstrip("\ufeff")), delimiter=";")
        )
        assert told[1][7:] == ["2", "E-mailadres is leeg. Vul deze cel in."]
        assert told[2][1] == "'=1+1"
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}.xlsx").data))
        assert book.get_sheet_by_index(0).to_python()[1][7] == "2"
        again = send(client, cohort, client.get(f"{address}.xlsx").data, "niet-ingelezen.xlsx")
        assert again.status_code == 303

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_example_is_a_list_that_we_take_in(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person, kind: str
    ) -> None:
        client = sign_in(coordinator)
        example = client.get(f"/leergroepen/{cohort.public_id}/inlezen/voorbeeld.{kind}").data
        assert send(client, cohort, example, f"voorbeeld.{kind}").status_code == 303
        assert (only_import(session).fit, only_import(session).refused) == (1, 0)

    def test_the_list_of_participants_holds_addresses_for_the_coordinator_alone(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        make_enrolment(cohort, make_person(email="adres@voorbeeld.example"))
        trainer = make_trainer(cohort)
        address = f"/leergroepen/{cohort.public_id}/deelnemers/lijst.csv"
        assert "adres@voorbeeld.example" in sign_in(coordinator).get(address).text
        assert "adres@voorbeeld.example" not in sign_in(trainer).get(address).text
        assert "Vliet" in sign_in(trainer).get(address).text
