"""Two at the same instant: one wins, the other is told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.cohorts.queries import get_enrolment
from lms.core.authorisation import ANONYMOUS
from lms.core.extensions import db
from lms.core.unit_of_work import unit_of_work
from lms.shadowing import operations, queries
from lms.shadowing.models import LinkPurpose, Visit, VisitState
from tests.factories.cohorts import make_cohort, make_enrolment
from tests.factories.shadowing import make_host, make_host_slot, make_visit
from tests.support.races import at_once, committed

__all__ = ["committed"]


def ask(enrolment_id: object, slot_id: object) -> None:
    with unit_of_work() as session:
        enrolment = get_enrolment(session, enrolment_id=enrolment_id)  # type: ignore[arg-type]
        person = session.get_one(Person, enrolment.person_id)
        operations.request_visit(
            session,
            actor=actor_for(session, person=person),
            slot=queries.get_host_of_slot(session, slot_id=slot_id),  # type: ignore[arg-type]
            enrolment=enrolment,
            learning_question="Hoe bouw je vertrouwen op bij de voordeur?",
        )


def held() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Visit)) or 0


@pytest.mark.usefixtures("committed")
def test_of_two_who_want_the_last_seat_one_gets_it(app: Flask) -> None:
    cohort = make_cohort()
    slot = make_host_slot(make_host(cohort)).public_id
    who = [make_enrolment(cohort).public_id for _time in "123"]
    db.session.remove()
    told = at_once(app, [lambda one=one: ask(one, slot) for one in who])
    assert sorted(told) == ["SlotFullError", "SlotFullError", "done"]
    assert held() == 1


@pytest.mark.usefixtures("committed")
def test_a_host_never_gets_a_third_visitor_on_another_day(app: Flask) -> None:
    cohort = make_cohort()
    host = make_host(cohort)
    make_visit(make_enrolment(cohort), host)
    slots = [make_host_slot(host, days=days).public_id for days in (30, 31)]
    who = [make_enrolment(cohort).public_id for _time in "12"]
    db.session.remove()
    pairs = zip(who, slots, strict=True)
    told = at_once(app, [lambda one=one, slot=slot: ask(one, slot) for one, slot in pairs])
    assert sorted(told) == ["HostFullError", "done"]
    assert held() == 2


@pytest.mark.usefixtures("committed")
def test_a_link_that_is_sent_twice_at_once_works_once(app: Flask) -> None:
    visit = make_visit(make_enrolment(), state=VisitState.REQUESTED)
    with unit_of_work() as session:
        whole = queries.get_visit(session, visit_id=visit.public_id)
        token = operations.issue_link(session, visit=whole, purpose=LinkPurpose.ANSWER)
    assert token is not None
    db.session.remove()

    def answer() -> None:
        with unit_of_work() as session:
            mine = operations.consume(session, token=token, purpose=LinkPurpose.ANSWER)
            operations.accept_visit(session, actor=ANONYMOUS, visit=mine, by_link=True)

    assert sorted(at_once(app, [answer, answer])) == ["LinkGoneError", "done"]
    assert list(db.session.scalars(sa.select(Visit.state))) == [VisitState.ACCEPTED]
