"""Mailed links: looking does nothing, sending works once, late is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts import operations
from lms.accounts.models import Hat, Person, SignInSession, Token
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.outbox import Intent
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, make_account, make_hat, make_person

NEW = "een heel nieuw wachtwoord"
SignIn = Callable[[Person], FlaskClient]
Outbox = Callable[[], list[Intent]]


def link_in(mail: Intent) -> str:
    lines = mail.payload["text"].splitlines()
    return next(
        line.removeprefix("http://localhost") for line in lines if line.startswith("http://localhost/")
    )


def is_in(client: FlaskClient) -> bool:
    return client.get("/profiel").status_code == 200


@pytest.fixture
def reset(client: FlaskClient, outbox: Outbox) -> str:
    """The path of a link for a new password."""
    client.post("/wachtwoord-vergeten", data={"email": make_account(email="noor@test.example").email})
    return link_in(outbox()[-1])


class TestPasswordForgotten:
    def test_known_and_unknown_address_get_the_same_answer(self, client: FlaskClient, outbox: Outbox) -> None:
        make_account(email="noor@test.example")
        known = client.post("/wachtwoord-vergeten", data={"email": "NOOR@test.example"})
        unknown = client.post("/wachtwoord-vergeten", data={"email": "nora@test.example"})
        assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
        assert known.text == unknown.text
        assert [mail.payload["to"] for mail in outbox()] == ["noor@test.example"]

    def test_mail_says_that_a_link_waits(self, client: FlaskClient, outbox: Outbox) -> None:
        client.post("/wachtwoord-vergeten", data={"email": make_account().email})
        assert outbox()[-1].payload["subject"] == "Kies een nieuw wachtwoord"
        assert "één keer" in outbox()[-1].payload["text"]

    def test_mail_is_in_the_language_of_its_reader(self, client: FlaskClient, outbox: Outbox) -> None:
        client.post("/wachtwoord-vergeten", data={"email": make_account(locale="en").email})
        assert outbox()[-1].payload["subject"] == "Choose a new password"

    def test_link_is_on_the_configured_address_whatever_the_request_says(
        self, client: FlaskClient, outbox: Outbox
    ) -> None:
        person = make_account()
        client.post("/wachtwoord-vergeten", data={"email": person.email}, headers={"Host": "127.0.0.1"})
        assert "http://localhost/wachtwoord-herstellen/" in outbox()[-1].payload["text"]

    def test_suspended_person_gets_no_link(self, client: FlaskClient, outbox: Outbox) -> None:
        client.post("/wachtwoord-vergeten", data={"email": make_account(suspended_at=NOW).email})
        assert outbox() == []

    def test_invited_person_gets_the_invitation_again(self, client: FlaskClient, outbox: Outbox) -> None:
        client.post("/wachtwoord-vergeten", data={"email": make_person().email})
        assert "/uitnodigingen/" in outbox()[-1].payload["text"]

    def test_one_mailbox_is_not_flooded(self, client: FlaskClient, outbox: Outbox) -> None:
        email = make_account().email
        answers = [client.post("/wachtwoord-vergeten", data={"email": email}).status_code for _ in range(7)]
        assert answers == [303] * 5 + [429] * 2
        assert len(outbox()) == 5

    def test_wrong_address_is_kept_and_told(self, client: FlaskClient) -> None:
        answer = client.post("/wachtwoord-vergeten", data={"email": "noor at work"})
        assert answer.status_code == 422
        assert "noor at work" in answer.text


class TestPasswordReset:
    def test_new_password_signs_in_and_ends_other_sessions(
        self, client: FlaskClient, session: Session, reset: str
    ) -> None:
        person = session.scalars(sa.select(Person).where(Person.email == "noor@test.example")).one()
        operations.start_session(session, person=person)
        former = session.scalars(sa.select(SignInSession.token_hash)).all()
        assert client.post(reset, data={"password": NEW}).status_code == 303
        assert is_in(client)
        left = session.scalars(sa.select(SignInSession.token_hash)).all()
        assert not set(former) & set(left)
        client.post("/uitloggen")
        data = {"email": "noor@test.example", "password": NEW}
        assert client.post("/inloggen", data=data).status_code == 303

    def test_looking_does_not_use_the_link(self, client: FlaskClient, reset: str, session: Session) -> None:
        for _ in range(3):
            assert client.get(reset).status_code == 200
        assert client.head(reset).status_code == 200
        assert session.scalars(sa.select(Token.used_at)).one() is None
        assert client.post(reset, data={"password": NEW}).status_code == 303

    def test_used_link_is_gone(self, client: FlaskClient, reset: str) -> None:
        client.post(reset, data={"password": NEW})
        for answer in (client.get(reset), client.post(reset, data={"password": "nog een nieuw wachtwoord"})):
            assert answer.status_code == 410
            assert "De link is al gebruikt." in answer.text
            assert "Vraag een nieuwe link" in answer.text
            assert "noor@test.example" not in answer.text

    @pytest.mark.parametrize(("seconds", "status"), [(3599, 303), (3600, 410)])
    def test_link_lasts_an_hour_to_the_second(
        self, client: FlaskClient, reset: str, seconds: int, status: int
    ) -> None:
        with clock.moved_to(NOW + timedelta(seconds=seconds)):
            assert client.post(reset, data={"password": NEW}).status_code == status

    def test_late_link_says_so(self, client: FlaskClient, reset: str) -> None:
        with clock.moved_to(NOW + timedelta(hours=1)):
            answer = client.get(reset)
        assert answer.status_code == 410
        assert "De link is verlopen." in answer.text

    def test_newer_link_withdraws_the_former(self, client: FlaskClient, reset: str) -> None:
        client.post("/wachtwoord-vergeten", data={"email": "noor@test.example"})
        answer = client.post(reset, data={"password": NEW})
        assert answer.status_code == 410
        assert "Er is een nieuwere link gestuurd" in answer.text

    def test_unknown_link_is_gone(self, client: FlaskClient) -> None:
        assert client.get("/wachtwoord-herstellen/nonsense").status_code == 410

    def test_link_for_an_invitation_is_no_link_for_a_reset(
        self, client: FlaskClient, session: Session
    ) -> None:
        link = operations.invite_person(session, actor=SYSTEM, person=make_person())
        assert client.get(f"/wachtwoord-herstellen/{link}").status_code == 410

    def test_weak_password_is_told_and_leaves_the_link_whole(self, client: FlaskClient, reset: str) -> None:
        answer = client.post(reset, data={"password": "kort"})
        assert answer.status_code == 422
        assert "Gebruik minstens 12 tekens." in answer.text
        assert client.post(reset, data={"password": NEW}).status_code == 303

    def test_same_form_sent_twice_has_one_effect(self, client: FlaskClient, reset: str) -> None:
        data = {"password": NEW, "form_key": "one-and-the-same"}
        first = client.post(reset, data=data)
        with client.session_transaction() as cookie:
            cookie.clear()
        second = client.post(reset, data=data)
        assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/")

    def test_staff_still_owe_their_code(self, client: FlaskClient, reset: str, session: Session) -> None:
        person = session.scalars(sa.select(Person)).one()
        make_hat(person, Hat.TRAINER)
        assert client.post(reset, data={"password": NEW}).location == "/inloggen/tweede-factor"
        assert not is_in(client)


class TestInvitation:
    def test_invited_person_chooses_a_password_and_is_in(
        self, client: FlaskClient, session: Session, outbox: Outbox
    ) -> None:
        operations.invite_person(session, actor=SYSTEM, person=make_person(given_name="Mila"))
        link = link_in(outbox()[-1])
        page = client.get(link)
        assert "Welkom, Mila" in page.text
        assert client.post(link, data={"password": PASSWORD}).status_code == 303
        assert is_in(client)
        assert client.get(link).status_code == 410

    def test_late_invitation_leads_to_a_new_one(self, client: FlaskClient, session: Session) -> None:
        link = operations.invite_person(session, actor=SYSTEM, person=make_person())
        with clock.moved_to(NOW + timedelta(days=14)):
            answer = client.get(f"/uitnodigingen/{link}")
        assert answer.status_code == 410
        assert "/wachtwoord-vergeten" in answer.text

    def test_invitation_of_an_erased_person_is_gone(self, client: FlaskClient, session: Session) -> None:
        person = make_person()
        link = operations.invite_person(session, actor=SYSTEM, person=person)
        operations.erase_person(session, actor=SYSTEM, person=person)
        assert client.get(f"/uitnodigingen/{link}").status_code == 410


class TestEmailChange:
    def ask(self, client: FlaskClient, email: str = "new@test.example") -> int:
        answer = client.post("/profiel/e-mailadres", data={"email": email, "current": PASSWORD})
        return answer.status_code

    def test_new_address_counts_after_its_reader_confirms(
        self, sign_in: SignIn, session: Session, outbox: Outbox
    ) -> None:
        person = make_account(email="old@test.example")
        client = sign_in(person)
        assert self.ask(client) == 303
        assert outbox()[-1].payload["to"] == "new@test.example"
        link = link_in(outbox()[-1])
        assert client.get(link).status_code == 200
        assert session.scalars(sa.select(Person.email)).one() == "old@test.example"
        assert client.post(link).status_code == 303
        assert session.scalars(sa.select(Person.email)).one() == "new@test.example"
        assert outbox()[-1].payload["to"] == "old@test.example"

    def test_link_of_a_change_works_once(self, sign_in: SignIn, outbox: Outbox) -> None:
        client = sign_in(make_account())
        self.ask(client)
        link = link_in(outbox()[-1])
        client.post(link)
        assert client.post(link).status_code == 410

    def test_address_of_somebody_else_is_refused(self, sign_in: SignIn) -> None:
        make_account(email="taken@test.example")
        client = sign_in(make_account())
        answer = client.post(
            "/profiel/e-mailadres", data={"email": "TAKEN@test.example", "current": PASSWORD}
        )
        assert answer.status_code == 422
        assert "hoort al bij iemand anders" in answer.text

    def test_address_that_was_taken_meanwhile_is_a_conflict(self, sign_in: SignIn, outbox: Outbox) -> None:
        client = sign_in(make_account())
        self.ask(client)
        link = link_in(outbox()[-1])
        make_account(email="new@test.example")
        assert client.post(link).status_code == 409

    def test_password_is_asked(self, sign_in: SignIn, outbox: Outbox) -> None:
        client = sign_in(make_account())
        data = {"email": "new@test.example", "current": "not my password"}
        assert client.post("/profiel/e-mailadres", data=data).status_code == 422
        assert outbox() == []
