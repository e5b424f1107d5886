"""A round of visits: what goes in, and the requests that come out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import EnrolmentState
from lms.cohorts.operations import change_enrolment_state
from lms.core.authorisation import Actor
from lms.matching import operations as matching
from lms.matching import queries as rounds
from lms.shadowing import operations, queries
from lms.shadowing.models import Visit, VisitState
from tests.factories.accounts import make_organisation
from tests.factories.cohorts import make_enrolment
from tests.factories.shadowing import make_done_visit, make_host, make_host_slot, make_own_host, make_visit
from tests.shadowing.conftest import Cast

ActorOf = Callable[[Person], Actor]


@pytest.fixture
def offered(session: Session, cast: Cast) -> None:
    for host in (cast.host, cast.guest, make_host(cast.cohort)):
        make_host_slot(host, days=21)


def published(session: Session, cast: Cast, actor: Actor) -> list[Visit]:
    opened = operations.open_visit_round(session, actor=actor, cohort=cast.enrolment.cohort)
    round_ = rounds.get_round(session, round_id=opened.public_id)
    matching.ask_proposals(session, actor=actor, round_=round_)
    round_ = rounds.get_round(session, round_id=opened.public_id)
    chosen = rounds.get_arrangement(session, arrangement_id=round_.arrangements[0].public_id)
    matching.publish_arrangement(
        session,
        actor=actor,
        arrangement=chosen,
        version=chosen.version,
        round_version=chosen.round.version,
    )
    return list(queries.list_cohort_visits(session, cohort=cast.cohort))


def test_what_goes_in(session: Session, cast: Cast, offered: None, actor_of: ActorOf) -> None:
    make_done_visit(cast.enrolment, cast.guest)
    operations.write_wish(
        session,
        actor=actor_of(cast.visitor),
        enrolment=cast.enrolment,
        learning_question="Hoe bel je zonder slecht nieuws?",
        hosts=[queries.get_host(session, host_id=cast.host.public_id)],
    )
    facts = operations.gather_facts(session, cohort=cast.enrolment.cohort)
    place = next(n for n, host in enumerate(facts.hosts) if host.reference == cast.host.public_id)
    assert {host.reference for host in facts.hosts} >= {cast.host.public_id, cast.guest.public_id}
    assert facts.hosts[place].enrolment_id is not None
    assert [wish.host for wish in facts.wishes[cast.enrolment.id]] == [place]
    assert facts.seen == {cast.enrolment.id: frozenset({cast.guest.organisation_id})}
    assert len(facts.visited) == 1


def test_a_host_with_two_visitors_is_left_out(session: Session, cast: Cast, offered: None) -> None:
    for _time in "12":
        make_visit(make_enrolment(cast.cohort), cast.guest)
    facts = operations.gather_facts(session, cohort=cast.enrolment.cohort)
    assert cast.guest.public_id not in {host.reference for host in facts.hosts}


def test_publishing_asks_the_hosts(session: Session, cast: Cast, offered: None, actor_of: ActorOf) -> None:
    visits = published(session, cast, actor_of(cast.coordinator))
    assert {visit.state for visit in visits} == {VisitState.REQUESTED}
    assert len({visit.enrolment_id for visit in visits}) == 2
    assert all(visit.round_id is not None and visit.slot_id is not None for visit in visits)
    assert all(visit.host.organisation_id != visit.enrolment.organisation_id for visit in visits)


def test_whoever_stops_leaves_visits_and_hosting(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    own = make_visit(cast.enrolment, cast.guest)
    other = make_visit(make_enrolment(cast.cohort), make_own_host(cast.enrolment), state=VisitState.ACCEPTED)
    was = make_done_visit(cast.enrolment, make_host(cast.cohort, organisation=make_organisation()))
    change_enrolment_state(
        session,
        actor=actor_of(cast.coordinator),
        enrolment=cast.enrolment,
        to_state=EnrolmentState.STOPPED,
        reason="Andere baan",
    )
    states = [queries.get_visit(session, visit_id=row.public_id).state for row in (own, other, was)]
    assert states == [VisitState.WITHDRAWN, VisitState.CANCELLED, VisitState.DONE]
