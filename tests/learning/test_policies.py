"""Who may do what: role by case, without a request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import EnrolmentState
from lms.cohorts.queries import get_cohort, get_enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.learning import policies, queries
from lms.learning.rules import Place
from tests.factories.cohorts import make_enrolment
from tests.factories.learning import activity_of, make_evidence, make_reflection, requirement_of
from tests.learning.conftest import Cast

ActorOf = Callable[[Person], Actor]
OUTSIDE = ["other_trainer", "other_coordinator", "director", "administrator", "stranger"]


@pytest.mark.parametrize("role", ["classmate", "trainer", "coordinator", *OUTSIDE])
def test_nobody_but_the_writer_sees_a_private_reflection(
    session: Session, cast: Cast, actor_of: ActorOf, role: str
) -> None:
    made = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"))
    actor = actor_of(cast.person(role))
    reflection = queries.get_reflection(session, reflection_id=made.public_id)
    assert not policies.may_see_reflection(actor, reflection)


def test_the_writer_sees_the_own_reflection(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    made = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"))
    actor = actor_of(cast.participant)
    assert policies.may_see_reflection(actor, queries.get_reflection(session, reflection_id=made.public_id))


def test_a_trainer_sees_a_shared_reflection(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    made = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"), shared=True)
    actor = actor_of(cast.trainer)
    assert policies.may_see_reflection(actor, queries.get_reflection(session, reflection_id=made.public_id))


@pytest.mark.parametrize("role", ["classmate", "coordinator", *OUTSIDE])
def test_sharing_is_with_the_trainers_only(
    session: Session, cast: Cast, actor_of: ActorOf, role: str
) -> None:
    made = make_reflection(cast.enrolment, activity_of(cast.cohort, "terugblik"), shared=True)
    actor = actor_of(cast.person(role))
    reflection = queries.get_reflection(session, reflection_id=made.public_id)
    assert not policies.may_see_reflection(actor, reflection)


@pytest.mark.parametrize("role", ["participant", "trainer", "coordinator"])
def test_who_sees_a_dossier(session: Session, cast: Cast, actor_of: ActorOf, role: str) -> None:
    actor = actor_of(cast.person(role))
    enrolment = get_enrolment(session, enrolment_id=cast.enrolment.public_id)
    assert policies.may_see_dossier(actor, enrolment)


@pytest.mark.parametrize("role", ["classmate", *OUTSIDE])
def test_who_never_sees_a_dossier(session: Session, cast: Cast, actor_of: ActorOf, role: str) -> None:
    actor = actor_of(cast.person(role))
    enrolment = get_enrolment(session, enrolment_id=cast.enrolment.public_id)
    assert not policies.may_see_dossier(actor, enrolment)


@pytest.mark.parametrize("role", ["trainer", "coordinator"])
def test_who_sees_the_matrix(session: Session, cast: Cast, actor_of: ActorOf, role: str) -> None:
    actor = actor_of(cast.person(role))
    assert policies.may_see_matrix(actor, get_cohort(session, cohort_id=cast.cohort.public_id))


@pytest.mark.parametrize("role", ["participant", "classmate", *OUTSIDE])
def test_who_never_sees_the_matrix(session: Session, cast: Cast, actor_of: ActorOf, role: str) -> None:
    actor = actor_of(cast.person(role))
    assert not policies.may_see_matrix(actor, get_cohort(session, cohort_id=cast.cohort.public_id))


@pytest.mark.parametrize("role", ["classmate", "coordinator", *OUTSIDE])
def test_who_never_reads_evidence(session: Session, cast: Cast, actor_of: ActorOf, role: str) -> None:
    made = make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
    actor = actor_of(cast.person(role))
    evidence = queries.get_evidence(session, evidence_id=made.public_id)
    assert not policies.may_see_evidence(actor, evidence)


@pytest.mark.parametrize("role", ["participant", "classmate", "coordinator", *OUTSIDE])
def test_who_never_judges_evidence(session: Session, cast: Cast, actor_of: ActorOf, role: str) -> None:
    made = make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
    actor = actor_of(cast.person(role))
    evidence = queries.get_evidence(session, evidence_id=made.public_id)
    assert not policies.may_judge_evidence(actor, evidence)


def test_a_trainer_of_the_cohort_judges(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    made = make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
    actor = actor_of(cast.trainer)
    assert policies.may_judge_evidence(actor, queries.get_evidence(session, evidence_id=made.public_id))


def test_a_trainer_who_takes_part_never_judges_the_own_evidence(
    session: Session, cast: Cast, actor_of: ActorOf
) -> None:
    own = make_enrolment(cast.cohort, cast.trainer)
    made = make_evidence(own, requirement_of(cast.cohort, "intervisie"))
    actor = actor_of(cast.trainer)
    assert not policies.may_judge_evidence(actor, queries.get_evidence(session, evidence_id=made.public_id))


def test_a_participant_does_the_activities_of_the_own_version(
    session: Session, cast: Cast, actor_of: ActorOf
) -> None:
    place = stand(session, cast, actor_of(cast.participant))
    assert policies.may_do_activity(actor_of(cast.participant), place)


def test_a_trainer_looks_along_and_does_nothing(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    actor = actor_of(cast.trainer)
    place = stand(session, cast, actor)
    assert policies.may_see_place(actor, place)
    assert not policies.may_do_activity(actor, place)


@pytest.mark.parametrize("role", ["coordinator", *OUTSIDE])
def test_an_activity_does_not_exist_for_others(
    session: Session, cast: Cast, actor_of: ActorOf, role: str
) -> None:
    actor = actor_of(cast.person(role))
    with pytest.raises(NotFoundError):
        stand(session, cast, actor)


@pytest.mark.parametrize("state", [EnrolmentState.INVITED, EnrolmentState.STOPPED, EnrolmentState.POSTPONED])
def test_who_does_not_take_part_finds_no_activity(
    session: Session, cast: Cast, actor_of: ActorOf, state: EnrolmentState
) -> None:
    cast.enrolment.state = state
    session.commit()
    actor = actor_of(cast.participant)
    with pytest.raises(NotFoundError):
        stand(session, cast, actor)


def stand(session: Session, cast: Cast, actor: Actor) -> Place:
    activity_id = activity_of(cast.cohort, "welkom").public_id
    return queries.get_activity_place(session, activity_id=activity_id, actor=actor)
