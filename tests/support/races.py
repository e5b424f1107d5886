"""Two at the same instant: real threads, real connections, real commits, on either database."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.core.database import writing
from lms.core.errors import DomainError
from lms.core.extensions import db
from lms.core.model import Base


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
        yield
        db.session.remove()
        with db.engine.begin() as connection:
            for table in reversed(tables):
                connection.execute(sa.delete(table))
            for table in tables:
                if before[table.name]:
                    connection.execute(sa.insert(table), before[table.name])
    writing.reset(token)


def at_once(app: Flask, calls: list[Callable[[], object]]) -> list[str]:
    """What each call, all begun at the same moment, comes to: done, or the name of its refusal."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        gate.wait()
        with app.app_context():
            try:
                call()
            except DomainError as refusal:
                return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        waiting = [pool.submit(contextvars.copy_context().run, run, call) for call in calls]
        return [one.result() for one in waiting]
