from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.files import path_of
from lms.papers import queries
from lms.papers.models import Assignment, Outcome, PaperVersion, Submission
from lms.papers.rules import GradingState, grading_state
from tests.factories.accounts import make_administrator, make_hat, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.papers import (
    CLOSES_AT,
    LATE_UNTIL,
    MOTIVATION,
    TEXTS,
    make_assessor,
    make_assignment,
    make_finalised,
    make_paper_version,
    make_released,
    make_submission,
)
from tests.papers.documents import make_docx, make_encrypted_pdf, make_odt, make_pdf
from tests.papers.steps import reread

SignIn = Callable[[Person], FlaskClient]
DATA = {"Accept": "application/json"}


@pytest.fixture
def participant(session: Session, enrolment: Enrolment, sign_in: SignIn) -> FlaskClient:
    return sign_in(session.get_one(Person, enrolment.person_id))


def send(client: FlaskClient, content: bytes, name: str = "paper.docx", **fields: str) -> TestResponse:
    data = {"own_work": "y", "note": "", "form_key": "een", "file": (io.BytesIO(content), name), **fields}
    return client.post("/paper/inleveren", data=data)


def versions(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(PaperVersion)) or 0


def form_fields(session: Session, paper: Submission, levels: str, **fields: str) -> dict[str, str]:
    letters = {"o": "insufficient", "v": "sufficient", "g": "good", "u": "excellent", ".": ""}
    data = {"version": "0", "form_key": "vorm", **TEXTS}
    criteria = queries.get_rubric(session, submission=reread(session, paper)).criteria
    for criterion, letter in zip(criteria, levels, strict=True):
        data[f"level_{criterion.id}"] = letters[letter]
        data[f"motivation_{criterion.id}"] = MOTIVATION
    return {**data, **fields}


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


def without_keys(page: str) -> str:
    """The page without the values that differ between any two readings."""
    lines = page.splitlines()
    return "\n".join(line for line in lines if "form_key" not in line and "csrf_token" not in line)


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


class TestSubmissionGrade:
    @pytest.fixture
    def url(self, paper: Submission) -> str:
        return f"/papers/{paper.public_id}/beoordelen"

    @pytest.fixture
    def assessor(self, trainer: Person, sign_in: SignIn) -> FlaskClient:
        return sign_in(trainer)

    @pytest.fixture(autouse=True)
    def document(self, session: Session, paper: Submission) -> None:
        stored = paper.versions[0].file
        stored.kind, stored.name = stored.kind.DOCX, "paper.docx"
        path_of(stored).write_bytes(make_docx("Begin bij de <grootste> zorg."))
        session.commit()

    def test_the_paper_stands_beside_the_form(self, assessor: FlaskClient, url: str) -> None:
        page = assessor.get(url).text
        assert "<h3>Eerst de huur</h3><p>Begin bij de &lt;grootste&gt; zorg.</p>" in page
        assert "60% · moet voldoende zijn" in page
        assert "De paper telt 3.000 tot 5.000 woorden." in page

    def test_a_draft_is_kept_and_shown_again(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        answer = assessor.post(url, data={**form_fields(session, paper, "g."), "act": "draft"})
        assert answer.status_code == 303
        page = assessor.get(url).text
        assert MOTIVATION in page
        assert ">8,0<" in page
        assert "Opgeslagen 11.00 uur" in page

    def test_an_automatic_save_answers_with_what_the_page_needs(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        fields = {**form_fields(session, paper, "gv"), "act": "draft"}
        first = assessor.post(url, data=fields, headers=DATA)
        assert (first.status_code, first.json["saved_at"], first.json["grade"]) == (200, "11.00", "7,2")
        again = assessor.post(url, data={**fields, "version": str(first.json["version"])}, headers=DATA)
        assert again.status_code == 200
        assert again.json["version"] > first.json["version"]

    def test_a_second_tab_gets_both_texts_and_loses_nothing(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        first = form_fields(session, paper, "g.", strength="Uit het eerste tabblad.")
        assessor.post(url, data={**first, "act": "draft"})
        second = form_fields(session, paper, "oo", strength="Uit het tweede tabblad.", form_key="twee")
        answer = assessor.post(url, data={**second, "act": "draft"})
        assert answer.status_code == 409
        assert "Uit het eerste tabblad." in answer.text
        assert "Uit het tweede tabblad." in answer.text
        current = reread(session, paper).current_assessment
        assert current is not None
        assert current.strength == "Uit het eerste tabblad."
        mine = {**second, "version": str(current.version), "form_key": "drie", "act": "draft"}
        assert assessor.post(url, data=mine).status_code == 303
        kept = reread(session, paper).current_assessment
        assert kept is not None
        assert kept.strength == "Uit het tweede tabblad."

    def test_an_automatic_save_of_a_second_tab_is_a_conflict_too(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        fields = {**form_fields(session, paper, "g."), "act": "draft"}
        assessor.post(url, data=fields, headers=DATA)
        assert assessor.post(url, data=fields, headers=DATA).status_code == 409

    def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        fields = form_fields(session, paper, "g.", growth_point="", strength="Dit blijft staan.")
        answer = assessor.post(url, data={**fields, "act": "final"})
        assert answer.status_code == 422
        assert "Kies een niveau." in answer.text
        assert "Vul dit veld in." in answer.text
        assert "Dit blijft staan." in answer.text
        assert reread(session, paper).current_assessment is None

    @pytest.mark.parametrize(
        "wrong", [{"level": "superb"}, {"motivation": "x" * 4001}, {"unmet_conditions": "onbekend"}]
    )
    def test_a_field_out_of_range_is_refused(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str, wrong: dict[str, str]
    ) -> None:
        criterion = queries.get_rubric(session, submission=reread(session, paper)).criteria[0]
        wrong = {k if k == "unmet_conditions" else f"{k}_{criterion.id}": v for k, v in wrong.items()}
        fields = {**form_fields(session, paper, "gg"), **wrong, "act": "draft"}
        assert assessor.post(url, data=fields).status_code == 422
        assert assessor.post(url, data=fields, headers=DATA).status_code == 422

    def test_a_grade_in_the_request_means_nothing(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        fields = form_fields(session, paper, "oo")
        assessor.post(url, data={**fields, "act": "final", "grade": "10.0", "outcome": "passed"})
        paper = reread(session, paper)
        assert [entry.outcome for entry in paper.grade_log] == [Outcome.FAILED]
        assert paper.released_grade is None

    def test_a_final_form_leads_to_the_paper(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str
    ) -> None:
        assessor.post(url, data={**form_fields(session, paper, "gg"), "act": "final"})
        answer = assessor.get(url)
        assert answer.status_code == 302
        late = assessor.post(url, data={**form_fields(session, paper, "oo", form_key="laat"), "act": "draft"})
        assert late.status_code == 409

    def test_a_colleague_without_the_seat_finds_nothing(
        self, cohort: Cohort, sign_in: SignIn, url: str
    ) -> None:
        assert sign_in(make_trainer(cohort)).get(url).status_code == 404
        assert sign_in(make_coordinator(cohort)).get(url).status_code == 404

    def test_a_draft_of_a_colleague_is_nowhere_on_the_paper_page(
        self,
        session: Session,
        paper: Submission,
        assessor: FlaskClient,
        url: str,
        cohort: Cohort,
        sign_in: SignIn,
    ) -> None:
        assessor.post(url, data={**form_fields(session, paper, "gg", strength="Nog geheim."), "act": "draft"})
        page = sign_in(make_trainer(cohort)).get(f"/papers/{paper.public_id}")
        assert page.status_code == 200
        assert "Nog geheim." not in page.text
        assert MOTIVATION not in page.text

    def test_the_page_costs_at_most_twelve_queries(
        self,
        session: Session,
        paper: Submission,
        assessor: FlaskClient,
        url: str,
        count_queries: Callable[[Callable[[], object]], int],
    ) -> None:
        assessor.post(url, data={**form_fields(session, paper, "gg"), "act": "draft"})
        session.expire_all()
        assert count_queries(lambda: assessor.get(url)) <= 12


class TestReleasing:
    @pytest.fixture
    def final(
        self, session: Session, assignment: Assignment, cohort: Cohort, trainer: Person
    ) -> list[Submission]:
        papers = []
        for _ in range(2):
            submission = make_submission(assignment, make_enrolment(cohort))
            make_finalised(make_paper_version(submission), make_assessor(submission, trainer))
            papers.append(submission)
        return papers

    def test_several_go_out_after_one_question(
        self,
        session: Session,
        final: list[Submission],
        assignment: Assignment,
        trainer: Person,
        sign_in: SignIn,
    ) -> None:
        ids = [str(paper.public_id) for paper in final]
        url = f"/paper-opdrachten/{assignment.public_id}/vrijgeven"
        client = sign_in(trainer)
        question = client.get(url, query_string={"paper": ids})
        assert "Geef 2 beoordelingen vrij" in question.text
        assert all(reread(session, paper).released_at is None for paper in final)
        answer = client.post(url, data={"paper": ids, "form_key": "vrij"})
        assert answer.status_code == 303
        assert all(reread(session, paper).released_at == clock.now() for paper in final)
        assert "2 beoordelingen zijn vrijgegeven." in client.get(str(answer.location)).text

    def test_a_paper_that_is_not_final_cannot_be_chosen(
        self, session: Session, paper: Submission, assignment: Assignment, trainer: Person, sign_in: SignIn
    ) -> None:
        url = f"/paper-opdrachten/{assignment.public_id}/vrijgeven"
        answer = sign_in(trainer).post(url, data={"paper": str(paper.public_id)})
        assert answer.status_code == 302
        assert reread(session, paper).released_at is None

    def test_the_coordinator_sees_states_but_no_door_to_a_text(
        self, final: list[Submission], assignment: Assignment, cohort: Cohort, sign_in: SignIn
    ) -> None:
        client = sign_in(make_coordinator(cohort))
        page = client.get(f"/paper-opdrachten/{assignment.public_id}")
        assert page.status_code == 200
        assert "Definitief, nog niet vrijgegeven" in page.text
        assert f"/papers/{final[0].public_id}" not in page.text
        assert client.get(f"/papers/{final[0].public_id}").status_code == 404
        assert client.get(f"/paper-opdrachten/{assignment.public_id}/vrijgeven").status_code == 404

    def test_the_judgement_is_read_with_its_reasons(
        self, session: Session, final: list[Submission], sign_in: SignIn
    ) -> None:
        paper = reread(session, final[0])
        author, assessment = paper.enrolment.person, paper.current_assessment
        assert assessment is not None
        assert sign_in(author).get("/paper/beoordeling").status_code == 404
        make_released(paper, assessment)
        page = sign_in(author).get("/paper/beoordeling").text
        for words in ("6,0", "Geslaagd", MOTIVATION, "Het staat er.", TEXTS["feed_forward"]):
            assert words in page

    def test_a_high_grade_with_a_knock_out_says_why_it_failed(
        self, session: Session, paper: Submission, trainer: Person, enrolment: Enrolment, sign_in: SignIn
    ) -> None:
        paper.versions[0].file.kind = paper.versions[0].file.kind.ODT
        path_of(paper.versions[0].file).write_bytes(make_odt())
        session.commit()
        client = sign_in(trainer)
        fields = {**form_fields(session, paper, "ou"), "act": "final"}
        client.post(f"/papers/{paper.public_id}/beoordelen", data=fields)
        url = f"/paper-opdrachten/{reread(session, paper).assignment.public_id}/vrijgeven"
        client.post(url, data={"paper": str(paper.public_id), "form_key": "uit"})
        page = sign_in(session.get_one(Person, enrolment.person_id)).get("/paper/beoordeling").text
        assert "6,4" in page
        assert "Niet geslaagd" in page
        assert "Het cijfer is hoog genoeg, maar dit onderdeel moet minstens voldoende zijn:" in page
        assert "Je mag één keer herkansen." in page

    def test_reopening_asks_for_a_reason_and_hides_the_judgement(
        self, session: Session, final: list[Submission], trainer: Person, sign_in: SignIn
    ) -> None:
        paper = reread(session, final[0])
        assert paper.current_assessment is not None
        author = paper.enrolment.person
        make_released(paper, paper.current_assessment)
        url = f"/papers/{paper.public_id}/heropenen"
        client = sign_in(trainer)
        assert client.post(url, data={"reason": "kort"}).status_code == 422
        answer = client.post(url, data={"reason": "Criterium twee was verwisseld.", "form_key": "open"})
        assert answer.status_code == 303
        assert "Criterium twee was verwisseld." in client.get(str(answer.location)).text
        assert sign_in(author).get("/paper/beoordeling").status_code == 404


class TestAssignments:
    FIELDS: ClassVar[dict[str, str]] = {
        "title": "Praktijkonderzoek",
        "opens_on": "2026-11-02",
        "opens_time": "09:00",
        "closes_on": "2026-12-10",
        "closes_time": "23:59",
        "takes_late": "y",
    }

    def test_the_coordinator_opens_one(self, session: Session, cohort: Cohort, sign_in: SignIn) -> None:
        activity = queries.list_paper_activities(session, cohort=cohort)[0]
        client = sign_in(make_coordinator(cohort))
        url = f"/leergroepen/{cohort.public_id}/paper-opdrachten/nieuw"
        answer = client.post(url, data={**self.FIELDS, "activity": str(activity.public_id), "form_key": "n"})
        assert answer.status_code == 303
        assignment = session.scalars(sa.select(Assignment)).one()
        assert (assignment.closes_at, assignment.late_until) == (CLOSES_AT, LATE_UNTIL)
        assert "Praktijkonderzoek" in client.get(f"/leergroepen/{cohort.public_id}/paper-opdrachten").text

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"closes_on": "2026-10-01"}, "De paper moet eerst opengaan"),
            ({"closes_on": "2026-02-31"}, "2026-02-31"),
            ({"title": ""}, "Vul dit veld in."),
            ({"title": "x" * 201}, "niet meer dan 200 tekens"),
        ],
    )
    def test_a_wrong_window_is_refused_with_its_values(
        self,
        session: Session,
        assignment: Assignment,
        cohort: Cohort,
        sign_in: SignIn,
        wrong: dict[str, str],
        words: str,
    ) -> None:
        url = f"/paper-opdrachten/{assignment.public_id}/bewerken"
        answer = sign_in(make_coordinator(cohort)).post(url, data={**self.FIELDS, **wrong})
        assert answer.status_code == 422
        assert words in answer.text
        session.expire_all()
        assert session.scalars(sa.select(Assignment)).one().closes_at == CLOSES_AT

    def test_the_window_moves(
        self, session: Session, assignment: Assignment, cohort: Cohort, sign_in: SignIn
    ) -> None:
        url = f"/paper-opdrachten/{assignment.public_id}/bewerken"
        client = sign_in(make_coordinator(cohort))
        assert 'value="2026-12-10"' in client.get(url).text
        fields = {**self.FIELDS, "closes_on": "2026-12-17", "takes_late": "", "form_key": "w"}
        assert client.post(url, data=fields).status_code == 303
        session.expire_all()
        moved = session.scalars(sa.select(Assignment)).one()
        assert moved.closes_at == moved.late_until == CLOSES_AT + timedelta(days=7)

    def test_a_trainer_does_not_move_it(
        self, assignment: Assignment, trainer: Person, sign_in: SignIn
    ) -> None:
        assert sign_in(trainer).get(f"/paper-opdrachten/{assignment.public_id}/bewerken").status_code == 404


class TestAssessorAssign:
    def test_a_coordinator_assigns_without_reading(
        self, session: Session, assignment: Assignment, cohort: Cohort, sign_in: SignIn
    ) -> None:
        submission = make_submission(assignment, make_enrolment(cohort))
        make_paper_version(submission)
        trainer = make_trainer(cohort)
        url = f"/papers/{submission.public_id}/beoordelaar"
        client = sign_in(make_coordinator(cohort))
        answer = client.post(url, data={"person": str(trainer.public_id), "form_key": "a"})
        assert answer.location == f"/paper-opdrachten/{assignment.public_id}"
        assert [a.person_id for a in reread(session, submission).assessors] == [trainer.id]

    def test_somebody_who_is_not_offered_is_refused(
        self, session: Session, paper: Submission, cohort: Cohort, sign_in: SignIn
    ) -> None:
        stranger = make_person()
        url = f"/papers/{paper.public_id}/beoordelaar"
        answer = sign_in(make_coordinator(cohort)).post(url, data={"person": str(stranger.public_id)})
        assert answer.status_code == 422


class TestSubmissionsList:
    def test_it_counts_states_and_filters(
        self,
        session: Session,
        paper: Submission,
        assignment: Assignment,
        cohort: Cohort,
        trainer: Person,
        sign_in: SignIn,
    ) -> None:
        author = paper.enrolment.person.display_name
        make_paper_version(make_submission(assignment, make_enrolment(cohort)))
        client = sign_in(trainer)
        assert "1 paper wacht op je beoordeling." in client.get("/beoordelen").text
        assert author in client.get("/beoordelen?staat=to_grade").text
        assert author not in client.get("/beoordelen?staat=without_assessor").text
        assert client.get("/beoordelen?staat=onzin").status_code == 200

    def test_thirty_papers_cost_as_many_queries_as_three(
        self,
        assignment: Assignment,
        cohort: Cohort,
        trainer: Person,
        sign_in: SignIn,
        count_queries: Callable[[Callable[[], object]], int],
    ) -> None:
        def add(number: int) -> None:
            for _ in range(number):
                submission = make_submission(assignment, make_enrolment(cohort))
                make_finalised(make_paper_version(submission), make_assessor(submission, trainer))

        urls = ("/beoordelen", f"/paper-opdrachten/{assignment.public_id}")
        add(3)
        client = sign_in(trainer)
        few = [count_queries(lambda url=url: client.get(url)) for url in urls]
        add(9)
        client = sign_in(trainer)
        assert [count_queries(lambda url=url: client.get(url)) for url in urls] == few

    def test_a_participant_has_no_such_page(self, participant: FlaskClient) -> None:
        assert participant.get("/beoordelen").status_code == 403


def test_an_assignment_that_never_existed_looks_like_one_of_others(session: Session, sign_in: SignIn) -> None:
    foreign = make_assignment()
    client = sign_in(make_administrator())
    missing = client.get("/paper-opdrachten/00000000-0000-4000-8000-000000000000")
    other = client.get(f"/paper-opdrachten/{foreign.public_id}")
    assert (missing.status_code, other.status_code) == (404, 404)
    assert without_keys(missing.text) == without_keys(other.text)
