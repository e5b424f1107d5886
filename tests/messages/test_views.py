from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.core import signing
from lms.core.notices import Delivery, kinds
from lms.messages import letters, queries
from lms.messages.models import Mailing, Notice
from lms.messages.rules import EVERY_KIND
from tests.conftest import NOW
from tests.factories.accounts import make_hat, make_person
from tests.factories.messages import make_notice

SignIn = Callable[[Person], FlaskClient]
MAY_BE_OFF, NEVER_OFF = "learning.evidence_judged", "papers.judgement_ready"


def chosen(session: Session, person: Person) -> dict[str, Delivery]:
    return dict(queries.chosen_deliveries(session, person_id=person.id))


class TestNoticesList:
    def test_own_notices_stand_newest_first_and_nobody_elses(self, sign_in: SignIn) -> None:
        person = make_person()
        old, new = make_notice(person, title="Oud", read_at=NOW), make_notice(person, title="Vers")
        make_notice(make_person(), title="Van een ander")
        page = sign_in(person).get("/meldingen").text
        assert page.index(new.title) < page.index(old.title)
        assert "Van een ander" not in page
        assert "1 melding heb je nog niet gelezen." in page

    def test_somebody_without_notices_reads_what_will_come_here(self, sign_in: SignIn) -> None:
        page = sign_in(make_person()).get("/meldingen").text
        assert "Nog geen meldingen" in page
        assert "Zet alles op gelezen" not in page

    def test_notices_are_paged(self, sign_in: SignIn) -> None:
        person = make_person()
        for number in range(queries.PAGE_SIZE + 1):
            make_notice(person, title=f"Melding nummer {number}.")
        client = sign_in(person)
        assert "Melding nummer 0." not in client.get("/meldingen").text
        assert "Melding nummer 0." in client.get("/meldingen?pagina=2").text
        assert client.get("/meldingen?pagina=99999999999").status_code == 200

    def test_the_bell_counts_what_is_unread_on_every_page(self, sign_in: SignIn) -> None:
        person = make_person()
        for read_at in (None, None, NOW):
            make_notice(person, read_at=read_at)
        page = sign_in(person).get("/profiel").text
        assert '2<span class="visually-hidden"> ongelezen' in page

    def test_the_start_page_shows_the_first_few(self, sign_in: SignIn) -> None:
        person = make_person()
        make_hat(person, Hat.ADMINISTRATOR)
        for number in range(5):
            make_notice(person, title=f"Melding nummer {number}.")
        page = sign_in(person).get("/").text
        assert "Melding nummer 4." in page
        assert "Melding nummer 1." not in page


class TestNoticeOpen:
    def test_opening_leads_there_and_marks_it_read(self, session: Session, sign_in: SignIn) -> None:
        person = make_person()
        notice = make_notice(person, path="/paper?x=1", mailing=Mailing.AWAITS_DIGEST)
        answer = sign_in(person).post(f"/meldingen/{notice.public_id}/openen")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/paper?x=1")
        session.refresh(notice)
        assert (notice.read_at, notice.mailing) == (NOW, Mailing.NONE)

    def test_somebody_elses_notice_does_not_exist(self, session: Session, sign_in: SignIn) -> None:
        notice = make_notice(make_person())
        assert sign_in(make_person()).post(f"/meldingen/{notice.public_id}/openen").status_code == 404
        session.refresh(notice)
        assert notice.read_at is None

    def test_all_own_notices_are_read_at_once(self, session: Session, sign_in: SignIn) -> None:
        person = make_person()
        own, foreign = make_notice(person), make_notice(make_person())
        assert sign_in(person).post("/meldingen/gelezen").status_code == 303
        assert session.get_one(Notice, own.id, populate_existing=True).read_at == NOW
        assert session.get_one(Notice, foreign.id, populate_existing=True).read_at is None


class TestPreferencesEdit:
    def form(self, **instead: str) -> dict[str, str]:
        values = {f"kind-{k.key.replace('.', '-')}": k.default.value for k in kinds.values()}
        return {**values, **instead}

    def test_a_choice_is_kept_and_shown(self, session: Session, sign_in: SignIn) -> None:
        person = make_person()
        answer = sign_in(person).post(
            "/profiel/meldingen", data=self.form(**{"kind-learning-evidence_judged": "off"})
        )
        assert answer.status_code == 303
        assert chosen(session, person) == {MAY_BE_OFF: Delivery.OFF}

    @pytest.mark.parametrize("value", ["off", "never", ""])
    def test_what_a_kind_does_not_allow_is_refused_with_nothing_kept(
        self, session: Session, sign_in: SignIn, value: str
    ) -> None:
        person = make_person()
        answer = sign_in(person).post(
            "/profiel/meldingen",
            data=self.form(
                **{"kind-papers-judgement_ready": value, "kind-learning-evidence_judged": "at_once"}
            ),
        )
        assert answer.status_code == 422
        assert "Kijk dit nog even na" in answer.text
        assert chosen(session, person) == {}

    def test_kinds_for_staff_are_for_who_wears_a_hat(self, sign_in: SignIn) -> None:
        person = make_person()
        assert "Er wacht bewijs op je oordeel" not in sign_in(person).get("/profiel/meldingen").text
        make_hat(person, Hat.TRAINER)
        assert "Er wacht bewijs op je oordeel" in sign_in(person).get("/profiel/meldingen").text


class TestFewerMail:
    @pytest.mark.parametrize(("key", "least"), [(MAY_BE_OFF, Delivery.OFF), (NEVER_OFF, Delivery.DAILY)])
    def test_a_mail_program_asks_once_or_twice_without_a_token_of_ours(
        self, app: Flask, session: Session, key: str, least: Delivery
    ) -> None:
        person = make_person()
        path = letters.fewer_path(person, key)
        app.config["WTF_CSRF_ENABLED"] = True
        try:
            for _time in range(2):
                answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
                assert answer.status_code == 200
        finally:
            app.config["WTF_CSRF_ENABLED"] = False
        assert chosen(session, person) == {key: least}

    def test_a_look_changes_nothing_and_the_button_does(self, client: FlaskClient, session: Session) -> None:
        person = make_person()
        path = letters.fewer_path(person, MAY_BE_OFF)
        assert "Stop deze mail" in client.get(path).text
        assert chosen(session, person) == {}
        assert client.post(path).headers["Location"] == path
        assert "geen mail meer" in client.get(path).text
        assert chosen(session, person) == {MAY_BE_OFF: Delivery.OFF}

    def test_the_link_of_the_daily_mail_stops_all_in_it_that_may_stop(
        self, client: FlaskClient, session: Session
    ) -> None:
        person = make_person(locale="en")
        path = letters.fewer_path(person, EVERY_KIND)
        assert "Stop the daily summary" in client.get(path).text
        client.post(path)
        kept = chosen(session, person)
        assert set(kept.values()) == {Delivery.OFF}
        assert all(kinds[key].may_be_off for key in kept)
        assert "You get no daily summary any more" in client.get(path).text
        client.set_cookie("taal", "nl")
        assert "You get no daily summary any more" not in client.get(path).text

    def test_a_forged_link_has_a_page_of_its_own(self, client: FlaskClient, session: Session) -> None:
        person = make_person()
        good = letters.fewer_path(person, MAY_BE_OFF).rpartition("/")[2]
        forged = [
            good[:-2] + ("AA" if good[-2:] != "AA" else "BB"),
            good[:10],
            "é",
            "x",
            signing.sign("another-purpose", person.public_id.hex, MAY_BE_OFF),
            signing.sign(letters.FEWER, person.public_id.hex, "papers.gossip"),
            signing.sign(letters.FEWER, uuid4().hex, MAY_BE_OFF),
        ]
        for token in forged:
            for answer in (client.get(f"/minder-post/{token}"), client.post(f"/minder-post/{token}")):
                assert answer.status_code == 404
                assert "Deze link werkt niet" in answer.text
        assert chosen(session, person) == {}

    def test_who_is_erased_has_no_such_page(self, client: FlaskClient) -> None:
        assert client.get(letters.fewer_path(make_person(erased_at=NOW), MAY_BE_OFF)).status_code == 404
