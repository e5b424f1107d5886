"""Two at the same instant: real threads, real connections, real commits, on either database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Organisation, Person
from lms.accounts.queries import actor_for
from lms.admissions import operations, queries
from lms.admissions.models import Application, ApplicationState, IntakeSlot
from lms.admissions.rules import NotSoManyPlacesError, SlotTakenError, StepRefusedError
from lms.cohorts.models import Cohort, Enrolment
from lms.core.authorisation import ANONYMOUS
from lms.core.extensions import db
from lms.core.unit_of_work import unit_of_work
from tests.factories.admissions import make_application, make_round, make_slot
from tests.factories.cohorts import make_coordinator
from tests.support.races import at_once

AT_ONCE = 6


def placing(application_id: UUID, coordinator_id: int) -> Callable[[], object]:
    """A coordinator gives this applicant a place, in a transaction of its own."""

    def act() -> None:
        with unit_of_work() as session:
            actor = actor_for(session, person=session.get_one(Person, coordinator_id))
            application = queries.get_application(session, application_id=application_id)
            operations.place_applicant(
                session,
                actor=actor,
                application=application,
                organisation=session.get_one(Organisation, application.organisation_id),
            )

    return act


def booking(application_id: UUID, slot_id: UUID) -> Callable[[], object]:
    """An applicant chooses this time, in a transaction of its own."""

    def act() -> None:
        with unit_of_work() as session:
            application = queries.get_application(session, application_id=application_id)
            operations.book_slot(session, actor=ANONYMOUS, application=application, slot_id=slot_id)

    return act


def test_last_place_goes_to_one(app: Flask, committed: None) -> None:
    round_ = make_round(minimum_size=1, maximum_size=1)
    ids = [make_application(round_).public_id for _ in range(AT_ONCE)]
    coordinator_id = make_coordinator(db.session.get_one(Cohort, round_.cohort_id)).id
    db.session.remove()
    said = Counter(at_once(app, [placing(one, coordinator_id) for one in ids]))
    assert said == {"done": 1, NotSoManyPlacesError.__name__: AT_ONCE - 1}
    assert db.session.scalar(sa.select(sa.func.count(Enrolment.id))) == 1
    placed = sa.select(sa.func.count(Application.id)).where(Application.state == ApplicationState.PLACED)
    assert db.session.scalar(placed) == 1


def test_one_applicant_is_placed_once_by_many(app: Flask, committed: None) -> None:
    round_ = make_round()
    application_id = make_application(round_).public_id
    coordinator_id = make_coordinator(db.session.get_one(Cohort, round_.cohort_id)).id
    db.session.remove()
    said = Counter(at_once(app, [placing(application_id, coordinator_id)] * AT_ONCE))
    assert said == {"done": 1, StepRefusedError.__name__: AT_ONCE - 1}
    assert db.session.scalar(sa.select(sa.func.count(Enrolment.id))) == 1


def test_one_time_is_booked_by_one(app: Flask, committed: None) -> None:
    round_ = make_round()
    ids = [make_application(round_, state=ApplicationState.INVITED).public_id for _ in range(AT_ONCE)]
    slot_id = make_slot(round_).public_id
    db.session.remove()
    said = Counter(at_once(app, [booking(one, slot_id) for one in ids]))
    assert said == {"done": 1, SlotTakenError.__name__: AT_ONCE - 1}
    booked = sa.select(sa.func.count(IntakeSlot.id)).where(IntakeSlot.application_id.is_not(None))
    assert db.session.scalar(booked) == 1
