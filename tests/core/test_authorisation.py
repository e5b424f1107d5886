from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user
from sqlalchemy.orm import Session

from lms.core import authorisation
from lms.core.authorisation import ANONYMOUS, Actor, Guard, HatGrant, Public, guard_of, may
from tests.core.probe import effects, find, may_enter, may_see

SignIn = Callable[[str], FlaskClient]


def test_a_door_carries_its_policy_as_a_mark(kernel: Flask) -> None:
    doors = kernel.view_functions
    assert guard_of(doors["probe.room"]) == Guard(may_enter, None, 403)
    assert guard_of(doors["probe.thing"]) == Guard(may_see, find, 404)
    assert guard_of(doors["probe.known_thing"]) == Guard(may_see, find, 403)
    assert guard_of(doors["probe.room_change"]) == Guard(may_enter, None, 403)
    assert guard_of(doors["probe.opened"]) == Public("a test looks here")
    assert guard_of(len) is None


def test_who_may_enter_comes_in(signed_in: SignIn) -> None:
    assert signed_in("Ans").get("/proef/kamer").text == "Ans"


def test_who_may_not_enter_is_told_so(signed_in: SignIn) -> None:
    assert signed_in("Bo").get("/proef/kamer").status_code == 403


def test_an_object_of_somebody_else_does_not_exist(signed_in: SignIn) -> None:
    bo = signed_in("Bo")
    assert bo.get("/proef/dingen/Bo").text == "Bo"
    others, missing, raised = (bo.get(f"/proef/dingen/{name}") for name in ("Ans", "none", "raises"))
    assert others.status_code == missing.status_code == raised.status_code == 404
    assert others.data == missing.data == raised.data
    assert dict(others.headers) == dict(missing.headers) == dict(raised.headers)


def test_an_object_that_is_no_secret_is_refused_openly(signed_in: SignIn) -> None:
    bo = signed_in("Bo")
    assert bo.get("/proef/open-dingen/Ans").status_code == 403
    assert bo.get("/proef/open-dingen/none").status_code == 404


def test_a_reader_that_asks_for_the_actor_gets_it(signed_in: SignIn) -> None:
    assert signed_in("Bo").get("/proef/eigen").text == "Bo"


def test_a_refused_write_writes_nothing(signed_in: SignIn, visitor: FlaskClient, store: Session) -> None:
    assert signed_in("Bo").post("/proef/schrijven").status_code == 403
    assert visitor.post("/proef/schrijven").status_code == 302
    assert effects(store) == 0
    assert signed_in("Ans").post("/proef/schrijven").status_code == 303
    assert effects(store) == 1


@pytest.mark.parametrize(
    "path",
    ["/proef/kamer", "/proef/dingen/Ans", "/proef/dingen/none", "/bestaat-niet", "/proef/dingen/", "/x/y"],
)
def test_a_stranger_is_sent_to_sign_in_whether_the_path_exists_or_not(
    visitor: FlaskClient, path: str
) -> None:
    answer = visitor.get(f"{path}?a=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/inloggen?next={path}?a%3D1"


def test_a_stranger_who_sent_a_form_is_not_sent_back_to_its_address(visitor: FlaskClient) -> None:
    assert visitor.post("/proef/schrijven").headers["Location"] == "/inloggen"


@pytest.mark.parametrize("headers", [{"X-Requested-With": "fetch"}, {"Accept": "application/json"}])
@pytest.mark.parametrize("path", ["/proef/kamer", "/bestaat-niet"])
def test_a_data_call_of_a_stranger_is_401(visitor: FlaskClient, path: str, headers: dict[str, str]) -> None:
    assert visitor.get(path, headers=headers).status_code == 401


def test_a_missing_page_is_a_404_for_who_is_signed_in(signed_in: SignIn) -> None:
    assert signed_in("Ans").get("/bestaat-niet").status_code == 404


@pytest.mark.parametrize("name", ["Ans", "Bo"])
@pytest.mark.parametrize(
    ("endpoint", "path", "subject"),
    [
        ("probe.room", "/proef/kamer", None),
        ("probe.thing", "/proef/dingen/Ans", "Ans"),
        ("probe.known_thing", "/proef/open-dingen/Bo", "Bo"),
        ("probe.opened", "/proef/open", None),
    ],
)
def test_a_button_shows_exactly_when_its_door_opens(
    kernel: Flask, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str, endpoint: str, path: str,
    subject: str | None,
) -> None:  # fmt: skip
    opens = signed_in(name).get(path).status_code == 200
    monkeypatch.setattr(authorisation, "current_actor", lambda: Actor(person_id=1, given_name=name))
    with kernel.test_request_context():
        assert may(endpoint, subject) is opens


def test_a_stranger_may_only_what_is_public(kernel: Flask) -> None:
    with kernel.test_request_context():
        assert not may("probe.room")
        assert not may("probe.thing", "")
        assert may("probe.opened")


def test_who_is_no_person_of_ours_is_nobody(kernel: Flask) -> None:
    with kernel.test_request_context():
        login_user(type("Other", (), {"is_active": True, "get_id": lambda self: "x"})())
        assert authorisation.current_actor() is ANONYMOUS


def test_a_hat_is_worn_for_what_it_was_given_for() -> None:
    from uuid import uuid4

    from lms.accounts.models import Hat

    cohort, other = uuid4(), uuid4()
    actor = Actor(
        person_id=1,
        hats=frozenset({HatGrant(Hat.TRAINER, scope=cohort), HatGrant(Hat.DIRECTOR, organisation_id=3)}),
    )
    assert actor.wears(Hat.TRAINER)
    assert actor.wears(Hat.TRAINER, scope=cohort)
    assert not actor.wears(Hat.TRAINER, scope=other)
    assert not actor.wears(Hat.DIRECTOR, organisation_id=4)
    assert not actor.wears(Hat.COORDINATOR)
    assert actor.scopes(Hat.TRAINER) == {cohort}
    assert actor.organisations(Hat.DIRECTOR) == {3}
    assert not actor.scopes(Hat.DIRECTOR)
