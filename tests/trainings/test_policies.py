"""Who may do what with a training: role by case, the denied ones one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.cohorts.models import Cohort, EnrolmentState
from lms.core import clock
from lms.core.authorisation import Actor
from lms.trainings import policies, queries
from lms.trainings.models import TrainingPair
from tests.factories.accounts import make_administrator, make_hat, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.trainings import (
    keep,
    make_observation,
    make_pair,
    make_running,
    members_of,
    people_of,
    plan_of,
)

ActorOf = Callable[[Person], Actor]


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort()


@pytest.fixture
def pair(session: Session, cohort: Cohort) -> TrainingPair:
    return queries.get_pair(session, pair_id=make_running(cohort).public_id)


def test_partners_read_and_write(actor_of: ActorOf, pair: TrainingPair) -> None:
    for person in people_of(pair):
        assert policies.may_see_pair(actor_of(person), pair)
        assert policies.may_work_on_pair(actor_of(person), pair)


def test_a_fellow_participant_does_not_read(actor_of: ActorOf, cohort: Cohort, pair: TrainingPair) -> None:
    fellow = make_person()
    make_enrolment(cohort, fellow)
    assert not policies.may_see_pair(actor_of(fellow), pair)


def test_a_trainer_reads_and_does_not_write(actor_of: ActorOf, cohort: Cohort, pair: TrainingPair) -> None:
    trainer = actor_of(make_trainer(cohort))
    assert policies.may_see_pair(trainer, pair)
    assert not policies.may_work_on_pair(trainer, pair)


def test_a_coordinator_sees_the_list_and_no_text(
    actor_of: ActorOf, cohort: Cohort, pair: TrainingPair
) -> None:
    coordinator = actor_of(make_coordinator(cohort))
    assert policies.may_list_pairs(coordinator, pair.cohort)
    assert not policies.may_see_pair(coordinator, pair)


def test_directors_and_administrators_see_nothing(
    actor_of: ActorOf, cohort: Cohort, pair: TrainingPair
) -> None:
    director = make_person()
    make_hat(director, Hat.DIRECTOR, organisation_id=pair.members[0].enrolment.organisation_id)
    for person in (director, make_administrator()):
        assert not policies.may_see_pair(actor_of(person), pair)
        assert not policies.may_list_pairs(actor_of(person), pair.cohort)


def test_nobody_decides_on_the_own_plan(
    actor_of: ActorOf, session: Session, cohort: Cohort, pair: TrainingPair
) -> None:
    plan = queries.get_plan(session, plan_id=plan_of(pair).public_id)
    partner = people_of(pair)[0]
    make_hat(partner, Hat.TRAINER, scope=cohort.public_id)
    assert not policies.may_decide_plan(actor_of(partner), plan)
    assert policies.may_decide_plan(actor_of(make_trainer(cohort)), plan)


def test_whoever_left_has_no_door_any_more(actor_of: ActorOf, session: Session, pair: TrainingPair) -> None:
    leaver, stays = people_of(pair)
    members_of(pair)[0].left_at = clock.now()
    keep(members_of(pair)[0])
    fresh = queries.get_pair(session, pair_id=pair.public_id)
    assert not policies.may_see_pair(actor_of(leaver), fresh)
    assert policies.may_see_pair(actor_of(stays), fresh)


def test_whoever_stopped_has_no_door_any_more(
    actor_of: ActorOf, session: Session, pair: TrainingPair
) -> None:
    pair.members[0].enrolment.state = EnrolmentState.STOPPED
    assert not policies.may_work_on_pair(actor_of(people_of(pair)[0]), pair)


def test_an_observation_is_read_by_the_seen_pair_once_it_is_done(
    actor_of: ActorOf, session: Session, cohort: Cohort, pair: TrainingPair
) -> None:
    observers, outsiders = make_running(cohort), make_pair(cohort)
    row = make_observation(pair, observers)
    seen, looking, outside = (actor_of(people_of(p)[0]) for p in (pair, observers, outsiders))
    waiting = queries.get_observation(session, observation_id=row.public_id)
    assert policies.may_record_observation(looking, waiting)
    assert not policies.may_record_observation(seen, waiting)
    assert not policies.may_see_observation(seen, waiting)
    row.done_at = clock.now()
    keep(row)
    done = queries.get_observation(session, observation_id=row.public_id)
    assert policies.may_see_observation(seen, done)
    assert not policies.may_see_observation(outside, done)


def test_a_coordinator_does_not_change_the_own_pair(
    actor_of: ActorOf, cohort: Cohort, pair: TrainingPair
) -> None:
    scope = pair.cohort.programme_version.programme.public_id
    partner = people_of(pair)[0]
    make_hat(partner, Hat.COORDINATOR, scope=scope)
    assert not policies.may_change_pair(actor_of(partner), pair)
    assert policies.may_change_pair(actor_of(make_coordinator(cohort)), pair)


def test_only_the_coordinator_writes_the_catalogue(
    actor_of: ActorOf, cohort: Cohort, pair: TrainingPair
) -> None:
    programme = pair.cohort.programme_version.programme
    author = make_person()
    make_hat(author, Hat.TRAINER, scope=programme.public_id)
    assert policies.may_see_catalogue(actor_of(author), programme)
    assert not policies.may_write_catalogue(actor_of(author), programme)
    assert policies.may_write_catalogue(actor_of(make_coordinator(cohort)), programme)
    assert not policies.may_see_catalogue(actor_of(people_of(pair)[0]), programme)
