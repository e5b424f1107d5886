"""A round of visits: what goes in, and the requests that come out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Enrolment, EnrolmentState
from lms.cohorts.operations import change_enrolment_state
from lms.cohorts.queries import get_enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import bus
from lms.matching import operations as matching
from lms.matching import queries as rounds
from lms.matching.events import RoundRepaired
from lms.messages.models import Notice
from lms.shadowing import operations, queries
from lms.shadowing.models import Visit, VisitState
from lms.shadowing.operations.facts import day_of
from lms.shadowing.rules import OPEN
from lms.shadowing.subscribers.post import PLACED
from tests.factories.accounts import make_discipline, make_organisation
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import make_enrolment, make_meeting
from tests.factories.shadowing import make_done_visit, make_host, make_host_slot, make_own_host, make_visit
from tests.shadowing.conftest import Cast

ActorOf = Callable[[Person], Actor]


@pytest.fixture
def offered(session: Session, cast: Cast) -> None:
    for host in (cast.host, cast.guest, make_host(cast.cohort)):
        make_host_slot(host, days=21)


def published(session: Session, cast: Cast, actor: Actor) -> list[Visit]:
    opened = operations.open_visit_round(session, actor=actor, cohort=cast.enrolment.cohort)
    publish_first(session, actor, opened.public_id)
    return list(queries.list_cohort_visits(session, cohort=cast.cohort))


def publish_first(session: Session, actor: Actor, round_id: UUID) -> None:
    """Ask for proposals, and publish the first one."""
    matching.ask_proposals(session, actor=actor, round_=rounds.get_round(session, round_id=round_id))
    round_ = rounds.get_round(session, round_id=round_id)
    chosen = rounds.get_arrangement(session, arrangement_id=round_.arrangements[0].public_id)
    matching.publish_arrangement(
        session,
        actor=actor,
        arrangement=chosen,
        version=chosen.version,
        round_version=chosen.round.version,
    )


def test_what_goes_in(session: Session, cast: Cast, offered: None, actor_of: ActorOf) -> None:
    make_done_visit(cast.enrolment, cast.guest)
    (member,) = session.scalars(sa.select(Enrolment).where(Enrolment.person_id == cast.host_person.id))
    member.discipline_id = discipline = make_discipline().id
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
    assert facts.hosts[place].goals == frozenset({discipline})
    assert [wish.host for wish in facts.wishes[cast.enrolment.id]] == [place]
    assert facts.seen == {cast.enrolment.id: frozenset({cast.guest.organisation_id})}
    assert len(facts.visited) == 1


def test_nobody_is_asked_on_a_day_of_a_meeting_or_of_another_visit(
    session: Session, cast: Cast, offered: None, actor_of: ActorOf
) -> None:
    meeting = make_host_slot(make_host(cast.cohort), days=28)
    day = clock.local(meeting.starts_at).date()
    make_meeting(cast.cohort, held_on=day)
    soon = clock.at(clock.today() + timedelta(days=21), 9)
    make_visit(cast.enrolment, make_host(cast.cohort), starts_at=soon)
    facts = operations.gather_facts(session, cohort=cast.enrolment.cohort)
    (other,) = facts.dates.keys() - {cast.enrolment.id}
    assert facts.dates == {cast.enrolment.id: frozenset(), other: {soon.date()}}


@pytest.mark.parametrize("visitors", [0, 1, 2])
def test_a_host_offers_what_is_left_in_the_nearest_half_of_the_year(
    session: Session, cast: Cast, visitors: int
) -> None:
    begun = cast.enrolment.cohort.starts_on
    soon, late = [
        make_host_slot(cast.guest, days=(begun - clock.today()).days + weeks * 7, capacity=2)
        for weeks in (15, 16)
    ]
    for number in range(visitors):
        make_visit(
            make_enrolment(cast.cohort), cast.guest, starts_at=clock.at(begun + timedelta(days=number), 9)
        )
    days = queries.list_open_days(session, hosts=[queries.get_host(session, host_id=cast.guest.public_id)])
    seats = {day.slot.id: day.seats_left for day in days[cast.guest.id]}
    assert seats == ({late.id: 2} if visitors == 2 else {soon.id: 2 - visitors, late.id: 2})
    (host,) = operations.gather_facts(session, cohort=cast.enrolment.cohort).hosts
    assert host.dates == ({day_of(late): 2} if visitors == 2 else {day_of(soon): 2 - visitors})
    assert host.capacity == (1 if visitors == 1 else 2)


def test_a_manager_from_outside_is_no_host_in_a_round(session: Session, cast: Cast, offered: None) -> None:
    make_agreement(cast.enrolment, manager_email=cast.guest.email)
    facts = operations.gather_facts(session, cohort=cast.enrolment.cohort)
    (pair,) = facts.barred
    assert pair[0] == cast.enrolment.id
    assert facts.hosts[pair[1]].reference == cast.guest.public_id


def test_who_receives_somebody_on_a_day_does_not_walk_along_that_day(session: Session, cast: Cast) -> None:
    day = clock.local(make_host_slot(cast.guest, days=21).starts_at).date()
    make_visit(make_enrolment(cast.cohort), make_own_host(cast.enrolment), starts_at=clock.at(day, 9))
    facts = operations.gather_facts(session, cohort=cast.enrolment.cohort)
    assert facts.away == {cast.enrolment.id: frozenset({day})}


def test_publishing_asks_the_hosts(session: Session, cast: Cast, offered: None, actor_of: ActorOf) -> None:
    visits = published(session, cast, actor_of(cast.coordinator))
    assert {visit.state for visit in visits} == {VisitState.REQUESTED}
    assert len({visit.enrolment_id for visit in visits}) == 2
    assert all(visit.round_id is not None and visit.slot_id is not None for visit in visits)
    assert all(visit.host.organisation_id != visit.enrolment.organisation_id for visit in visits)


def test_the_coordinator_hears_of_a_place_that_was_gone_by_then(
    session: Session, cast: Cast, actor_of: ActorOf
) -> None:
    slot = make_host_slot(cast.guest)
    actor = actor_of(cast.coordinator)
    opened = operations.open_visit_round(session, actor=actor, cohort=cast.enrolment.cohort)
    make_visit(make_enrolment(cast.cohort), cast.guest, slot_id=slot.id, starts_at=slot.starts_at)
    publish_first(session, actor, opened.public_id)
    told = session.scalars(sa.select(Notice.title).where(Notice.person_id == cast.coordinator.id)).all()
    assert told == ["Een plek uit de meeloopronde was al weg"]


def test_who_is_placed_hears_so_at_once_and_who_stays_hears_nothing_twice(
    session: Session, cast: Cast, offered: None, actor_of: ActorOf
) -> None:
    actor = actor_of(cast.coordinator)
    visits = published(session, cast, actor)
    assert told_placed(session) == sorted(visit.enrolment.person_id for visit in visits)
    assert visits[0].round_id is not None
    operations.adopt_round(session, actor=actor, round_id=visits[0].round_id)
    assert len(told_placed(session)) == len(visits)


def told_placed(session: Session) -> list[int]:
    """Who got the notice that a day was found."""
    return sorted(session.scalars(sa.select(Notice.person_id).where(Notice.kind == PLACED)))


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


def test_who_only_receives_can_leave_and_a_repair_asks_only_for_who_goes_elsewhere(
    session: Session, cast: Cast, offered: None, actor_of: ActorOf
) -> None:
    actor = actor_of(cast.coordinator)
    make_enrolment(cast.cohort)
    before = {visit.enrolment_id: visit for visit in published(session, cast, actor)}
    (gone,) = session.scalars(sa.select(Enrolment).where(Enrolment.person_id == cast.host_person.id))
    (orphan,) = [visit.enrolment_id for visit in before.values() if visit.host_id == cast.host.id]
    (other,) = before.keys() - {orphan}
    change_enrolment_state(
        session,
        actor=actor,
        enrolment=get_enrolment(session, enrolment_id=gone.public_id),
        to_state=EnrolmentState.STOPPED,
        reason="Andere baan",
    )
    told: list[RoundRepaired] = []
    bus.subscribe(RoundRepaired, lambda _session, event: told.append(event))

    repair_first(session, actor, round_id=before[orphan].round_id, enrolment_id=gone.public_id)

    now = [row for row in queries.list_cohort_visits(session, cohort=cast.cohort) if row.state in OPEN]
    assert {row.enrolment_id for row in now} == {orphan, other}
    assert before[other].id in {row.id for row in now}
    assert next(row for row in now if row.enrolment_id == orphan).host_id != cast.host.id
    assert queries.get_visit(session, visit_id=before[orphan].public_id).state is not VisitState.REQUESTED
    (event,) = told
    assert before[other].enrolment.public_id not in event.changed


def repair_first(session: Session, actor: Actor, *, round_id: UUID | None, enrolment_id: UUID) -> None:
    """Publish the way to go on that changes fewest others."""
    assert round_id is not None
    member = rounds.get_member(session, round_id=round_id, enrolment_id=enrolment_id)
    offers = matching.offer_repairs(session, actor=actor, round_=member.round, member=member)
    best = rounds.get_arrangement(session, arrangement_id=offers[0].public_id)
    matching.publish_arrangement(
        session, actor=actor, arrangement=best, version=best.version, round_version=best.round.version
    )
