"""Whoever has no account ends the reminders of one matter: a look changes nothing, a POST does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.core import clock, signing
from lms.messages import letters, operations, queries
from tests.conftest import NOW

EVA = "eva@werkgever.example"


def is_stopped(session: Session, matter: UUID, address: str = EVA) -> bool:
    session.expire_all()
    return queries.is_stopped(session, address=address, matter=matter)


def test_a_look_changes_nothing_and_the_button_does(client: FlaskClient, session: Session) -> None:
    matter = uuid4()
    path = letters.stop_path(EVA, matter)
    assert "Stop de herinneringen" in client.get(path).text
    assert not is_stopped(session, matter)
    assert client.post(path).headers["Location"] == path
    assert "We herinneren je hier niet meer aan." in client.get(path).text
    assert is_stopped(session, matter, "Eva@Werkgever.example ")


def test_a_mail_program_asks_twice_without_a_token_of_ours(app: Flask, session: Session) -> None:
    matter = uuid4()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for _time in range(2):
            answer = app.test_client().post(
                letters.stop_path(EVA, matter), data={"List-Unsubscribe": "One-Click"}
            )
            assert answer.status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert is_stopped(session, matter)


def test_it_is_about_one_matter_and_one_address(client: FlaskClient, session: Session) -> None:
    matter = uuid4()
    client.post(letters.stop_path(EVA, matter))
    assert not is_stopped(session, uuid4())
    assert not is_stopped(session, matter, "iemand@werkgever.example")


def test_the_link_tells_neither_address_nor_matter(client: FlaskClient) -> None:
    matter = uuid4()
    facts = signing.read(letters.STOP, letters.stop_path(EVA, matter).rpartition("/")[2])
    assert facts is not None
    assert EVA not in str(facts)
    assert matter.hex not in str(facts)


def test_a_forged_link_has_a_page_of_its_own(client: FlaskClient, session: Session) -> None:
    good = letters.stop_path(EVA, uuid4()).rpartition("/")[2]
    for token in (good[:-4], "x", "é", signing.sign(letters.FEWER, "a" * 64)):
        for answer in (client.get(f"/geen-herinnering/{token}"), client.post(f"/geen-herinnering/{token}")):
            assert answer.status_code == 404
            assert "Deze link werkt niet" in answer.text


def test_after_a_year_it_is_forgotten(session: Session) -> None:
    matter = uuid4()
    operations.stop_reminders(session, key=letters.reminder_key(EVA, matter))
    with clock.moved_to(NOW + timedelta(days=364)):
        operations.prune(session)
    assert is_stopped(session, matter)
    with clock.moved_to(NOW + timedelta(days=366)):
        operations.prune(session)
    assert not is_stopped(session, matter)
