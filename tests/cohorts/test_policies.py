"""Who may see and change what: every role against every case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.accounts.queries import actor_for
from lms.cohorts import policies, queries
from lms.cohorts.models import Cohort, DayPart, Enrolment, EnrolmentState, Meeting
from lms.cohorts.rules import CohortTrainer
from lms.core import clock
from lms.core.authorisation import ANONYMOUS, Actor
from tests.conftest import NOW
from tests.factories.accounts import make_administrator, make_hat, make_organisation, make_person
from tests.factories.cohorts import (
    day_parts_of,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)
from tests.support.rollback import rolled_back

OUTSIDERS = (
    "anonymous",
    "stranger",
    "trainer of another cohort",
    "coordinator of another programme",
    "director of the organisation",
    "administrator",
    "participant of another cohort",
    "participant who stopped",
)
READERS = ("participant", "invited participant", "trainer", "coordinator")
STAFF = ("trainer", "coordinator")
EVERYBODY = (*READERS, *OUTSIDERS)


@dataclass
class House:
    """One cohort with everything that has a policy, and somebody of every kind."""

    actors: dict[str, Actor]
    cohort: Cohort
    enrolment: Enrolment
    meeting: Meeting
    day_part: DayPart
    trainer: CohortTrainer


@pytest.fixture(scope="module")
def house(app: Flask) -> House:
    """Built once: policies only look at what was read, and need no row any more."""
    with clock.moved_to(NOW), rolled_back(app) as session:
        return build_house(session)


def build_house(session: Session) -> House:
    cohort, organisation = make_cohort(), make_organisation()
    learner = make_enrolment(cohort, organisation=organisation)
    meeting = make_meeting(cohort)
    people = {
        "stranger": make_person(),
        "participant": session.get_one(Person, learner.person_id),
        "invited participant": enrolled(session, cohort, EnrolmentState.INVITED),
        "participant who stopped": enrolled(session, cohort, EnrolmentState.STOPPED),
        "participant of another cohort": enrolled(session, make_cohort(), EnrolmentState.IN_TRAINING),
        "trainer": make_trainer(cohort),
        "trainer of another cohort": make_trainer(make_cohort()),
        "coordinator": make_coordinator(cohort),
        "coordinator of another programme": make_coordinator(make_cohort()),
        "director of the organisation": make_person(organisation=organisation),
        "administrator": make_administrator(),
    }
    make_hat(people["director of the organisation"], Hat.DIRECTOR, organisation_id=organisation.id)
    actors = {name: actor_for(session, person=person) for name, person in people.items()}
    session.expire_all()
    loaded = queries.get_cohort(session, cohort_id=cohort.public_id)
    return House(
        actors={**actors, "anonymous": ANONYMOUS},
        cohort=loaded,
        enrolment=queries.get_enrolment(session, enrolment_id=learner.public_id),
        meeting=queries.get_meeting(session, meeting_id=meeting.public_id),
        day_part=queries.get_day_part(session, day_part_id=day_parts_of(meeting)[0].public_id),
        trainer=CohortTrainer(cohort=loaded, person=people["trainer"]),
    )


def enrolled(session: Session, cohort: Cohort, state: EnrolmentState) -> Person:
    return session.get_one(Person, make_enrolment(cohort, state=state).person_id)


CASES: list[tuple[Callable[..., bool], str, tuple[str, ...]]] = [
    (policies.may_see_cohort, "cohort", READERS),
    (policies.may_change_cohort, "cohort", ("coordinator",)),
    (policies.may_plan_meeting, "cohort", STAFF),
    (policies.may_see_attendance, "cohort", STAFF),
    (policies.may_withdraw_trainer, "trainer", ("coordinator",)),
    (policies.may_change_enrolment, "enrolment", ("coordinator",)),
    (policies.may_see_attendance_of, "enrolment", ("participant", *STAFF)),
    (policies.may_change_meeting, "meeting", STAFF),
    (policies.may_take_attendance, "day_part", STAFF),
]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("policy", "subject", "allowed"), CASES, ids=[case[0].__name__ for case in CASES])
def test_only_the_named_roles_may(
    house: House, policy: Callable[..., bool], subject: str, allowed: tuple[str, ...], who: str
) -> None:
    assert policy(house.actors[who], getattr(house, subject)) is (who in allowed)


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_coordinators_plan_cohorts(house: House, who: str) -> None:
    coordinators = ("coordinator", "coordinator of another programme")
    assert policies.may_plan_cohort(house.actors[who]) is (who in coordinators)


def test_coordinator_never_changes_the_own_enrolment(session: Session) -> None:
    cohort = make_cohort()
    coordinator = make_coordinator(cohort)
    own = make_enrolment(cohort, coordinator)
    session.expire_all()
    enrolment = queries.get_enrolment(session, enrolment_id=own.public_id)
    assert not policies.may_change_enrolment(actor_for(session, person=coordinator), enrolment)
