"""Readers that the start page, insight and certification lean on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.queries import get_cohort, get_enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.learning import queries
from lms.learning.rules import CompletionMark, RequirementState
from tests.factories.cohorts import make_enrolment
from tests.factories.learning import (
    activity_of,
    make_completion,
    make_evidence,
    make_progress,
    requirement_of,
)
from tests.learning.conftest import Cast

ActorOf = Callable[[Person], Actor]


def test_next_is_what_is_open_and_not_ticked(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    actor = actor_of(cast.participant)
    first = queries.next_activities(session, actor=actor)
    assert [item.activity.key for item in first] == ["welkom"]
    make_progress(cast.enrolment, activity_of(cast.cohort, "welkom"))
    then = queries.next_activities(session, actor=actor)
    assert [item.activity.key for item in then] == ["terugblik"]


def test_who_takes_part_in_nothing_has_nothing_next(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    assert queries.next_activities(session, actor=actor_of(cast.director)) == ()


def test_module_progress_counts_who_is_done_and_who_is_on_the_way(session: Session, cast: Cast) -> None:
    for key in ("welkom", "terugblik"):
        make_progress(cast.enrolment, activity_of(cast.cohort, key))
    make_progress(make_enrolment(cast.cohort), activity_of(cast.cohort, "welkom"))
    found = queries.module_progress(session, cohort=cast.cohort)
    assert [(module.key, done, busy) for module, done, busy in found] == [
        ("kennismaken", 1, 1),
        ("methodisch", 0, 0),
    ]


def test_withdrawn_completions_are_not_listed(session: Session, cast: Cast) -> None:
    standing = requirement_of(cast.cohort, "paper")
    make_completion(cast.enrolment, standing)
    make_completion(cast.enrolment, requirement_of(cast.cohort, "intervisie"), withdrawn_at=clock.now())
    found = queries.list_completions(session, cohort=cast.cohort)
    assert found == [CompletionMark(cast.enrolment.id, standing.id, clock.now())]


def test_standings_cost_the_same_for_one_and_for_thirty(
    session: Session, cast: Cast, count_queries: Callable[..., int]
) -> None:
    cohort = get_cohort(session, cohort_id=cast.cohort.public_id)
    few = count_queries(lambda: queries.cohort_standings(session, cohort=cohort))
    for _ in range(30):
        make_evidence(make_enrolment(cast.cohort), requirement_of(cast.cohort, "intervisie"))
    cohort = get_cohort(session, cohort_id=cast.cohort.public_id)
    assert count_queries(lambda: queries.cohort_standings(session, cohort=cohort)) == few


def test_one_standing_agrees_with_the_cohort(session: Session, cast: Cast) -> None:
    make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
    enrolment = get_enrolment(session, enrolment_id=cast.enrolment.public_id)
    own = queries.standing_of(session, enrolment=enrolment)
    assert own == queries.cohort_standings(session, cohort=enrolment.cohort)[enrolment.id]
    assert own[0].state is RequirementState.WAITING


def test_what_waits_is_counted_as_it_is_listed(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    make_evidence(cast.enrolment, requirement_of(cast.cohort, "intervisie"))
    trainer, other = actor_of(cast.trainer), actor_of(cast.other_trainer)
    assert queries.count_waiting(session, actor=trainer) == 1
    assert len(queries.list_waiting_evidence(session, actor=trainer)) == 1
    assert queries.count_waiting(session, actor=other) == 0
