"""The own calendar: which month, whose items, the secret link, and a meeting as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.calendar import queries, rules
from lms.cohorts.models import Cohort, EnrolmentState
from lms.core import clock, signing
from lms.core.authorisation import Actor
from tests.factories.accounts import make_person
from tests.factories.admissions import make_application, make_round, make_slot
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_meeting, make_trainer
from tests.factories.papers import make_assignment
from tests.factories.programmes import make_version

SignIn = Callable[[Person], FlaskClient]
CountQueries = Callable[[Callable[[], object]], int]
ActorOf = Callable[[Person], Actor]
TODAY = date(2026, 11, 26)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


@pytest.fixture
def participant(cohort: Cohort) -> Person:
    person = make_person()
    make_enrolment(cohort, person)
    return person


def titles(session: Session, actor: Actor) -> list[str]:
    since, until = clock.now() - timedelta(days=60), clock.now() + timedelta(days=60)
    return sorted(item.title for item in queries.list_items(session, actor=actor, since=since, until=until))


class TestMonth:
    @pytest.mark.parametrize(
        ("word", "first"),
        [
            ("2027-02", date(2027, 2, 1)),
            (None, date(2026, 11, 1)),
            ("2026-13", date(2026, 11, 1)),
            ("0001-01", date(2026, 11, 1)),
            ("2026-11-26", date(2026, 11, 1)),
            ("november", date(2026, 11, 1)),
        ],
    )
    def test_an_address_names_a_month_or_means_this_one(self, word: str | None, first: date) -> None:
        assert rules.month_of(word, today=TODAY).first == first

    def test_the_months_around_it(self) -> None:
        december = rules.month_of("2026-12", today=TODAY)
        assert (december.before, december.after) == (date(2026, 11, 1), date(2027, 1, 1))

    def test_weeks_are_whole_and_hold_every_day_once(self) -> None:
        month = rules.month_of("2026-11", today=TODAY)
        days = [day for week in month.weeks for day in week]
        assert days[0].weekday() == 0
        assert len(days) == len(set(days)) == len(month.weeks) * 7
        assert sum(month.holds(day) for day in days) == 30


class TestWhoseItems:
    def test_participant_trainer_and_coordinator_see_the_meeting(
        self, session: Session, cohort: Cohort, participant: Person, actor_of: ActorOf
    ) -> None:
        make_meeting(cohort, title="Onze dag")
        for person in (participant, make_trainer(cohort), make_coordinator(cohort)):
            assert titles(session, actor_of(person)) == ["Onze dag"]

    def test_others_do_not(self, session: Session, cohort: Cohort, actor_of: ActorOf) -> None:
        make_meeting(cohort, title="Onze dag")
        elsewhere = make_cohort()
        stopped = make_person()
        make_enrolment(cohort, stopped, state=EnrolmentState.STOPPED)
        for person in (make_person(), make_trainer(elsewhere), stopped):
            assert titles(session, actor_of(person)) == []

    def test_the_paper_is_the_participants(
        self, session: Session, cohort: Cohort, participant: Person, actor_of: ActorOf
    ) -> None:
        make_assignment(cohort, title="Mijn paper", closes_at=clock.now() + timedelta(days=3))
        assert titles(session, actor_of(participant)) == ["Mijn paper"]
        assert titles(session, actor_of(make_trainer(cohort))) == []

    def test_a_booked_talk_is_of_who_holds_it(self, session: Session, actor_of: ActorOf) -> None:
        round_ = make_round()
        holder, other = make_person(), make_person()
        make_slot(round_, held_by_id=holder.id, application_id=make_application(round_).id)
        make_slot(round_, held_by_id=other.id)
        assert len(titles(session, actor_of(holder))) == 1
        assert titles(session, actor_of(other)) == []


class TestCalendarShow:
    def test_a_cancelled_meeting_stays_visible_as_cancelled(
        self, cohort: Cohort, participant: Person, sign_in: SignIn
    ) -> None:
        make_meeting(cohort, cancelled_at=clock.now())
        page = sign_in(participant).get("/kalender").text
        assert "Activerende gespreksvoering" in page
        assert "gaat niet door" in page

    def test_an_empty_month_says_what_will_come(self, participant: Person, sign_in: SignIn) -> None:
        assert "Niets gepland in deze maand" in sign_in(participant).get("/kalender?maand=2030-01").text

    def test_as_many_questions_for_a_full_month_as_for_an_empty_one(
        self, cohort: Cohort, participant: Person, sign_in: SignIn, count_queries: CountQueries
    ) -> None:
        client = sign_in(participant)
        make_meeting(cohort)
        few = count_queries(lambda: client.get("/kalender"))
        for _ in range(20):
            make_meeting(cohort)
        assert count_queries(lambda: client.get("/kalender")) == few <= 12


class TestLink:
    def feed(self, client: FlaskClient) -> str:
        assert client.post("/kalender/link").status_code == 303
        found = re.search(r'value="https?://[^/]+(/kalender/[^"]+\.ics)"', client.get("/kalender").text)
        assert found is not None
        return found[1]

    def test_another_program_reads_it_without_signing_in(
        self, app: Flask, cohort: Cohort, participant: Person, sign_in: SignIn
    ) -> None:
        meeting = make_meeting(cohort, title="Onze dag", sequence=2)
        address = self.feed(sign_in(participant))
        answer = app.test_client().get(address)
        assert answer.mimetype == "text/calendar"
        event = vobject.readOne(answer.text).vevent
        assert event.summary.value == "Onze dag"
        assert (event.uid.value, event.sequence.value) == (f"{meeting.public_id}@samenloop", "2")
        assert participant.family_name not in answer.text

    def test_a_withdrawn_link_is_not_found(self, app: Flask, participant: Person, sign_in: SignIn) -> None:
        client = sign_in(participant)
        address = self.feed(client)
        assert client.post("/kalender/link/intrekken").status_code == 303
        assert app.test_client().get(address).status_code == 404

    def test_a_new_link_ends_the_old_one(self, app: Flask, participant: Person, sign_in: SignIn) -> None:
        client = sign_in(participant)
        old, new = self.feed(client), self.feed(client)
        assert app.test_client().get(old).status_code == 404
        assert app.test_client().get(new).status_code == 200

    def test_who_is_suspended_has_no_feed(
        self, app: Flask, session: Session, participant: Person, sign_in: SignIn
    ) -> None:
        address = self.feed(sign_in(participant))
        participant.suspended_at = clock.now()
        session.commit()
        assert app.test_client().get(address).status_code == 404

    @pytest.mark.parametrize("purpose", ["calendar-feed", "fewer-mail"])
    def test_a_made_up_token_is_not_found(self, app: Flask, session: Session, purpose: str) -> None:
        token = signing.sign(purpose, uuid4().hex)
        assert app.test_client().get(f"/kalender/{token}/samenloop.ics").status_code == 404

    def test_withdrawing_twice_is_told_calmly(self, participant: Person, sign_in: SignIn) -> None:
        client = sign_in(participant)
        client.post("/kalender/link/intrekken")
        assert "al ingetrokken" in client.get("/kalender").text


def test_a_meeting_is_a_file_for_who_sees_it(cohort: Cohort, participant: Person, sign_in: SignIn) -> None:
    meeting = make_meeting(cohort)
    address = f"/bijeenkomsten/{meeting.public_id}/kalender"
    event = vobject.readOne(sign_in(participant).get(address).text).vevent
    assert event.location.value == "Zaal 2"
    assert sign_in(make_person()).get(address).status_code == 404
