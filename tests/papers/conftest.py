from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.papers import operations
from lms.papers.models import (
    Assignment,
    PaperVersion,
    Submission,
)
from tests.conftest import NOW
from tests.factories.cohorts import make_cohort, make_enrolment, make_trainer
from tests.factories.papers import (
    make_assessor,
    make_assignment,
    make_paper_version,
    make_submission,
)
from tests.factories.programmes import make_version
from tests.papers.documents import make_odt
from tests.papers.steps import reread
from tests.support.rollback import read_anew, standing

ActorOf = Callable[[Person], Actor]
SignIn = Callable[[Person], FlaskClient]


@dataclass
class House:
    """A cohort with somebody who writes and somebody who judges."""

    cohort: Cohort
    enrolment: Enrolment
    trainer: Person


def make_house() -> House:
    cohort = make_cohort(version=make_version())
    return House(cohort, make_enrolment(cohort), make_trainer(cohort))


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[House]:
    yield from standing(app, NOW, make_house)


@pytest.fixture
def house(session: Session, everybody: House) -> House:
    found: House = read_anew(session, everybody)
    return found


@pytest.fixture
def cohort(house: House) -> Cohort:
    return house.cohort


@pytest.fixture
def assignment(session: Session, cohort: Cohort) -> Assignment:
    return make_assignment(cohort)


@pytest.fixture
def enrolment(house: House) -> Enrolment:
    return house.enrolment


@pytest.fixture
def author(session: Session, enrolment: Enrolment, actor_of: ActorOf) -> Actor:
    return actor_of(session.get_one(Person, enrolment.person_id))


@pytest.fixture
def trainer(house: House) -> Person:
    return house.trainer


@pytest.fixture
def judge(trainer: Person, actor_of: ActorOf) -> Actor:
    return actor_of(trainer)


@pytest.fixture
def hand_in(
    session: Session, assignment: Assignment, enrolment: Enrolment, author: Actor
) -> Callable[..., PaperVersion]:
    def act(content: bytes = b"", name: str = "paper.odt", note: str = "") -> PaperVersion:
        return operations.hand_in_paper(
            session,
            actor=author,
            assignment=assignment,
            enrolment=enrolment,
            stream=io.BytesIO(content or make_odt()),
            name=name,
            note=note,
        )

    return act


@pytest.fixture
def paper(session: Session, assignment: Assignment, enrolment: Enrolment, trainer: Person) -> Submission:
    submission = make_submission(assignment, enrolment)
    make_paper_version(submission)
    make_assessor(submission, trainer)
    return reread(session, submission)


@pytest.fixture
def participant(session: Session, enrolment: Enrolment, sign_in: SignIn) -> FlaskClient:
    return sign_in(session.get_one(Person, enrolment.person_id))
