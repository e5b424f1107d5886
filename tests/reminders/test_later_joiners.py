"""Who joins after a reminder went out gets it too, once, the morning after."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.messages.models import Notice
from lms.reminders import operations, queries, rules
from lms.reminders.models import Reminder
from tests.factories.cohorts import make_enrolment
from tests.factories.reminders import make_reminder
from tests.reminders.conftest import House


@pytest.fixture
def gone_out(session: Session, house: House) -> Reminder:
    """A reminder that went out at its moment."""
    reminder = make_reminder(house.cohort, offset_days=80)
    with clock.moved_to(moment_of(session, reminder)):
        operations.send_due(session)
    session.execute(sa.delete(Notice))
    return reminder


def moment_of(session: Session, reminder: Reminder) -> datetime:
    return rules.moment_of(queries.get_reminder(session, reminder_id=reminder.public_id))


def join(session: Session, house: House, reminder: Reminder, *, days: int) -> Enrolment:
    sent_on = clock.local(moment_of(session, reminder)).date()
    return make_enrolment(house.cohort, joined_on=sent_on + timedelta(days=days))


def reminded(session: Session) -> list[int]:
    return list(session.scalars(sa.select(Notice.person_id)))


def follow(session: Session, reminder: Reminder, *, days: int, hours: int = 0) -> None:
    with clock.moved_to(moment_of(session, reminder) + timedelta(days=days, hours=hours)):
        operations.send_to_later_joiners(session)


def test_the_morning_after_joining_and_once(session: Session, house: House, gone_out: Reminder) -> None:
    late = join(session, house, gone_out, days=2)
    follow(session, gone_out, days=2)
    assert reminded(session) == []
    follow(session, gone_out, days=3)
    follow(session, gone_out, days=3, hours=1)
    follow(session, gone_out, days=4)
    assert reminded(session) == [late.person_id]


def test_not_in_the_evening(session: Session, house: House, gone_out: Reminder) -> None:
    join(session, house, gone_out, days=2)
    follow(session, gone_out, days=3, hours=10)
    assert reminded(session) == []


def test_nobody_who_was_there_already(session: Session, house: House, gone_out: Reminder) -> None:
    join(session, house, gone_out, days=-10)
    follow(session, gone_out, days=3)
    assert reminded(session) == []


def test_not_of_a_reminder_that_was_stopped_or_is_long_past(
    session: Session, house: House, gone_out: Reminder
) -> None:
    join(session, house, gone_out, days=1)
    follow(session, gone_out, days=rules.FOLLOWED_FOR.days + 1)
    gone_out.stopped_at = clock.now()
    session.flush()
    follow(session, gone_out, days=2)
    assert reminded(session) == []
