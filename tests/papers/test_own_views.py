from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.files import path_of
from lms.papers import queries
from lms.papers.models import Assignment, PaperVersion, Submission
from lms.papers.rules import GradingState, grading_state
from tests.factories.accounts import make_administrator, make_hat, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.papers.documents import make_docx, make_encrypted_pdf, make_odt, make_pdf
from tests.papers.steps import form_fields, reread, send, versions, without_keys

SignIn = Callable[[Person], FlaskClient]
DATA = {"Accept": "application/json"}


class TestPaperHandIn:
    def test_a_paper_gets_a_receipt_page(self, participant: FlaskClient, assignment: Assignment) -> None:
        answer = send(participant, make_docx(), note="Met nieuwe bronnen.")
        assert answer.status_code == 303
        page = participant.get(str(answer.location)).text
        assert "Ontvangstbewijs" in page
        assert "9 woorden" in page
        assert "do 26 november 2026, 11.00 uur" in page

    def test_the_same_form_twice_is_one_version(
        self, session: Session, participant: FlaskClient, assignment: Assignment
    ) -> None:
        first, second = send(participant, make_docx()), send(participant, make_docx())
        assert first.location == second.location
        assert versions(session) == 1

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (make_encrypted_pdf(), "paper.pdf", "beveiligd met een wachtwoord"),
            (b"", "paper.pdf", "Dit bestand is leeg"),
            (make_pdf(), "paper.docx", "Lever je paper in als PDF, DOCX of ODT"),
            (b"MZ programma", "paper.pdf", "Lever je paper in als PDF, DOCX of ODT"),
            (b"%PDF-1.7 kapot", "paper.pdf", "Dit bestand is beschadigd"),
        ],
    )
    def test_a_wrong_file_is_refused_beside_the_field_and_the_note_stays(
        self,
        session: Session,
        participant: FlaskClient,
        assignment: Assignment,
        content: bytes,
        name: str,
        words: str,
    ) -> None:
        answer = send(participant, content, name, note="Mijn bericht blijft staan.")
        assert answer.status_code == 422
        assert words in answer.text
        assert "Mijn bericht blijft staan." in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert versions(session) == 0

    def test_a_file_over_the_limit_is_413(
        self, session: Session, participant: FlaskClient, assignment: Assignment
    ) -> None:
        file = FileStorage(io.BytesIO(b"%PDF-" + b"0" * (20 * 1024 * 1024)), "paper.pdf")
        boundary, body = encode_multipart({"own_work": "y", "file": file})
        kind = f'multipart/form-data; boundary="{boundary}"'
        answer = participant.post("/paper/inleveren", data=body, content_type=kind)
        assert answer.status_code == 413
        assert "hooguit 20 MB" in answer.text
        assert versions(session) == 0

    def test_without_the_statement_nothing_is_taken_in(
        self, session: Session, participant: FlaskClient, assignment: Assignment
    ) -> None:
        answer = send(participant, make_odt(), "paper.odt", own_work="")
        assert answer.status_code == 422
        assert "Zonder deze verklaring" in answer.text
        assert versions(session) == 0

    def test_without_a_file_the_form_says_so(self, participant: FlaskClient, assignment: Assignment) -> None:
        answer = participant.post("/paper/inleveren", data={"own_work": "y"})
        assert answer.status_code == 422
        assert "Kies het bestand met je paper." in answer.text

    def test_after_the_window_it_is_refused_in_words(
        self, session: Session, participant: FlaskClient, assignment: Assignment
    ) -> None:
        assignment.closes_at = assignment.late_until = clock.now() - timedelta(days=1)
        session.commit()
        answer = send(participant, make_odt(), "paper.odt")
        assert answer.status_code == 409
        assert "De tijd om in te leveren is voorbij." in answer.text

    def test_without_an_assignment_there_is_no_door(self, participant: FlaskClient) -> None:
        assert participant.get("/paper/inleveren").status_code == 404
        assert "Er is nog geen paperopdracht" in participant.get("/paper").text


class TestPaperOwn:
    def test_the_deadline_has_its_weekday_and_time(
        self, participant: FlaskClient, assignment: Assignment
    ) -> None:
        page = participant.get("/paper").text
        assert "do 10 december 2026, 23.59 uur" in page
        assert "Nog 14 dagen" in page

    @pytest.mark.parametrize("hat", [Hat.DIRECTOR, Hat.ADMINISTRATOR, Hat.COORDINATOR, Hat.TRAINER])
    def test_who_does_not_take_part_finds_nothing(self, session: Session, sign_in: SignIn, hat: Hat) -> None:
        person = make_person()
        make_hat(person, hat)
        assert sign_in(person).get("/paper").status_code == 404

    def test_nothing_changes_on_any_own_page_while_an_assessor_works(
        self, session: Session, paper: Submission, trainer: Person, enrolment: Enrolment, sign_in: SignIn
    ) -> None:
        version = paper.versions[0].public_id
        pages = ("/paper", "/paper/beoordeling", f"/paper/versies/{version}/ontvangst")
        author = session.get_one(Person, enrolment.person_id)

        def read() -> list[tuple[int, str]]:
            client = sign_in(author)
            answers = [client.get(url) for url in pages]
            return [(a.status_code, without_keys(a.text)) for a in answers]

        before = read()
        client = sign_in(trainer)
        url = f"/papers/{paper.public_id}/beoordelen"
        draft = client.post(url, data={**form_fields(session, paper, "g."), "act": "draft"})
        assert draft.status_code == 303
        assert read() == before
        seen = reread(session, paper).current_assessment
        assert seen is not None
        fields = form_fields(session, paper, "gg", version=str(seen.version), form_key="klaar")
        final = sign_in(trainer).post(url, data={**fields, "act": "final"})
        assert final.status_code == 303
        assert grading_state(reread(session, paper)) is GradingState.FINALISED
        assert read() == before


class TestVersionFile:
    def test_it_is_a_download_that_no_browser_runs(
        self, session: Session, participant: FlaskClient, assignment: Assignment
    ) -> None:
        send(participant, make_docx(), "mijn paper é.docx")
        version = session.scalars(sa.select(PaperVersion)).one()
        answer = participant.get(f"/paper/versies/{version.public_id}/bestand")
        assert answer.data == make_docx_of(session, version)
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''mijn%20paper")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_classmate_a_director_and_an_administrator_find_nothing(
        self, session: Session, paper: Submission, cohort: Cohort, enrolment: Enrolment, sign_in: SignIn
    ) -> None:
        url = f"/paper/versies/{paper.versions[0].public_id}/bestand"
        director = make_person()
        make_hat(director, Hat.DIRECTOR, organisation_id=enrolment.organisation_id)
        classmate = session.get_one(Person, make_enrolment(cohort).person_id)
        assert sign_in(classmate).get(url).status_code == 404
        assert sign_in(director).get(url).status_code == 404
        assert sign_in(make_administrator()).get(url).status_code == 404
        assert sign_in(make_coordinator(cohort)).get(url).status_code == 404
        assert sign_in(make_trainer(make_cohort())).get(url).status_code == 404

    def test_a_page_of_a_pdf_is_shown_as_a_picture(
        self, session: Session, participant: FlaskClient, assignment: Assignment
    ) -> None:
        send(participant, make_pdf("Een bladzijde."), "paper.pdf")
        version = session.scalars(sa.select(PaperVersion)).one()
        url = f"/paper/versies/{version.public_id}/paginas"
        assert participant.get(f"{url}/1").mimetype == "image/webp"
        assert participant.get(f"{url}/2").status_code == 404
        assert participant.get(f"{url}/100000").status_code == 404


def make_docx_of(session: Session, version: PaperVersion) -> bytes:
    return path_of(queries.get_version(session, version_id=version.public_id).file).read_bytes()
