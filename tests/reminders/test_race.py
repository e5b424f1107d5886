"""Workers at the same instant: real threads, real connections, real commits, on either database."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.core.database import writing
from lms.core.extensions import db
from lms.core.model import Base
from lms.core.outbox import Intent
from lms.core.unit_of_work import unit_of_work
from lms.messages.models import Notice
from lms.reminders import operations
from lms.reminders.models import Reminder, ReminderDelivery
from tests.factories.cohorts import make_cohort, make_enrolment
from tests.factories.reminders import make_reminder

WORKERS, PEOPLE = 4, 5


@pytest.fixture
def committed(app: Flask) -> Iterator[None]:
    """Rows that every connection sees; afterwards the tables hold what they held before."""
    tables = Base.metadata.sorted_tables
    token = writing.set(True)
    with app.app_context():
        with db.engine.connect() as connection:
            before = {
                table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))]
                for table in tables
            }
        cohort = make_cohort()
        for _ in range(PEOPLE):
            make_enrolment(cohort)
        make_reminder(cohort, offset_days=1)
        yield
        db.session.remove()
        with db.engine.begin() as connection:
            for table in reversed(tables):
                connection.execute(sa.delete(table))
            for table in tables:
                if before[table.name]:
                    connection.execute(sa.insert(table), before[table.name])
    writing.reset(token)


def counts() -> list[int]:
    """How many were reminded, told and promised a mail."""
    rows = (ReminderDelivery, Notice, Intent)
    return [db.session.scalar(sa.select(sa.func.count()).select_from(row)) or 0 for row in rows]


def be_killed() -> None:
    """Remind everybody, and end before the commit."""
    with unit_of_work() as session:
        operations.send_due(session)
        assert counts() == [PEOPLE] * 3
        raise KeyboardInterrupt


def test_workers_at_once_remind_everybody_once(app: Flask, committed: None) -> None:
    db.session.remove()
    gate = threading.Barrier(WORKERS)

    def work() -> None:
        gate.wait()
        with app.app_context(), unit_of_work() as session:
            operations.send_due(session)

    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(contextvars.copy_context().run, work) for _ in range(WORKERS)]
        for one in waiting:
            one.result()
    assert counts() == [PEOPLE] * 3


def test_killed_worker_leaves_nothing_half_and_the_next_one_does_all(app: Flask, committed: None) -> None:
    with pytest.raises(KeyboardInterrupt):
        be_killed()
    assert counts() == [0, 0, 0]
    assert db.session.scalar(sa.select(Reminder.sent_at)) is None
    with unit_of_work() as session:
        operations.send_due(session)
    assert counts() == [PEOPLE] * 3
    with unit_of_work() as session:
        operations.send_due(session)
    assert counts() == [PEOPLE] * 3
