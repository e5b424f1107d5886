"""A small cohort with everybody around it, for the tests of learning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.extensions import db
from tests.conftest import NOW
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.learning import activity_of
from tests.factories.programmes import make_version
from tests.support.rollback import read_anew, standing


@dataclass
class Cast:
    """A cohort and the people who might knock on one of its doors."""

    cohort: Cohort
    enrolment: Enrolment
    participant: Person
    classmate: Person
    trainer: Person
    other_trainer: Person
    coordinator: Person
    other_coordinator: Person
    director: Person
    administrator: Person
    stranger: Person

    def person(self, role: str) -> Person:
        """Somebody by role."""
        found = getattr(self, role)
        assert isinstance(found, Person)
        return found


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Cast]:
    """The cast as it stands for a whole module, on which each test writes its own."""
    yield from standing(app, NOW, make_cast)


@pytest.fixture
def cast(session: Session, everybody: Cast) -> Cast:
    found: Cast = read_anew(session, everybody)
    return found


def make_cast() -> Cast:
    cohort = make_cohort(version=make_version())
    elsewhere = make_cohort(version=make_version())
    organisation = make_organisation()
    enrolment = make_enrolment(cohort, organisation=organisation)
    director = make_person(organisation=organisation)
    make_hat(director, Hat.DIRECTOR, organisation_id=organisation.id)
    return Cast(
        cohort=cohort,
        enrolment=enrolment,
        participant=db.session.get_one(Person, enrolment.person_id),
        classmate=db.session.get_one(Person, make_enrolment(cohort).person_id),
        trainer=make_trainer(cohort),
        other_trainer=make_trainer(elsewhere),
        coordinator=make_coordinator(cohort),
        other_coordinator=make_coordinator(elsewhere),
        director=director,
        administrator=make_administrator(),
        stranger=db.session.get_one(Person, make_enrolment(elsewhere).person_id),
    )


@pytest.fixture
def status(sign_in: Callable[[Person], FlaskClient], cast: Cast) -> Callable[[str, str], int]:
    """The status that somebody in this role gets at an address."""

    def ask(role: str, address: str) -> int:
        return sign_in(cast.person(role)).get(address).status_code

    return ask


@pytest.fixture
def as_participant(cast: Cast, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    return sign_in(cast.participant)


def address(cast: Cast, key: str, tail: str = "") -> str:
    """The address of an activity of the cohort, by its key."""
    return f"/activiteiten/{activity_of(cast.cohort, key).public_id}{tail}"


def text_of(client: FlaskClient, path: str, expected: int = 200) -> str:
    """The page at an address, which answers with this status."""
    answer = client.get(path)
    assert answer.status_code == expected
    return answer.get_data(as_text=True)
