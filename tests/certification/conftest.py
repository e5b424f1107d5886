"""A cohort on a programme with two requirements, its people, and a seal of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.certification.signing import Seal
from lms.cohorts.models import Cohort, Enrolment
from lms.programmes.models import Requirement, RequirementKind
from tests.conftest import NOW
from tests.factories import save
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.learning import make_completion
from tests.support.rollback import read_anew, standing


@dataclass
class Scene:
    """Who is in the cohort and who is around it."""

    cohort: Cohort
    requirements: list[Requirement]
    ready: Enrolment
    lacking: Enrolment
    participant: Person
    trainer: Person
    coordinator: Person
    director: Person
    administrator: Person
    stranger_trainer: Person

    def outsiders(self) -> dict[str, Person]:
        return {
            "director": self.director,
            "administrator": self.administrator,
            "trainer of another cohort": self.stranger_trainer,
        }


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return Seal(tmp_path / "keys")


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Iterator[Scene]:
    yield from standing(app, NOW, make_scene)


@pytest.fixture
def scene(session: Session, everybody: Scene) -> Scene:
    found: Scene = read_anew(session, everybody)
    return found


def make_scene() -> Scene:
    organisation = make_organisation()
    cohort = make_cohort()
    requirements = [
        save(
            Requirement(
                programme_version_id=cohort.programme_version_id,
                position=place,
                key=key,
                kind=RequirementKind.EVIDENCE,
                title=title,
                short_title=title,
                planned_week=place,
            )
        )
        for place, (key, title) in enumerate([("casus", "Casus"), ("slotdag", "Slotdag")])
    ]
    participant = make_person(organisation=organisation, given_name="Ayşe", prefix="", family_name="Yıldız")
    ready = make_enrolment(cohort, participant, organisation=organisation)
    lacking = make_enrolment(cohort, organisation=organisation)
    for requirement in requirements:
        make_completion(ready, requirement)
    make_completion(lacking, requirements[0])
    director = make_person(organisation=organisation)
    make_hat(director, Hat.DIRECTOR, organisation_id=organisation.id)
    return Scene(
        cohort=cohort,
        requirements=requirements,
        ready=ready,
        lacking=lacking,
        participant=participant,
        trainer=make_trainer(cohort),
        coordinator=make_coordinator(cohort),
        director=director,
        administrator=make_administrator(),
        stranger_trainer=make_trainer(make_cohort()),
    )
