"""What happens to a training in the agendas of its partners, as a second reader understands it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import vobject
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.events import publish
from lms.core.outbox import Intent
from lms.trainings import operations, queries
from lms.trainings.events import PartnerJoined
from lms.trainings.models import PlanState, TrainingMeeting, TrainingPair
from tests.conftest import NOW
from tests.factories.cohorts import make_cohort
from tests.factories.programmes import make_version
from tests.factories.trainings import (
    make_pair,
    make_partner,
    make_plan,
    make_running,
    make_training,
    meetings_of,
    people_of,
)

SignIn = Callable[[Person], FlaskClient]
Outbox = Callable[[], list[Intent]]
DAY = clock.local(NOW - timedelta(weeks=4)).date().isoformat()


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


@pytest.fixture
def pair(cohort: Cohort) -> TrainingPair:
    return make_running(cohort)


def test_a_moved_meeting_is_the_same_with_a_higher_number(
    sign_in: SignIn, session: Session, pair: TrainingPair, outbox: Outbox
) -> None:
    meeting = meetings_of(pair)[1]
    address = f"/vaktraining-bijeenkomsten/{meeting.public_id}/verzetten"
    data = {"held_on": "2026-12-03", "starts": "13:30", "version": str(meeting.version)}
    assert sign_in(people_of(pair)[0]).post(address, data=data).status_code == 303
    session.refresh(meeting)
    assert (meeting.version, meeting.starts_at) == (
        2,
        clock.at(clock.local(NOW).date(), 13, 30).replace(month=12, day=3),
    )
    assert_in_agenda(outbox, pair, meeting, "REQUEST")


def test_a_time_that_the_clock_skips_moves_nothing(
    sign_in: SignIn, session: Session, pair: TrainingPair, outbox: Outbox
) -> None:
    meeting = meetings_of(pair)[1]
    was = meeting.starts_at
    data = {"held_on": "2027-03-28", "starts": "02:30", "version": str(meeting.version)}
    address = f"/vaktraining-bijeenkomsten/{meeting.public_id}/verzetten"
    answer = sign_in(people_of(pair)[0]).post(address, data=data)
    assert answer.status_code == 422
    assert "Deze tijd bestaat niet op deze dag" in answer.text
    assert 'value="02:30"' in answer.text
    session.refresh(meeting)
    assert (meeting.starts_at, outbox()) == (was, [])


def test_a_go_brings_every_meeting(session: Session, cohort: Cohort, outbox: Outbox) -> None:
    pair = make_pair(cohort, training=make_training(cohort))
    plan = make_plan(pair, state=PlanState.SUBMITTED)
    plan = queries.get_plan(session, plan_id=plan.public_id)
    operations.decide_plan(session, actor=SYSTEM, plan=plan, is_go=True, remark="")
    parts = parts_of(outbox)
    assert set(parts) == {person.email for person in people_of(pair)}
    for method, text in parts.values():
        events = vobject.readOne(text).vevent_list
        assert method == "PUBLISH"
        assert [one.uid.value for one in events] == [f"{m.public_id}@samenloop" for m in meetings_of(pair)]
        assert not any(hasattr(one, "attendee") for one in events)


def test_a_no_go_brings_nothing(session: Session, cohort: Cohort, outbox: Outbox) -> None:
    pair = make_pair(cohort, training=make_training(cohort))
    plan = make_plan(pair, state=PlanState.SUBMITTED)
    plan = queries.get_plan(session, plan_id=plan.public_id)
    operations.decide_plan(session, actor=SYSTEM, plan=plan, is_go=False, remark="Welke dagen zijn het?")
    assert parts_of(outbox) == {}


def test_a_cancelled_meeting_leaves_it(
    sign_in: SignIn, session: Session, pair: TrainingPair, outbox: Outbox
) -> None:
    meeting = meetings_of(pair)[0]
    seen, address = meeting.version, f"/vaktraining-bijeenkomsten/{meeting.public_id}/verslag"
    data = {"held_on": DAY, "is_cancelled": "y", "version": "0"}
    client = sign_in(people_of(pair)[0])
    assert client.post(address, data=data).status_code == 303
    session.refresh(meeting)
    assert meeting.version > seen
    assert_in_agenda(outbox, pair, meeting, "CANCEL")
    held = {**data, "version": "1", "expected_count": "9", "present_count": "8", "what_worked": "Toch."}
    del held["is_cancelled"]
    assert client.post(address, data=held).status_code == 303
    session.refresh(meeting)
    assert meeting.version > seen + 1
    assert len(outbox()) == 1


def test_whoever_joins_gets_the_meetings_that_have_a_go(
    session: Session, cohort: Cohort, pair: TrainingPair, outbox: Outbox
) -> None:
    publish(
        session,
        PartnerJoined(actor=SYSTEM, pair_id=pair.public_id, enrolment_id=make_partner(cohort).public_id),
    )
    assert {method for method, _text in parts_of(outbox).values()} == {"PUBLISH"}


def parts_of(outbox: Outbox) -> dict[str, tuple[str, str]]:
    mails = [row.payload for row in outbox() if row.kind == "mail" and row.payload["calendar"]]
    return {mail["to"]: (mail["calendar"]["method"], mail["calendar"]["text"]) for mail in mails}


def assert_in_agenda(outbox: Outbox, pair: TrainingPair, meeting: TrainingMeeting, method: str) -> None:
    """The other partner alone gets the meeting as it stands now; its title names nobody."""
    _actor, other = people_of(pair)
    ((address, (told, text)),) = parts_of(outbox).items()
    event = vobject.readOne(text).vevent
    assert (address, told) == (other.email, method)
    assert (event.uid.value, event.sequence.value) == (f"{meeting.public_id}@samenloop", str(meeting.version))
    assert event.dtstart.value == meeting.starts_at
    assert event.summary.value.startswith("Vaktraining: ")
    assert event.status.value == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
