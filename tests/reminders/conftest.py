"""A small cohort with its staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.cohorts.queries import get_cohort
from lms.papers.models import Assignment
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.papers import make_assignment
from tests.factories.programmes import make_version
from tests.support.rollback import read_anew, standing


@dataclass
class House:
    """A cohort of two who learn, one who was invited and one who stopped, with its staff."""

    cohort: Cohort
    noor: Enrolment
    mila: Enrolment
    invited: Enrolment
    stopped: Enrolment
    trainer: Person
    coordinator: Person
    assignment: Assignment

    @property
    def address(self) -> str:
        return f"/leergroepen/{self.cohort.public_id}/herinneringen"


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[House]:
    yield from standing(app, NOW, make_house)


@pytest.fixture
def house(session: Session, everybody: House) -> House:
    found: House = read_anew(session, everybody)
    return replace(found, cohort=get_cohort(session, cohort_id=found.cohort.public_id))


def make_house() -> House:
    cohort = make_cohort(version=make_version())
    people = [
        make_enrolment(cohort, make_person(given_name=name, family_name=name), state=state)
        for name, state in (
            ("Noor", EnrolmentState.IN_TRAINING),
            ("Mila", EnrolmentState.RESIT),
            ("Ida", EnrolmentState.INVITED),
            ("Piet", EnrolmentState.STOPPED),
        )
    ]
    trainer, coordinator, assignment = make_trainer(cohort), make_coordinator(cohort), make_assignment(cohort)
    return House(cohort, *people, trainer, coordinator, assignment)
