"""One's own account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyotp
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts import operations, queries
from lms.accounts.models import Person
from lms.core import clock
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, make_account

NEW = "een heel nieuw wachtwoord"
SignIn = Callable[[Person], FlaskClient]


def profile(person: Person, **values: object) -> dict[str, object]:
    return {
        "given_name": "Noor",
        "prefix": "van",
        "family_name": "Vliet",
        "locale": "nl",
        "version": person.version,
        **values,
    }


class TestProfile:
    def test_name_is_saved(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        client = sign_in(person)
        answer = client.post("/profiel", data=profile(person, given_name=" Nora "))
        assert answer.status_code == 303
        assert session.scalars(sa.select(Person.given_name)).one() == "Nora"

    def test_language_counts_at_once(self, sign_in: SignIn) -> None:
        person = make_account()
        client = sign_in(person)
        client.post("/profiel", data=profile(person, locale="en"))
        assert "Your profile" in client.get("/profiel").text

    def test_empty_name_is_refused_with_all_values_kept(self, sign_in: SignIn) -> None:
        person = make_account()
        client = sign_in(person)
        answer = client.post("/profiel", data=profile(person, given_name="", prefix="van der"))
        assert answer.status_code == 422
        assert "Vul een voornaam in." in answer.text
        assert 'value="van der"' in answer.text

    def test_change_in_another_tab_is_a_conflict_with_both_texts(
        self, sign_in: SignIn, session: Session
    ) -> None:
        person = make_account()
        stale = profile(person, given_name="Second")
        client = sign_in(person)
        client.post("/profiel", data=profile(person, given_name="First"))
        answer = client.post("/profiel", data=stale)
        assert answer.status_code == 409
        assert "First" in answer.text
        assert "Second" in answer.text
        assert session.scalars(sa.select(Person.given_name)).one() == "First"
        session.refresh(person)
        again = client.post("/profiel", data={**stale, "version": str(person.version)})
        assert again.status_code == 303
        assert session.scalars(sa.select(Person.given_name)).one() == "Second"

    def test_fields_that_are_not_on_the_form_change_nothing(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        client = sign_in(person)
        former = person.email
        client.post(
            "/profiel", data=profile(person, email="other@test.example", password_hash="x", suspended_at="x")
        )
        row = session.scalars(sa.select(Person)).one()
        assert (row.email, row.suspended_at) == (former, None)


class TestPasswordChange:
    def test_other_devices_are_signed_out(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        elsewhere = operations.start_session(session, person=person)
        client = sign_in(person)
        answer = client.post("/profiel/wachtwoord", data={"current": PASSWORD, "password": NEW})
        assert answer.status_code == 303
        assert client.get("/profiel").status_code == 200
        assert queries.find_signed_in(session, token=elsewhere) is None

    def test_what_is_missing_is_told_in_the_order_of_the_page(self, sign_in: SignIn) -> None:
        answer = sign_in(make_account()).post("/profiel/wachtwoord", data={})
        assert answer.status_code == 422
        assert answer.text.index("Je wachtwoord van nu:") < answer.text.index("Nieuw wachtwoord:")

    def test_wrong_present_password_changes_nothing(self, sign_in: SignIn, session: Session) -> None:
        person = make_account()
        client = sign_in(person)
        answer = client.post("/profiel/wachtwoord", data={"current": "something else", "password": NEW})
        assert answer.status_code == 422
        assert "Dit is niet je wachtwoord." in answer.text
        assert operations.check_password(session, email=person.email, password=PASSWORD)

    def test_present_password_cannot_be_guessed_at_an_open_screen(self, sign_in: SignIn) -> None:
        client = sign_in(make_account())
        data = {"current": "guess after guess", "password": NEW}
        answers = [client.post("/profiel/wachtwoord", data=data).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]

    def test_own_name_is_no_password(self, sign_in: SignIn) -> None:
        client = sign_in(make_account(given_name="Wilhelmina", family_name="Vliet"))
        answer = client.post("/profiel/wachtwoord", data={"current": PASSWORD, "password": "Wilhelmina-1"})
        assert answer.status_code == 422
        assert "Je naam of e-mailadres" in answer.text


class TestSecondFactorSetUp:
    def test_right_code_turns_it_on(self, sign_in: SignIn, session: Session) -> None:
        client = sign_in(make_account())
        assert "data:image/svg+xml" in client.get("/profiel/tweede-factor").text
        with client.session_transaction() as cookie:
            secret = cookie["new_secret"]
        data = {"code": pyotp.TOTP(secret).at(NOW), "current": PASSWORD}
        assert client.post("/profiel/tweede-factor", data=data).status_code == 303
        assert session.scalars(sa.select(Person.second_factor_secret)).one() == secret

    def test_wrong_code_keeps_the_secret_for_another_try(self, sign_in: SignIn, session: Session) -> None:
        client = sign_in(make_account())
        client.get("/profiel/tweede-factor")
        with client.session_transaction() as cookie:
            secret = cookie["new_secret"]
        data = {"code": "000000", "current": PASSWORD}
        assert client.post("/profiel/tweede-factor", data=data).status_code == 422
        with client.session_transaction() as cookie:
            assert cookie["new_secret"] == secret
        assert session.scalars(sa.select(Person.second_factor_secret)).one() is None

    def test_password_is_asked(self, sign_in: SignIn, session: Session) -> None:
        client = sign_in(make_account())
        client.get("/profiel/tweede-factor")
        with client.session_transaction() as cookie:
            code = pyotp.TOTP(cookie["new_secret"]).at(NOW)
        data = {"code": code, "current": "not my password"}
        assert client.post("/profiel/tweede-factor", data=data).status_code == 422
        assert session.scalars(sa.select(Person.second_factor_secret)).one() is None


def test_looking_at_own_pages_changes_nothing_but_the_time_of_use(sign_in: SignIn, session: Session) -> None:
    person = make_account()
    client = sign_in(person)
    before = session.execute(sa.select(Person.__table__)).all()
    with clock.moved_to(NOW + timedelta(minutes=5)):
        for path in ("", "/wachtwoord", "/e-mailadres", "/tweede-factor", "/sessies"):
            assert client.get(f"/profiel{path}").status_code == 200
    assert session.execute(sa.select(Person.__table__)).all() == before
