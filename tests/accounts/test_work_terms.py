"""Disciplines and functions: added, renamed, taken out of the list and put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Membership, Person
from lms.core import clock
from tests.factories import save
from tests.factories.accounts import (
    LONG_AGO,
    make_discipline,
    make_hat,
    make_job_role,
    make_organisation,
    make_person,
)

SignIn = Callable[[Person], FlaskClient]


class Kind(NamedTuple):
    """One of the two lists."""

    path: str
    make: Callable[..., Any]
    column: str


KINDS = [
    Kind("/organisaties/disciplines", make_discipline, "discipline_id"),
    Kind("/organisaties/functies", make_job_role, "job_role_id"),
]

pytestmark = pytest.mark.parametrize("kind", KINDS, ids=["disciplines", "functions"])


@pytest.fixture
def keeper(sign_in: SignIn) -> FlaskClient:
    person = make_person()
    make_hat(person, Hat.COORDINATOR)
    return sign_in(person)


def give(term: Any, kind: Kind) -> Person:
    """Somebody who has the term."""
    person = make_person()
    save(
        Membership(
            person_id=person.id,
            organisation_id=make_organisation().id,
            starts_on=LONG_AGO,
            **{kind.column: term.id},
        )
    )
    return person


def test_a_new_one_is_listed_and_can_be_chosen(keeper: FlaskClient, kind: Kind) -> None:
    assert keeper.post(f"{kind.path}/nieuw", data={"name": "Wijkzorg"}).status_code == 303
    assert "Wijkzorg" in keeper.get(kind.path).text
    assert "Wijkzorg" in keeper.get("/personen/nieuw").text


@pytest.mark.parametrize(("name", "words"), [("", "Vul een naam in."), ("WIJKZORG", "staat al in de lijst")])
def test_an_empty_or_known_name_is_refused(keeper: FlaskClient, kind: Kind, name: str, words: str) -> None:
    kind.make(name="Wijkzorg")
    answer = keeper.post(f"{kind.path}/nieuw", data={"name": name})
    assert answer.status_code == 422
    assert words in answer.text


def test_another_name_counts_for_who_has_it(keeper: FlaskClient, kind: Kind) -> None:
    term = kind.make(name="Wijkzorg")
    person = give(term, kind)
    data = {"name": "Zorg in de wijk", "version": "1"}
    assert keeper.post(f"{kind.path}/{term.public_id}/bewerken", data=data).status_code == 303
    assert "Zorg in de wijk" in keeper.get(f"/personen/{person.public_id}").text


def test_two_tabs_give_both_texts_and_a_form_to_send_again(
    keeper: FlaskClient, session: Session, kind: Kind
) -> None:
    term = kind.make(name="Oud")
    path = f"{kind.path}/{term.public_id}/bewerken"
    keeper.post(path, data={"name": "Van haar", "version": "1"})
    answer = keeper.post(path, data={"name": "Van mij", "version": "1"})
    assert answer.status_code == 409
    assert "Van haar" in answer.text
    assert 'value="Van mij"' in answer.text
    assert '<input type="hidden" name="version" value="2">' in answer.text
    assert keeper.post(path, data={"name": "Van mij", "version": "2"}).status_code == 303
    session.refresh(term)
    assert term.name == "Van mij"


def test_one_that_nobody_has_disappears(keeper: FlaskClient, session: Session, kind: Kind) -> None:
    term = kind.make(name="Vergissing")
    assert keeper.post(f"{kind.path}/{term.public_id}/uit-de-lijst").status_code == 303
    assert keeper.get(f"{kind.path}/{term.public_id}/bewerken").status_code == 404


def test_one_that_somebody_has_stays_with_them_only(keeper: FlaskClient, kind: Kind) -> None:
    term = kind.make(name="Wijkzorg")
    person = give(term, kind)
    keeper.post(f"{kind.path}/{term.public_id}/uit-de-lijst")
    assert "niet meer te kiezen" in keeper.get(kind.path).text
    assert "Wijkzorg" not in keeper.get("/personen/nieuw").text
    assert "Wijkzorg" in keeper.get(f"/personen/{person.public_id}").text


def test_a_retired_one_is_put_back(keeper: FlaskClient, kind: Kind) -> None:
    term = kind.make(name="Wijkzorg", retired_at=clock.now())
    assert "Wijkzorg" not in keeper.get("/personen/nieuw").text
    assert keeper.post(f"{kind.path}/{term.public_id}/terug-in-de-lijst").status_code == 303
    assert "Wijkzorg" in keeper.get("/personen/nieuw").text
