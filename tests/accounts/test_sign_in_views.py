"""Coming in, staying in and going out, through the browser's eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts import operations
from lms.accounts.models import Hat, Person, SignInSession
from lms.accounts.rules.sign_in import GUESSES_PER_ACCOUNT, GUESSES_PER_ADDRESS, hash_secret
from lms.audit.models import AuditEntry
from lms.core import clock
from lms.core.authorisation import SYSTEM
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, make_account, make_hat
from tests.support.promises import mails

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SignIn = Callable[[Person], FlaskClient]


def post(client: FlaskClient, email: str, password: str = PASSWORD, **values: str) -> TestResponse:
    return client.post("/inloggen", data={"email": email, "password": password, **values})


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def token_of(client: FlaskClient) -> str | None:
    with client.session_transaction() as cookie:
        return cookie.get("_user_id")


def is_in(client: FlaskClient) -> bool:
    return client.get("/profiel").status_code == 200


class TestSignIn:
    def test_right_password_opens_a_session(self, client: FlaskClient) -> None:
        answer = post(client, make_account().email)
        assert (answer.status_code, answer.location) == (303, "/")
        assert is_in(client)

    def test_address_may_be_typed_in_capitals(self, client: FlaskClient) -> None:
        make_account(email="noor@test.example")
        assert post(client, "NOOR@TEST.EXAMPLE").status_code == 303

    def test_wrong_password_keeps_the_address(self, client: FlaskClient) -> None:
        person = make_account()
        answer = post(client, person.email, "not this one at all")
        assert answer.status_code == 422
        assert person.email in answer.text
        assert not is_in(client)

    def test_unknown_address_gets_the_very_same_page(self, client: FlaskClient) -> None:
        make_account(email="noor@test.example")
        known = post(client, "noor@test.example", "not this one at all")
        unknown = post(client, "nora@test.example", "not this one at all")
        assert known.status_code == unknown.status_code == 422
        assert without_tokens(known.text.replace("noor@", "nora@")) == without_tokens(unknown.text)

    def test_asking_for_the_heading_only_is_no_guess(self, client: FlaskClient) -> None:
        assert client.head("/inloggen").status_code == 200

    def test_password_never_comes_back(self, client: FlaskClient) -> None:
        answer = post(client, make_account().email, "a password typed wrongly")
        assert "a password typed wrongly" not in answer.text

    def test_empty_fields_are_told_beside_them(self, client: FlaskClient) -> None:
        answer = post(client, "", "")
        assert answer.status_code == 422
        assert "Vul je e-mailadres in." in answer.text
        assert "Vul je wachtwoord in." in answer.text

    def test_identity_of_the_session_changes_at_sign_in(self, client: FlaskClient, sign_in: SignIn) -> None:
        person = make_account()
        sign_in(person)
        former = token_of(client)
        post(client, person.email)
        assert token_of(client) != former
        with client.session_transaction() as cookie:
            cookie["_user_id"] = former
        assert not is_in(client)

    def test_nothing_of_the_former_cookie_survives(self, client: FlaskClient) -> None:
        with client.session_transaction() as cookie:
            cookie["planted"] = "by somebody else"
        post(client, make_account().email)
        with client.session_transaction() as cookie:
            assert "planted" not in cookie

    @pytest.mark.parametrize("path", ["/profiel", "/personen?zoek=noor"])
    def test_way_back_is_followed_within_the_site(self, client: FlaskClient, path: str) -> None:
        assert post(client, make_account().email, next=path).location == path

    @pytest.mark.parametrize(
        "path",
        [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "evil",
            "/\tevil",
            "javascript:x",
            "\\\\e",
        ],
    )
    def test_way_back_never_leaves_the_site(self, client: FlaskClient, path: str) -> None:
        assert post(client, make_account().email, next=path).location == "/"

    def test_stranger_is_led_to_sign_in_and_back(self, client: FlaskClient) -> None:
        answer = client.get("/personen?zoek=noor")
        assert (answer.status_code, answer.location) == (302, "/inloggen?next=/personen?zoek%3Dnoor")

    def test_cookie_is_out_of_reach_of_scripts_and_other_sites(self, client: FlaskClient) -> None:
        header = post(client, make_account().email).headers["Set-Cookie"]
        assert "HttpOnly" in header
        assert "SameSite=Lax" in header

    def test_failed_sign_in_is_recorded_without_a_name(self, client: FlaskClient, session: Session) -> None:
        post(client, "noor@test.example", "not this one at all")
        entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.event, entry.actor_id, entry.facts) == ("accounts.SignInFailed", None, {})

    def test_session_names_a_device_people_recognise(self, client: FlaskClient, session: Session) -> None:
        firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
        data = {"email": make_account().email, "password": PASSWORD}
        client.post("/inloggen", data=data, headers={"User-Agent": firefox})
        assert session.scalars(sa.select(SignInSession.device)).one() == "Firefox · Windows"


class TestDemo:
    def test_accounts_to_try_are_named(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        make_account(email="trainer@demo.example")
        config = client.application.config
        monkeypatch.setitem(config, "SETTINGS", replace(config["SETTINGS"], demo=True))
        page = client.get("/inloggen").text
        assert "trainer@demo.example" in page
        assert "directeur@demo.example" not in page

    def test_nothing_is_named_outside_a_demo(self, client: FlaskClient) -> None:
        make_account(email="trainer@demo.example")
        assert "demo" not in client.get("/inloggen").text


class TestThrottle:
    def guess(self, client: FlaskClient, email: str, times: int) -> list[int]:
        return [post(client, email, "guess number and so on").status_code for _ in range(times)]

    def test_ten_guesses_are_judged_and_no_more(self, client: FlaskClient) -> None:
        person = make_account()
        assert self.guess(client, person.email, GUESSES_PER_ACCOUNT + 2) == [422] * 10 + [429] * 2
        answer = post(client, person.email)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 900
        assert "Mail mij een link" in answer.text
        assert not is_in(client)

    def test_unknown_account_is_limited_alike(self, client: FlaskClient) -> None:
        assert self.guess(client, "nobody@test.example", GUESSES_PER_ACCOUNT + 1)[-1] == 429

    def test_guesses_in_capitals_count_for_the_same_account(self, client: FlaskClient) -> None:
        self.guess(client, "noor@test.example", GUESSES_PER_ACCOUNT)
        assert self.guess(client, "NOOR@test.example", 1) == [429]

    def test_guessing_is_possible_again_after_a_quarter_of_an_hour(self, client: FlaskClient) -> None:
        person = make_account()
        self.guess(client, person.email, GUESSES_PER_ACCOUNT)
        with clock.moved_to(NOW + timedelta(minutes=15)):
            assert post(client, person.email).status_code == 303

    def test_refused_guesses_do_not_make_the_wait_longer(self, client: FlaskClient) -> None:
        person = make_account()
        self.guess(client, person.email, GUESSES_PER_ACCOUNT)
        with clock.moved_to(NOW + timedelta(minutes=14)):
            self.guess(client, person.email, 5)
        with clock.moved_to(NOW + timedelta(minutes=15)):
            assert post(client, person.email).status_code == 303

    def test_another_account_is_not_locked(self, client: FlaskClient) -> None:
        self.guess(client, make_account().email, GUESSES_PER_ACCOUNT)
        assert post(client, make_account().email).status_code == 303

    def test_one_address_cannot_try_everybody(self, client: FlaskClient) -> None:
        for number in range(GUESSES_PER_ADDRESS):
            assert self.guess(client, f"person{number}@test.example", 1) == [422]
        assert post(client, make_account().email).status_code == 429

    def test_right_passwords_do_not_count(self, client: FlaskClient) -> None:
        person = make_account()
        assert [post(client, person.email).status_code for _ in range(12)] == [303] * 12

    def test_owner_gets_in_by_mail_while_others_guess(self, client: FlaskClient, session: Session) -> None:
        person = make_account()
        self.guess(client, person.email, GUESSES_PER_ACCOUNT)
        link = reset_link(client, session, person)
        answer = client.post(link, data={"password": "een heel nieuw wachtwoord"})
        assert answer.status_code == 303
        assert is_in(client)


def reset_link(client: FlaskClient, session: Session, person: Person) -> str:
    client.post("/wachtwoord-vergeten", data={"email": person.email})
    return link_in_mail(session)


def link_in_mail(session: Session) -> str:
    lines = mails(session)[-1]["text"].splitlines()
    return next(
        line.removeprefix("http://localhost") for line in lines if line.startswith("http://localhost/")
    )


class TestSecondFactor:
    def staff(self, **values: object) -> Person:
        person = make_account(**values)
        make_hat(person, Hat.TRAINER)
        return person

    def code(self, seconds: int = 0, secret: str = SECRET) -> str:
        return pyotp.TOTP(secret).at(NOW + timedelta(seconds=seconds))

    def equipped(self) -> Person:
        return self.staff(second_factor_secret=SECRET, second_factor_confirmed_at=NOW)

    def test_code_is_asked_after_the_password(self, client: FlaskClient) -> None:
        answer = post(client, self.equipped().email)
        assert answer.location == "/inloggen/code"
        assert not is_in(client)
        answer = client.post("/inloggen/code", data={"code": self.code()})
        assert answer.status_code == 303
        assert is_in(client)

    def test_identity_of_the_session_is_new_after_the_code(self, client: FlaskClient) -> None:
        post(client, self.equipped().email)
        assert token_of(client) is None
        client.post("/inloggen/code", data={"code": self.code()})
        assert token_of(client) is not None

    def test_wrong_code_does_not_open(self, client: FlaskClient) -> None:
        post(client, self.equipped().email)
        assert client.post("/inloggen/code", data={"code": "000000"}).status_code == 422
        assert not is_in(client)

    def test_used_code_does_not_open_again(self, client: FlaskClient) -> None:
        person = self.equipped()
        post(client, person.email)
        client.post("/inloggen/code", data={"code": self.code()})
        client.post("/uitloggen")
        post(client, person.email)
        assert client.post("/inloggen/code", data={"code": self.code()}).status_code == 422

    def test_code_without_password_leads_back_to_the_start(self, client: FlaskClient) -> None:
        self.equipped()
        answer = client.post("/inloggen/code", data={"code": self.code()})
        assert answer.location == "/inloggen"

    def test_password_counts_for_ten_minutes(self, client: FlaskClient) -> None:
        post(client, self.equipped().email)
        with clock.moved_to(NOW + timedelta(minutes=10, seconds=1)):
            answer = client.post("/inloggen/code", data={"code": self.code(601)})
            assert answer.location == "/inloggen"
            assert not is_in(client)

    def test_codes_are_limited_too(self, client: FlaskClient) -> None:
        post(client, self.equipped().email)
        answers = [client.post("/inloggen/code", data={"code": "000000"}).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]
        assert client.post("/inloggen/code", data={"code": self.code()}).status_code == 429

    def test_staff_without_code_set_one_up_on_their_way_in(self, client: FlaskClient) -> None:
        answer = post(client, self.staff().email)
        assert answer.location == "/inloggen/tweede-factor"
        assert not is_in(client)
        page = client.get(answer.location)
        assert page.status_code == 200
        with client.session_transaction() as cookie:
            secret = cookie["new_secret"]
        answer = client.post("/inloggen/tweede-factor", data={"code": self.code(secret=secret)})
        assert answer.status_code == 303
        assert is_in(client)

    def test_staff_with_a_code_cannot_set_up_another_with_the_password_alone(
        self, client: FlaskClient
    ) -> None:
        post(client, self.equipped().email)
        assert client.get("/inloggen/tweede-factor").location == "/inloggen"

    def test_participant_is_not_asked(self, client: FlaskClient) -> None:
        assert post(client, make_account().email).location == "/"

    def test_participant_who_set_it_up_is_asked(self, client: FlaskClient) -> None:
        person = make_account(second_factor_secret=SECRET, second_factor_confirmed_at=NOW)
        assert post(client, person.email).location == "/inloggen/code"

    def test_nobody_is_asked_in_the_demo(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        config = client.application.config
        monkeypatch.setitem(config, "SETTINGS", replace(config["SETTINGS"], demo=True))
        assert post(client, self.equipped().email).location == "/"


class TestSession:
    def test_signing_out_ends_the_session_on_the_server(
        self, client: FlaskClient, sign_in: SignIn, session: Session
    ) -> None:
        sign_in(make_account())
        token = token_of(client)
        answer = client.post("/uitloggen")
        assert answer.location == "/inloggen"
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert not is_in(client)

    def test_signing_out_by_a_link_is_impossible(self, sign_in: SignIn) -> None:
        client = sign_in(make_account())
        assert client.get("/uitloggen").status_code == 405
        assert is_in(client)

    def test_suspension_works_on_the_next_request(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        client = sign_in(person)
        operations.suspend_person(session, actor=SYSTEM, person=person)
        session.commit()
        assert not is_in(client)

    def test_withdrawn_hat_closes_its_doors_on_the_next_request(
        self, sign_in: SignIn, session: Session
    ) -> None:
        person = make_account()
        hat = make_hat(person, Hat.ADMINISTRATOR)
        client = sign_in(person)
        assert client.get("/personen").status_code == 200
        operations.withdraw_hat(session, actor=SYSTEM, assignment=hat)
        session.commit()
        assert client.get("/personen").status_code == 403

    def test_granted_hat_opens_its_doors_on_the_next_request(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        client = sign_in(person)
        assert client.get("/personen").status_code == 403
        operations.grant_hat(session, actor=SYSTEM, person=person, hat=Hat.COORDINATOR)
        session.commit()
        assert client.get("/personen").status_code == 200

    def test_use_keeps_a_session_alive(self, sign_in: SignIn) -> None:
        client = sign_in(make_account())
        for minutes in (20, 40, 60):
            with clock.moved_to(NOW + timedelta(minutes=minutes)):
                assert is_in(client)

    def test_idle_session_is_over(self, sign_in: SignIn) -> None:
        client = sign_in(make_account())
        with clock.moved_to(NOW + timedelta(minutes=30)):
            assert not is_in(client)

    @pytest.mark.parametrize(("seconds", "noted"), [(59, False), (60, True)])
    def test_use_is_noted_once_a_minute(
        self, sign_in: SignIn, session: Session, seconds: int, noted: bool
    ) -> None:
        client = sign_in(make_account())
        later = NOW + timedelta(seconds=seconds)
        with clock.moved_to(later):
            client.get("/profiel")
        used = session.scalars(sa.select(SignInSession.last_used_at)).one()
        assert (used == later) is noted

    def test_own_session_elsewhere_can_be_ended(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        operations.start_session(session, person=person, device="Safari · iPhone")
        other = session.scalars(sa.select(SignInSession)).one()
        other_id, public_id = other.id, other.public_id
        client = sign_in(person)
        page = client.get("/profiel/sessies").text
        assert "Safari · iPhone" in page
        assert page.count("Dit apparaat") == 1
        assert client.post(f"/profiel/sessies/{public_id}/intrekken").status_code == 303
        assert session.get(SignInSession, other_id) is None
        assert is_in(client)

    def test_session_of_somebody_else_does_not_exist(self, sign_in: SignIn, session: Session) -> None:
        token = operations.start_session(session, person=make_account())
        other = session.scalars(
            sa.select(SignInSession).where(SignInSession.token_hash == hash_secret(token))
        ).one()
        public_id, number = other.public_id, other.id
        client = sign_in(make_account())
        assert client.post(f"/profiel/sessies/{public_id}/intrekken").status_code == 404
        assert session.get(SignInSession, number) is not None
