"""What a director sees of trainings: sums of pairs with n and days, never a pair, never a person."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort
from lms.core.extensions import db
from lms.trainings.models import ClientTraining, TrainingPair
from lms.trainings.operations import settle_sums
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_trainer
from tests.factories.programmes import make_version
from tests.factories.trainings import (
    edition_of,
    keep,
    make_ended,
    make_measurement,
    make_partner,
    make_training,
    people_of,
)


@dataclass
class Scene:
    cohort: Cohort
    training: ClientTraining
    director: Person


@pytest.fixture
def scene(session):
    cohort, organisation = make_cohort(version=make_version()), make_organisation()
    make_partner(cohort, organisation=organisation)
    director = make_person(organisation=organisation)
    make_hat(director, Hat.DIRECTOR, organisation_id=organisation.id)
    return Scene(cohort, make_training(cohort), director)


def counted(scene, *counts: int) -> TrainingPair:
    pair = make_ended(scene.cohort)
    pair.edition_id = edition_of(scene.training).id
    keep(pair)
    make_measurement(pair, counts=counts)
    settle_sums(db.session())
    return pair


def page_of(scene, ending=""):
    return f"/voortgang/{scene.cohort.public_id}/vaktrainingen{ending}"


def test_two_pairs_are_one_sum_with_n_and_day(sign_in, scene):
    pairs = [counted(scene, 7, 1), counted(scene, 5, 2)]
    page = sign_in(scene.director).get(page_of(scene)).text
    assert "12 van 20 (60%)" in page
    assert 'gemeten op <span class="nowrap">20 nov 2026</span>' in page
    for person in (person for pair in pairs for person in people_of(pair)):
        assert person.family_name not in page


def test_of_one_pair_nothing_is_shown(sign_in, scene):
    counted(scene, 7, 1)
    client = sign_in(scene.director)
    page = client.get(page_of(scene)).text
    assert "van 10" not in page
    assert "Nog te weinig om te laten zien" in page
    assert ";7;" not in client.get(page_of(scene, "/csv")).text


def test_the_file_holds_every_percentage_with_its_n_and_days(sign_in, scene):
    counted(scene, 7, 1), counted(scene, 5, 2)
    lines = sign_in(scene.director).get(page_of(scene, "/csv")).text.splitlines()
    (row,) = [line for line in lines if "Betaald werk" in line]
    assert row.endswith(";12;20;60;2;20-11-2026;20-11-2026")


def test_everybody_else_finds_nothing(sign_in, scene):
    stranger = make_person()
    make_hat(stranger, Hat.DIRECTOR, organisation_id=make_organisation().id)
    others = [stranger, make_trainer(scene.cohort), make_coordinator(scene.cohort), make_administrator()]
    found = [
        sign_in(person).get(page_of(scene, end)).status_code for person in others for end in ("", "/csv")
    ]
    assert found == [404] * 8


def test_the_page_costs_the_same_for_many_pairs(sign_in, scene, count_queries):
    client = sign_in(scene.director)
    counted(scene, 7, 1), counted(scene, 5, 2)
    few = count_queries(lambda: client.get(page_of(scene)))
    for _ in range(5):
        counted(scene, 4, 4)
    assert count_queries(lambda: client.get(page_of(scene))) == few
    assert few <= 12
