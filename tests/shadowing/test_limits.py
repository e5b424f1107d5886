"""When a participant cannot walk along: the rule, the page, and what a round makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import EnrolmentState
from lms.core import clock
from lms.core.authorisation import Actor
from lms.matching import operations as matching
from lms.matching import queries as rounds
from lms.matching.rules import snapshot
from lms.matching.rules.barriers import is_too_far
from lms.matching.rules.proposing import propose
from lms.shadowing import operations, queries
from lms.shadowing.rules import Limits, distinct_places
from tests.factories.cohorts import make_enrolment
from tests.factories.shadowing import make_host, make_host_slot, make_visit
from tests.shadowing.conftest import QUESTION, Cast

ActorOf = Callable[[Person], Actor]
SignIn = Callable[[Person], FlaskClient]
PAGE = "/meelopen/wens"
WISH = {"learning_question": QUESTION, "first": "", "second": "", "third": ""}
MONDAY = date(2026, 9, 14)
TWO_DAYS = Limits(
    weekdays=frozenset({0}), periods=((MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)),)
)


@pytest.mark.parametrize(
    ("days", "is_away"), [(0, True), (1, False), (2, False), (3, True), (4, True), (5, False), (7, True)]
)
def test_weekdays_and_periods_with_both_their_ends(days: int, is_away: bool) -> None:
    assert TWO_DAYS.is_away(MONDAY + timedelta(days=days)) is is_away


def test_a_round_knows_on_which_offered_days_somebody_cannot(
    session: Session, cast: Cast, actor_of: ActorOf
) -> None:
    for days in (21, 22, 30):
        make_host_slot(make_host(cast.cohort), days=days)
    first = clock.today() + timedelta(days=21)
    operations.write_wish(
        session,
        actor=actor_of(cast.visitor),
        enrolment=cast.enrolment,
        learning_question=QUESTION,
        hosts=[],
        limits=Limits(weekdays=frozenset({first.weekday()}), periods=((first + timedelta(days=9),) * 2,)),
    )
    round_ = operations.open_visit_round(
        session, actor=actor_of(cast.coordinator), cohort=cast.enrolment.cohort
    )
    away = {row["key"]: row["away"] for row in round_.facts["members"]}
    assert away.pop(cast.enrolment.id) == [first.toordinal(), first.toordinal() + 9]
    assert set(map(tuple, away.values())) == {()}


def test_places_are_the_same_however_they_are_written() -> None:
    assert distinct_places(["Hoogveld", " hoogveld", "", "Berg  en Dal"]) == ["Berg  en Dal", "Hoogveld"]


def test_a_round_knows_which_hosts_are_too_far(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    for place in ("Hoogveld", "heuvelstad ", ""):
        make_host_slot(make_host(cast.cohort, place=place))
    operations.write_wish(
        session,
        actor=actor_of(cast.visitor),
        enrolment=cast.enrolment,
        learning_question=QUESTION,
        hosts=[],
        limits=Limits(too_far=frozenset({"Heuvelstad", "Elders"})),
    )
    round_ = operations.open_visit_round(
        session, actor=actor_of(cast.coordinator), cohort=cast.enrolment.cohort
    )
    problem = snapshot.problem_of(rounds.get_round(session, round_id=round_.public_id))
    (visitor,) = [one for one in problem.candidates if one.key == cast.enrolment.id]
    (other,) = [one for one in problem.candidates if one.key != cast.enrolment.id]
    assert sorted(is_too_far(visitor, host) for host in problem.hosts) == [False, False, True]
    assert not any(is_too_far(other, host) for host in problem.hosts)
    assert operations.look_ahead(session, cohort=cast.enrolment.cohort).without_place == 1


@pytest.mark.parametrize("was_there_before", [True, False])
def test_who_comes_into_a_round_later_brings_days_and_places_along(
    session: Session, cast: Cast, actor_of: ActorOf, was_there_before: bool
) -> None:
    actor = actor_of(cast.coordinator)
    hosts = [make_host(cast.cohort, place=place) for place in ("Hoogveld", "Heuvelstad", "Hoogveld")]
    slots = [make_host_slot(host, days=days) for host, days in zip(hosts, (21, 21, 22), strict=True)]
    make_enrolment(cast.cohort)
    state = cast.enrolment.state
    if not was_there_before:
        cast.enrolment.state = EnrolmentState.STOPPED
        session.flush()
    round_id = operations.open_visit_round(session, actor=actor, cohort=cast.enrolment.cohort).public_id
    if was_there_before:
        member = rounds.get_member(session, round_id=round_id, enrolment_id=cast.enrolment.public_id)
        matching.leave_round(session, actor=actor, member=member)
    cast.enrolment.state = state
    first = clock.today() + timedelta(days=21)
    make_visit(cast.enrolment, make_host(cast.cohort), starts_at=clock.at(first + timedelta(days=90), 9))
    operations.write_wish(
        session,
        actor=actor_of(cast.visitor),
        enrolment=cast.enrolment,
        learning_question=QUESTION,
        hosts=[queries.get_host_of_slot(session, slot_id=slots[2].public_id).host],
        limits=Limits(weekdays=frozenset({first.weekday()}), too_far=frozenset({"Heuvelstad"})),
    )

    round_ = rounds.get_round(session, round_id=round_id)
    matching.join_round(session, actor=actor, round_=round_, enrolment=cast.enrolment)

    problem = snapshot.problem_of(rounds.get_round(session, round_id=round_id))
    (visitor,) = [one for one in problem.candidates if one.key == cast.enrolment.id]
    assert visitor.dates == {first.toordinal(), first.toordinal() + 1}
    assert visitor.away == {first.toordinal()}
    assert sorted(is_too_far(visitor, host) for host in problem.hosts) == [False, False, True]
    assert len(visitor.seen) == len(problem.wishes[visitor.key]) == 1
    (place,) = [visit for visit in propose(problem).visits if visit.visitor == visitor.key]
    assert place.date == first.toordinal() + 1


def test_a_place_that_is_too_far_is_kept_when_no_host_is_there_any_more(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    host, client = make_host(cast.cohort, place="Hoogveld"), sign_in(cast.visitor)
    assert client.post(PAGE, data={**WISH, "too_far": ["Elders"]}).status_code == 422
    assert client.post(PAGE, data={**WISH, "too_far": ["Hoogveld"]}).status_code == 303
    host.place = "Heuvelstad"
    session.commit()
    assert client.post(PAGE, data={**WISH, "too_far": ["Hoogveld"]}).status_code == 303


def test_what_is_entered_is_kept_and_shown_again(session: Session, cast: Cast, sign_in: SignIn) -> None:
    client, soon = sign_in(cast.visitor), clock.today() + timedelta(days=5)
    late = soon + timedelta(days=9)
    data = {**WISH, "weekdays": ["2", "4"], "from_2": f"{soon:%d-%m-%Y}"}
    answer = client.post(PAGE, data={**data, "until_2": f"{late:%Y-%m-%d}", "from_1": "2020-01-06"})
    assert answer.status_code == 303
    wish = queries.find_wish(session, enrolment=cast.enrolment)
    assert queries.limits_of(wish) == Limits(
        weekdays=frozenset({2, 4}), periods=((date(2020, 1, 6), date(2020, 1, 6)), (soon, late))
    )
    page = client.get(PAGE).text
    assert soon.isoformat() in page
    assert late.isoformat() in page
    assert "2020-01-06" not in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"weekdays": list("0123456")}, "Laat minstens één dag van de week over."),
        ({"until_1": "2026-09-14"}, "Vul ook de eerste dag in."),
        ({"from_1": "2026-09-14", "until_1": "2026-09-13"}, "De laatste dag ligt voor de eerste."),
        ({"from_1": "31-02-2026"}, "Deze datum bestaat niet."),
    ],
)
def test_days_that_cannot_be_are_refused(
    session: Session, cast: Cast, sign_in: SignIn, data: dict[str, object], words: str
) -> None:
    answer = sign_in(cast.visitor).post(PAGE, data={**WISH, **data})
    assert answer.status_code == 422
    assert words in answer.text
    assert queries.find_wish(session, enrolment=cast.enrolment) is None
