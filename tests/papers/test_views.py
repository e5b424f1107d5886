from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.files import path_of
from lms.papers import queries
from lms.papers.models import Assignment, Submission
from tests.factories.accounts import make_administrator, make_person
from tests.factories.cohorts import make_coordinator, make_enrolment, make_trainer
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
from tests.papers.documents import make_odt
from tests.papers.steps import form_fields, reread, without_keys

SignIn = Callable[[Person], FlaskClient]
DATA = {"Accept": "application/json"}


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

    def test_asking_for_two_reads_as_often_as_asking_for_one(
        self,
        final: list[Submission],
        assignment: Assignment,
        trainer: Person,
        sign_in: SignIn,
        count_queries: Callable[[Callable[[], object]], int],
    ) -> None:
        ids = [str(paper.public_id) for paper in final]
        url = f"/paper-opdrachten/{assignment.public_id}/vrijgeven"
        client = sign_in(trainer)

        def asking(papers: list[str]) -> int:
            client.get(url, query_string={"paper": papers})
            return count_queries(lambda: client.get(url, query_string={"paper": papers}))

        assert asking(ids) == asking(ids[:1])

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
        assert 'name="version"' not in client.get(url).text
        answer = client.post(url, data={**self.FIELDS, "activity": str(activity.public_id), "form_key": "n"})
        assert answer.status_code == 303
        assignment = session.scalars(sa.select(Assignment)).one()
        assert (assignment.closes_at, assignment.late_until) == (CLOSES_AT, LATE_UNTIL)
        assert "Praktijkonderzoek" in client.get(f"/leergroepen/{cohort.public_id}/paper-opdrachten").text

    def test_where_every_paper_has_its_assignment_the_page_leads_to_them(
        self, assignment: Assignment, cohort: Cohort, sign_in: SignIn
    ) -> None:
        url = f"/leergroepen/{cohort.public_id}/paper-opdrachten/nieuw"
        client = sign_in(make_coordinator(cohort))
        for answer, status in ((client.get(url), 200), (client.post(url, data=self.FIELDS), 422)):
            assert answer.status_code == status
            assert "Pas dan de opdracht aan die er al is." in answer.text
            assert f'href="/leergroepen/{cohort.public_id}/paper-opdrachten"' in answer.text
            assert 'href="#activity"' not in answer.text

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"closes_on": "2026-10-01"}, "De paper moet eerst opengaan"),
            ({"closes_on": "2026-02-31"}, "2026-02-31"),
            ({"closes_on": "9999-12-31"}, "9999-12-31"),
            ({"opens_on": "0001-01-01", "opens_time": "00:00"}, "0001-01-01"),
            ({"title": ""}, "Vul de titel van de opdracht in."),
            ({"title": "x" * 201}, "niet meer dan 200 tekens"),
            ({"closes_on": "2027-03-28", "closes_time": "02:30"}, "Deze tijd bestaat niet op deze dag"),
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
        fields = {**self.FIELDS, "version": "1", **wrong}
        answer = sign_in(make_coordinator(cohort)).post(url, data=fields)
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
        fields = {**self.FIELDS, "closes_on": "2026-12-17", "takes_late": "", "version": "1", "form_key": "w"}
        assert client.post(url, data=fields).status_code == 303
        session.expire_all()
        moved = session.scalars(sa.select(Assignment)).one()
        assert moved.closes_at == moved.late_until == CLOSES_AT + timedelta(days=7)

    def test_two_tabs_give_both_windows_and_a_form_to_send_again(
        self, assignment: Assignment, cohort: Cohort, sign_in: SignIn
    ) -> None:
        url = f"/paper-opdrachten/{assignment.public_id}/bewerken"
        client = sign_in(make_coordinator(cohort))
        client.post(url, data={**self.FIELDS, "closes_on": "2026-12-17", "version": "1"})
        mine = {**self.FIELDS, "closes_on": "2026-12-24", "version": "1"}
        answer = client.post(url, data=mine)
        assert answer.status_code == 409
        assert "17-12-2026" in answer.text
        assert 'value="2026-12-24"' in answer.text
        assert client.post(url, data={**mine, "version": "2"}).status_code == 303

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
        author = f">{paper.enrolment.person.display_name}<"
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
