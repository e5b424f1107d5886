"""The pages of trainings: words, refusals, two tabs, a form sent twice, and the shared screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.trainings import operations, queries
from lms.trainings.models import (
    ClientTraining,
    FeedbackTally,
    MeetingLog,
    Moment,
    OutcomeMeasurement,
    PlanState,
    TrainingPair,
)
from tests.conftest import NOW
from tests.factories.cohorts import make_cohort, make_coordinator, make_trainer
from tests.factories.programmes import make_version
from tests.factories.trainings import (
    make_ended,
    make_evaluated,
    make_feedback,
    make_log,
    make_measurement,
    make_pair,
    make_partner,
    make_plan,
    make_running,
    make_training,
    meetings_of,
    members_of,
    people_of,
    plan_of,
    programme_of,
)

SignIn = Callable[[Person], FlaskClient]
DAY = clock.local(NOW - timedelta(weeks=4)).date().isoformat()
LOG = {"held_on": DAY, "expected_count": "10", "present_count": "9", "what_worked": "Bellen.", "version": "0"}

OUTCOMES = {"measured_on": "2026-11-20", "denominator": "10", "unknown_count": "0", "version": "0"}


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


@pytest.fixture
def pair(cohort: Cohort) -> TrainingPair:
    return make_running(cohort)


def home(pair: TrainingPair) -> str:
    return f"/vaktraining/{pair.public_id}"


def log_of(pair: TrainingPair, number: int = 0) -> str:
    return f"/vaktraining-bijeenkomsten/{meetings_of(pair)[number].public_id}/verslag"


class TestPairOwn:
    def test_without_a_pair_it_tells_what_will_come(self, sign_in: SignIn, cohort: Cohort) -> None:
        person = people_of(make_pair(cohort))[0]
        assert sign_in(person).get("/vaktraining").status_code == 302
        other = make_coordinator(cohort)
        assert "Je hebt nog geen duo" in sign_in(other).get("/vaktraining").get_data(as_text=True)

    def test_its_meetings_count_in_the_study_load_of_its_partners_alone(
        self, sign_in: SignIn, session: Session, cohort: Cohort, pair: TrainingPair
    ) -> None:
        held, skipped = meetings_of(pair)
        make_log(skipped, pair, is_cancelled=True)
        make_pair(cohort)
        found = queries.list_own_days(session, cohort=cohort)
        starts_at = held.starts_at
        assert starts_at is not None
        told = {(row.enrolment_id, row.day, row.minutes) for row in found}
        assert told == {(row.enrolment_id, clock.local(starts_at).date(), 180) for row in members_of(pair)}
        assert "Meeloopdag of vaktraining" in sign_in(people_of(pair)[0]).get("/studielast").text

    def test_start_page_names_the_next_step(self, sign_in: SignIn, pair: TrainingPair) -> None:
        page = sign_in(people_of(pair)[0]).get("/").get_data(as_text=True)
        assert "Schrijf het verslag van jullie bijeenkomst" in page

    def test_start_page_of_a_trainer_names_the_plan_that_waits(self, sign_in: SignIn, cohort: Cohort) -> None:
        make_plan(make_pair(cohort, training=make_training(cohort)), state=PlanState.SUBMITTED)
        page = sign_in(make_trainer(cohort)).get("/").get_data(as_text=True)
        assert "Geef een go of no-go" in page

    def test_the_calendar_names_the_training_and_nobody(self, sign_in: SignIn, pair: TrainingPair) -> None:
        one, other = people_of(pair)
        page = sign_in(one).get("/kalender?maand=2026-10").get_data(as_text=True)
        assert "Vaktraining: Voor Arbeid en Kansen" in page
        assert other.family_name not in page


class TestLogEdit:
    def test_two_tabs_end_in_one_report_and_both_texts(
        self, sign_in: SignIn, session: Session, pair: TrainingPair
    ) -> None:
        one, other = people_of(pair)
        assert sign_in(one).post(log_of(pair), data=LOG).status_code == 303
        mine = {**LOG, "what_worked": "Samen eten."}
        answer = sign_in(other).post(log_of(pair), data=mine)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Samen eten." in page
        assert "Bellen." in page
        assert session.scalars(sa.select(MeetingLog.what_worked)).all() == ["Bellen."]

    def test_a_form_sent_twice_has_one_effect(
        self, sign_in: SignIn, session: Session, pair: TrainingPair
    ) -> None:
        client = sign_in(people_of(pair)[0])
        answers = [client.post(log_of(pair), data={**LOG, "form_key": "k" * 32}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert session.scalars(sa.select(MeetingLog.version)).all() == [1]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("present_count", "11"),
            ("present_count", "veel"),
            ("present_count", "-1"),
            ("expected_count", "1000"),
            ("held_on", "2026-02-31"),
            ("held_on", "2027-01-01"),
            ("what_worked", ""),
        ],
    )
    def test_what_cannot_be_is_refused_beside_its_field_and_kept(
        self, sign_in: SignIn, session: Session, pair: TrainingPair, field: str, value: str
    ) -> None:
        data = {**LOG, "adapted": "Pauze.", field: value}
        answer = sign_in(people_of(pair)[0]).post(log_of(pair), data=data)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in page
        assert "Pauze." in page
        assert session.scalars(sa.select(MeetingLog)).all() == []

    def test_a_meeting_that_did_not_take_place_needs_no_counts(
        self, sign_in: SignIn, session: Session, pair: TrainingPair
    ) -> None:
        data = {"held_on": DAY, "is_cancelled": "y", "version": "0"}
        assert sign_in(people_of(pair)[0]).post(log_of(pair), data=data).status_code == 303
        assert session.scalars(sa.select(MeetingLog.is_cancelled)).all() == [True]


@pytest.mark.parametrize("door", ["plan", "verzetten"])
def test_hours_over_midnight_are_refused_beside_the_time(
    sign_in: SignIn, cohort: Cohort, pair: TrainingPair, door: str
) -> None:
    planned = make_pair(cohort, training=make_training(cohort)) if door == "plan" else pair
    if door == "plan":
        make_plan(planned)
    meeting = meetings_of(planned)[1]
    address = f"/vaktraining-bijeenkomsten/{meeting.public_id}/{door}"
    data = {"held_on": "2026-12-03", "starts": "22:00", "version": str(meeting.version)}
    answer = sign_in(people_of(planned)[0]).post(address, data=data)
    assert answer.status_code == 422
    assert "Een bijeenkomst begint en eindigt op dezelfde dag." in answer.text
    assert 'value="22:00"' in answer.text


class TestPlanEdit:
    def test_two_tabs_see_what_the_other_saved(self, sign_in: SignIn, cohort: Cohort) -> None:
        training, pair = make_training(cohort), make_pair(cohort)
        one, other = people_of(pair)
        data = {"training": str(training.public_id), "place": "Buurthuis", "version": "0"}
        assert sign_in(one).post(f"{home(pair)}/plan", data=data).status_code == 303
        answer = sign_in(other).post(f"{home(pair)}/plan", data={**data, "place": "School"})
        assert answer.status_code == 409
        assert "Buurthuis" in answer.get_data(as_text=True)
        assert "School" in answer.get_data(as_text=True)

    def test_a_retired_or_foreign_training_is_not_chosen(self, sign_in: SignIn, cohort: Cohort) -> None:
        foreign, pair = make_training(make_cohort()), make_pair(cohort)
        make_training(cohort)
        data = {"training": str(foreign.public_id), "version": "0"}
        answer = sign_in(people_of(pair)[0]).post(f"{home(pair)}/plan", data=data)
        assert answer.status_code == 422

    def test_a_plan_with_a_go_is_read_and_not_written(self, sign_in: SignIn, pair: TrainingPair) -> None:
        answer = sign_in(people_of(pair)[0]).get(f"{home(pair)}/plan")
        assert answer.status_code == 302
        assert str(plan_of(pair).public_id) in answer.headers["Location"]


class TestFeedbackScreen:
    def open(self, session: Session, pair: TrainingPair, limit: int = 2) -> str:
        known = queries.get_pair_with_results(session, pair_id=pair.public_id)
        token = operations.open_feedback(session, actor=SYSTEM, pair=known, limit=limit)
        session.commit()
        return f"/groepsfeedback/{token}"

    def test_group_members_answer_without_an_account_until_all_have(
        self, client: FlaskClient, session: Session, pair: TrainingPair
    ) -> None:
        address = self.open(session, pair)
        assert "Je vult geen naam in" in client.get(address).get_data(as_text=True)
        for _ in range(2):
            assert client.post(address, data={"useful": "5", "heard": "4"}).status_code == 303
        assert "Iedereen heeft geantwoord" in client.get(address).get_data(as_text=True)
        assert sum(session.scalars(sa.select(FeedbackTally.count))) == 4

    def test_an_empty_form_and_an_unknown_score_count_nothing(
        self, client: FlaskClient, session: Session, pair: TrainingPair
    ) -> None:
        address = self.open(session, pair)
        assert client.post(address, data={}).status_code == 422
        assert client.post(address, data={"useful": "9"}).status_code == 422
        assert session.scalars(sa.select(FeedbackTally)).all() == []

    def test_a_made_up_link_is_gone(self, client: FlaskClient) -> None:
        answer = client.get("/groepsfeedback/bedacht")
        assert answer.status_code == 410
        assert "werkt niet meer" in answer.get_data(as_text=True)

    def test_few_answers_show_no_mean(self, sign_in: SignIn, pair: TrainingPair) -> None:
        make_feedback(pair, answers=4)
        page = sign_in(people_of(pair)[0]).get(home(pair)).get_data(as_text=True)
        assert "4 antwoorden, te weinig om te tonen" in page
        assert "gemiddeld" not in page

    def test_the_link_is_shown_once(self, sign_in: SignIn, pair: TrainingPair) -> None:
        client = sign_in(people_of(pair)[0])
        shown = client.post(f"{home(pair)}/feedback/scherm", data={"limit": "8"}).get_data(as_text=True)
        assert "/groepsfeedback/" in shown
        assert "/groepsfeedback/" not in client.get(f"{home(pair)}/feedback").get_data(as_text=True)


class TestOutcomesEdit:
    def test_more_than_all_is_refused_in_words(
        self, sign_in: SignIn, session: Session, cohort: Cohort
    ) -> None:
        pair = make_ended(cohort)
        data = {**OUTCOMES, "count_1": "11", "count_2": "0"}
        answer = sign_in(people_of(pair)[0]).post(f"{home(pair)}/uitkomsten/einde", data=data)
        assert answer.status_code == 422
        assert "meer mensen dan er begonnen" in answer.get_data(as_text=True)
        assert session.scalars(sa.select(OutcomeMeasurement)).all() == []

    def test_no_percentage_without_its_n_and_its_day(self, sign_in: SignIn, cohort: Cohort) -> None:
        pair = make_evaluated(cohort)
        overview = f"/leergroepen/{cohort.public_id}/vaktrainingen"
        readers = [(people_of(pair)[0], home(pair)), (make_trainer(cohort), home(pair))]
        for person, address in [*readers, (make_coordinator(cohort), overview)]:
            page = sign_in(person).get(address).get_data(as_text=True)
            assert "7 van 10 (70%)" in page
            assert "gemeten op 20 november 2026" in page

    def test_an_unknown_moment_and_a_training_that_goes_on_are_not_found(
        self, sign_in: SignIn, cohort: Cohort, pair: TrainingPair
    ) -> None:
        client = sign_in(people_of(pair)[0])
        assert client.get(f"{home(pair)}/uitkomsten/einde").status_code == 404
        ended = make_ended(cohort)
        assert sign_in(people_of(ended)[0]).get(f"{home(ended)}/uitkomsten/ooit").status_code == 404

    def test_what_was_counted_can_be_mended_by_who_saw_it(
        self, sign_in: SignIn, session: Session, cohort: Cohort
    ) -> None:
        pair = make_ended(cohort)
        found = make_measurement(pair, Moment.END)
        data = {**OUTCOMES, "count_1": "6", "count_2": "2", "version": str(found.version)}
        client = sign_in(people_of(pair)[0])
        assert client.post(f"{home(pair)}/uitkomsten/einde", data=data).status_code == 303
        assert client.post(f"{home(pair)}/uitkomsten/einde", data=data).status_code == 409


class TestOwnPartEdit:
    def test_the_partner_does_not_read_it(self, sign_in: SignIn, session: Session, cohort: Cohort) -> None:
        pair = make_evaluated(cohort)
        one, other = people_of(pair)
        data = {"own_part": "Mijn eigen woorden.", "version": str(members_of(pair)[0].version)}
        assert sign_in(one).post(f"{home(pair)}/mijn-deel", data=data).status_code == 303
        for address in (home(pair), f"{home(pair)}/mijn-deel"):
            assert "Mijn eigen woorden." not in sign_in(other).get(address).get_data(as_text=True)

    def test_too_little_is_not_handed_in(self, sign_in: SignIn, cohort: Cohort) -> None:
        pair = make_evaluated(cohort)
        data = {"own_part": "Kort.", "version": str(members_of(pair)[0].version), "action": "hand-in"}
        answer = sign_in(people_of(pair)[0]).post(f"{home(pair)}/mijn-deel", data=data)
        assert answer.status_code == 422
        assert "minstens 50 tekens" in answer.get_data(as_text=True)


class TestPairNew:
    def test_two_of_one_discipline_are_refused_with_the_reason(
        self, sign_in: SignIn, session: Session, cohort: Cohort
    ) -> None:
        one = make_partner(cohort)
        other = make_partner(cohort, discipline_id=one.discipline_id)
        address = f"/leergroepen/{cohort.public_id}/vaktrainingen/nieuw"
        data = {"members": [str(one.public_id), str(other.public_id)]}
        answer = sign_in(make_coordinator(cohort)).post(address, data=data)
        assert answer.status_code == 422
        assert "dezelfde discipline" in answer.get_data(as_text=True)
        assert session.scalars(sa.select(TrainingPair)).all() == []


class TestCatalogue:
    def test_a_training_is_added_described_anew_and_retired(
        self, sign_in: SignIn, session: Session, cohort: Cohort
    ) -> None:
        client = sign_in(make_coordinator(cohort))
        shelf = f"/opleidingen/{programme_of(cohort).public_id}/vaktrainingen"
        data = {
            "name": "Samen opvoeden",
            "purpose": "Ouders leren van elkaar.",
            "meeting_count": "8",
            "meeting_minutes": "180",
            "categories-0-name": "Contact",
            "categories-0-definition": "Sprak een andere ouder.",
        }
        assert client.post(f"{shelf}/nieuw", data=data).status_code == 303
        made = session.scalars(sa.select(ClientTraining)).one()
        edit = f"/vaktraining-aanbod/{made.public_id}/bewerken"
        anew = {**data, "purpose": "Ouders helpen elkaar.", "version": str(made.version)}
        assert client.post(edit, data=anew).status_code == 303
        assert client.post(edit, data={**anew, "purpose": "Nog anders."}).status_code == 409
        page = client.get(shelf).get_data(as_text=True)
        assert "Ouders helpen elkaar." in page
        assert "versie 2" in page
        client.post(f"/vaktraining-aanbod/{made.public_id}/keuze", data={"retired": "y"})
        assert "niet meer te kiezen" in client.get(shelf).get_data(as_text=True)

    def test_the_trainings_that_come_along_are_taken_over_once(
        self, sign_in: SignIn, session: Session, cohort: Cohort
    ) -> None:
        programme, coordinator = programme_of(cohort), make_coordinator(cohort)
        address = f"/opleidingen/{programme.public_id}/vaktrainingen"
        client = sign_in(coordinator)
        assert "Neem de bekende trainingen over" in client.get(address).text
        for _time in "12":
            assert client.post(f"{address}/bekende").status_code == 303
        found = queries.list_trainings(session, programme=programme)
        assert sorted(row.name for row in found) == ["Samen opvoeden", "Voor Arbeid en Kansen"]
        outcomes = [{category.name for category in row.newest.categories} for row in found]
        assert ["Betaald werk" in names for names in outcomes].count(True) == 1

    def test_an_outcome_without_definition_is_refused(self, sign_in: SignIn, cohort: Cohort) -> None:
        shelf = f"/opleidingen/{programme_of(cohort).public_id}/vaktrainingen"
        data = {"name": "Samen", "purpose": "Verder.", "meeting_count": "8", "meeting_minutes": "180"}
        client = sign_in(make_coordinator(cohort))
        bare = client.post(f"{shelf}/nieuw", data={**data, "categories-0-name": "Contact"})
        assert bare.status_code == 422
        assert "Schrijf precies op wie je hier telt" in bare.get_data(as_text=True)
        assert client.post(f"{shelf}/nieuw", data=data).status_code == 422
