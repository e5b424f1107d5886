"""The commands for people and hats, and the check before production."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts import queries
from lms.accounts.models import Hat
from lms.core.extensions import db
from tests.factories.accounts import make_organisation, make_person


def run(app: Flask, *words: str) -> tuple[int, str]:
    db.session.commit()  # a command that is refused rolls back
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def test_person_is_added_and_invited(app: Flask, session: Session) -> None:
    make_organisation(name="Gemeente Voorbeeld")
    code, words = run(
        app,
        *("user", "add", "Ben@Test.example", "--given-name", "Ben", "--family-name", "Kok"),
        *("--organisation", "Gemeente Voorbeeld"),
    )
    assert code == 0, words
    person = queries.find_person_by_email(session, email="ben@test.example")
    assert person is not None
    assert person.display_name == "Ben Kok"
    assert len(person.memberships) == 1


def test_known_address_and_unknown_organisation_are_refused(app: Flask, session: Session) -> None:
    make_person(email="ben@test.example")
    names = ("--given-name", "Ben", "--family-name", "Kok")
    assert run(app, "user", "add", "BEN@test.example", *names)[0] == 1
    assert run(app, "user", "add", "new@test.example", *names, "--organisation", "Nergens")[0] == 1
    assert queries.find_person_by_email(session, email="new@test.example") is None


def test_hat_is_granted_listed_and_withdrawn(app: Flask, session: Session) -> None:
    person = make_person(email="ben@test.example")
    assert run(app, "user", "hat", "grant", "ben@test.example", "administrator")[0] == 0
    assert queries.actor_for(session, person=person).wears(Hat.ADMINISTRATOR)
    assert run(app, "user", "hat", "list", "ben@test.example")[1] == "administrator\n"
    assert run(app, "user", "hat", "withdraw", "ben@test.example", "administrator")[0] == 0
    assert not queries.actor_for(session, person=person).wears(Hat.ADMINISTRATOR)


def test_director_needs_an_organisation(app: Flask, session: Session) -> None:
    make_person(email="ben@test.example")
    assert run(app, "user", "hat", "grant", "ben@test.example", "director")[0] == 1


def test_unknown_person_gets_a_clear_sentence(app: Flask, session: Session) -> None:
    code, words = run(app, "user", "hat", "grant", "nobody@test.example", "trainer")
    assert code == 1
    assert "Nobody has the address nobody@test.example." in words


def test_password_is_set_and_a_weak_one_refused(app: Flask, session: Session) -> None:
    person = make_person(email="ben@test.example")
    assert run(app, "user", "password", "ben@test.example", "--password", "kort")[0] == 1
    assert (
        run(app, "user", "password", "ben@test.example", "--password", "een lang genoeg wachtwoord")[0] == 0
    )
    session.refresh(person)
    assert person.password_hash is not None


def test_check_counts_demo_accounts(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person(email="trainer@demo.example")
    make_person(email="somebody@demo.example.org")
    code, words = run(app, "check")
    assert code == 1
    assert "1 demo accounts (@demo.example) are present." in words


def test_trail_is_verified(app: Flask, session: Session) -> None:
    run(app, "user", "add", "a@test.example", "--given-name", "A", "--family-name", "B", "--no-invite")
    assert run(app, "audit", "verify") == (0, "The audit trail is whole.\n")


def test_cookie_is_bound_to_its_host_under_https(app: Flask) -> None:
    settings = replace(app.config["SETTINGS"], base_url="https://leren.example.org").flask()
    assert str(settings["SESSION_COOKIE_NAME"]).startswith("__Host-")
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
