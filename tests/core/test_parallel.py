"""Many at once: real threads, real connections, real commits, on either database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from lms.core import outbox
from lms.core.database import PRAGMAS, REPAIRED_SQLITE, engine_options, writing
from lms.core.extensions import db
from lms.core.outbox import Intent
from lms.core.unit_of_work import unit_of_work
from tests.core.probe import effects

MANY = 20


def at_once(call: Callable[[int], object]) -> list[object]:
    """What twenty threads get when they begin at the same moment."""
    gate = threading.Barrier(MANY)

    def run(number: int) -> object:
        gate.wait()
        return call(number)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


def test_one_form_sent_by_twenty_at_once_has_one_effect(kernel: Flask, store: Session) -> None:
    def send(number: int) -> tuple[int, str | None]:
        answer = kernel.test_client().post(f"/proef/effect?n={number}", data={"form_key": "sleutel"})
        return answer.status_code, answer.headers.get("Location")

    answers = set(at_once(send))
    assert effects(store) == 1
    assert len(answers) == 1
    assert next(iter(answers))[0] == 303  # type: ignore[index]


def test_twenty_writers_at_once_all_come_through(kernel: Flask, store: Session) -> None:
    def send(number: int) -> int:
        return kernel.test_client().post("/proef/effect", data={"form_key": f"sleutel-{number}"}).status_code

    assert at_once(send) == [303] * MANY
    assert effects(store) == MANY


def test_twenty_workers_at_once_take_each_job_once(kernel: Flask, store: Session) -> None:
    with kernel.app_context(), unit_of_work() as session:
        for _ in range(MANY):
            outbox.queue_job(session, kind="probe", payload={})

    def claim(_number: int) -> object:
        with kernel.app_context(), unit_of_work() as session:
            intent = outbox.claim_next(session)
            return None if intent is None else intent.id

    taken = [one for one in at_once(claim) if one is not None]
    assert len(taken) == len(set(taken))
    store.rollback()
    assert store.scalar(sa.select(sa.func.sum(Intent.attempts))) == len(taken)


def test_a_database_that_is_busy_too_long_is_a_page_and_not_an_error(kernel: Flask, store: Session) -> None:
    with kernel.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        assert "lock_timeout" in engine_options(str(engine.url))["connect_args"]["options"]
        return
    holder = engine.raw_connection()
    holder.execute("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    def impatient(connection: Any, *_pool: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    sa.event.listen(engine, "checkout", impatient)
    try:
        answer = kernel.test_client().post("/proef/effect")
    finally:
        sa.event.remove(engine, "checkout", impatient)
        holder.rollback()
        holder.close()
        engine.dispose()
    assert answer.status_code == 503
    assert "We zijn zo terug" in answer.text
    assert effects(store) == 0


def test_sqlite_is_opened_with_the_promises_of_a_real_database(kernel: Flask) -> None:
    with kernel.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        assert engine.pool._pre_ping is True
        return
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    assert tuple(int(part) for part in version.split(".")) >= REPAIRED_SQLITE
    assert len(PRAGMAS) == 5


def test_who_will_write_takes_the_lock_at_once_and_who_reads_does_not(kernel: Flask) -> None:
    with kernel.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        return
    begun: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        for will_write in (False, True):
            token = writing.set(will_write)
            with Session(engine) as session:
                session.execute(sa.text("SELECT 1"))
            writing.reset(token)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert begun == ["BEGIN", "BEGIN IMMEDIATE"]
