from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort
from lms.core.files import path_of
from lms.papers import queries
from lms.papers.models import Outcome, Submission
from tests.factories.cohorts import make_coordinator, make_trainer
from tests.factories.papers import (
    MOTIVATION,
)
from tests.papers.documents import make_docx
from tests.papers.steps import form_fields, reread

SignIn = Callable[[Person], FlaskClient]
DATA = {"Accept": "application/json"}


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

    @pytest.mark.parametrize("typed", ["²", "x", "-1", "9" * 40])
    def test_a_version_that_is_no_number_is_as_old_as_can_be(
        self, session: Session, paper: Submission, assessor: FlaskClient, url: str, typed: str
    ) -> None:
        answer = assessor.post(url, data={**form_fields(session, paper, "g."), "version": typed})
        assert answer.status_code == 409
        assert MOTIVATION in answer.text

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
        assert "Schrijf wat er beter kan." in answer.text
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
