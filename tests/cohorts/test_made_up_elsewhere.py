"""A missed day part that was attended with another cohort points at the meeting that was attended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import AttendanceStatus, Cohort, DayPart, Enrolment, MadeUpSession
from lms.core import clock
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)

SignIn = Callable[[Person], FlaskClient]
YESTERDAY, TOMORROW = timedelta(days=-1), timedelta(days=1)


@dataclass
class Missed:
    """Somebody who missed a day part, and another cohort of the programme."""

    cohort: Cohort
    elsewhere: Cohort
    noor: Enrolment
    part: DayPart

    @property
    def path(self) -> str:
        return f"/inschrijvingen/{self.noor.public_id}/dagdelen/{self.part.public_id}/elders-gevolgd"


@pytest.fixture
def missed(session: Session) -> Missed:
    cohort = make_cohort()
    elsewhere = make_cohort(programme_version_id=cohort.programme_version_id, name="Leergroep maart")
    part = day_parts_of(make_meeting(cohort, held_on=clock.today() + YESTERDAY))[0]
    noor = make_enrolment(cohort)
    make_attendance(part, noor, AttendanceStatus.ABSENT)
    return Missed(cohort, elsewhere, noor, part)


def person_of(session: Session, missed: Missed) -> Person:
    return session.get_one(Person, missed.noor.person_id)


def test_the_meeting_of_the_other_cohort_is_chosen_and_linked(
    session: Session, missed: Missed, sign_in: SignIn
) -> None:
    other = day_parts_of(make_meeting(missed.elsewhere, held_on=clock.today() + YESTERDAY))[0]
    client = sign_in(person_of(session, missed))
    assert "Leergroep maart, wo 25 nov om" in client.get(missed.path).text
    assert client.post(missed.path, data={"attended": str(other.public_id)}).status_code == 303
    made_up = session.scalars(sa.select(MadeUpSession)).one()
    assert (made_up.attended_part_id, made_up.held_on) == (other.id, clock.today() + YESTERDAY)
    assert made_up.place == "Leergroep maart"
    door = f"/elders-gevolgd/{made_up.public_id}"
    register = f'href="/dagdelen/{other.public_id}/aanwezigheid"'
    assert register in sign_in(make_coordinator(missed.cohort)).get(door).text
    assert register not in sign_in(make_trainer(missed.cohort)).get(door).text


def test_only_what_was_held_in_another_cohort_of_the_programme_can_be_chosen(
    session: Session, missed: Missed, sign_in: SignIn
) -> None:
    strange = [
        make_meeting(missed.elsewhere, held_on=clock.today() + TOMORROW),
        make_meeting(missed.elsewhere, held_on=clock.today() + YESTERDAY, cancelled_at=clock.now()),
        make_meeting(make_cohort(), held_on=clock.today() + YESTERDAY),
        make_meeting(missed.cohort, held_on=clock.today() + 2 * YESTERDAY),
    ]
    client = sign_in(person_of(session, missed))
    for meeting in strange:
        chosen = str(day_parts_of(meeting)[0].public_id)
        assert client.post(missed.path, data={"attended": chosen}).status_code == 422
    assert session.scalars(sa.select(MadeUpSession)).all() == []


def test_elsewhere_still_asks_where_and_when(session: Session, missed: Missed, sign_in: SignIn) -> None:
    answer = sign_in(person_of(session, missed)).post(missed.path, data={"attended": ""})
    assert answer.status_code == 422
    assert answer.text.count("Vul dit veld in.") == 4
