"""The end of a session is announced in time, and one act moves it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.core import clock
from tests.conftest import NOW
from tests.factories.accounts import make_account

SignIn = Callable[[Person], FlaskClient]
DATA = {"Accept": "application/json", "X-Requested-With": "fetch"}
IDLE = 30 * 60


def announced(page: str) -> tuple[int, int]:
    """In how many seconds a page thinks the session ends, and how many before that it says so."""
    seconds, ahead = re.search(r'data-seconds="(\d+)" data-ahead="(\d+)"', page).groups()  # type: ignore[union-attr]
    return int(seconds), int(ahead)


def test_every_page_knows_when_the_session_ends_and_says_so_two_minutes_ahead_at_least(
    sign_in: SignIn,
) -> None:
    seconds, ahead = announced(sign_in(make_account()).get("/profiel").text)
    assert seconds == IDLE
    assert ahead >= 120


def test_a_stranger_has_no_session_that_ends(client: FlaskClient) -> None:
    assert "data-session-module" not in client.get("/hulp").text


def test_staying_moves_the_end(sign_in: SignIn) -> None:
    client = sign_in(make_account())
    with clock.moved_to(NOW + timedelta(minutes=28)):
        answer = client.post("/sessie/verlengen", headers=DATA)
        assert answer.get_json() == {"seconds": IDLE}
    with clock.moved_to(NOW + timedelta(minutes=57)):
        assert client.get("/profiel").status_code == 200


def test_without_staying_the_session_ends(sign_in: SignIn) -> None:
    client = sign_in(make_account())
    with clock.moved_to(NOW + timedelta(minutes=31)):
        assert client.post("/sessie/verlengen", headers=DATA).status_code == 401


def test_nobody_stays_longer_than_twelve_hours(sign_in: SignIn) -> None:
    client = sign_in(make_account())
    for minutes in range(25, 12 * 60, 25):
        with clock.moved_to(NOW + timedelta(minutes=minutes)):
            left = client.post("/sessie/verlengen", headers=DATA).get_json()["seconds"]
            assert left <= (12 * 60 - minutes) * 60
    assert left < IDLE
    with clock.moved_to(NOW + timedelta(hours=12, minutes=1)):
        assert client.post("/sessie/verlengen", headers=DATA).status_code == 401


def test_without_the_script_the_button_leads_to_the_start(sign_in: SignIn) -> None:
    answer = sign_in(make_account()).post("/sessie/verlengen")
    assert (answer.status_code, answer.location) == (303, "/")
