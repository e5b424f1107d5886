"""One commit a request; what must last in spite of a refusal lasts in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Attempt, Person
from lms.core.authorisation import SYSTEM
from lms.core.events import SECRET, Event
from lms.core.form_keys import FormKey
from lms.core.unit_of_work import apart
from tests.factories.accounts import PASSWORD, make_account

SignIn = Callable[[Person], FlaskClient]


def count(session: Session) -> int | None:
    return session.scalar(sa.select(sa.func.count()).select_from(Attempt))


def test_short_transaction_lasts_when_the_request_is_rolled_back(session: Session) -> None:
    with apart() as own:
        own.add(Attempt(key_hash="x"))
    session.add(Attempt(key_hash="y"))
    session.rollback()
    assert count(session) == 1


def test_short_transaction_is_undone_by_its_own_error(session: Session) -> None:
    with pytest.raises(sa.exc.IntegrityError), apart() as own:
        own.add_all([Attempt(key_hash="x"), Attempt(key_hash=None)])
    assert count(session) == 0


def test_key_of_a_form_belongs_to_who_sent_it(client: FlaskClient, session: Session) -> None:
    data = {"email": make_account().email, "password": PASSWORD, "form_key": "a key"}
    client.post("/inloggen", data=data)
    assert session.scalars(sa.select(FormKey.person_id)).all() == [None]


def test_form_sent_twice_has_one_effect(sign_in: SignIn, session: Session) -> None:
    person = make_account()
    client = sign_in(person)
    data = {
        "given_name": "First",
        "family_name": "Name",
        "locale": "nl",
        "version": person.version,
        "form_key": "a key",
    }
    first = client.post("/profiel", data=data)
    again = client.post("/profiel", data=data)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    changed = client.post("/profiel", data={**data, "given_name": "Second"})
    assert (changed.status_code, 'value="Second"' in changed.text) == (409, True)
    assert session.scalars(sa.select(Person.given_name)).one() == "First"


def test_facts_of_an_event_leave_secrets_out() -> None:
    @dataclass(frozen=True, kw_only=True)
    class LinkMailed(Event):
        number: int
        token: str = field(repr=False, metadata=SECRET)

    event = LinkMailed(actor=SYSTEM, number=7, token="only in the mail")
    assert event.facts() == {"number": 7}
    assert "only in the mail" not in repr(event)
