"""PostgreSQL plans what every page asks once; what was written is taken back as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from lms.accounts.models import Discipline
from lms.core.extensions import db

NUMBER = sa.select(sa.func.count(Discipline.id))
BY_HAND = "UPDATE account_discipline SET name = 'Anders'"


def test_what_was_only_read_stays_prepared(kernel: Flask) -> None:
    with kernel.app_context():
        for _ in range(8):
            with db.engine.connect() as connection:
                connection.execute(NUMBER)
        with db.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                kept = sa.text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like")
                assert connection.scalar(kept, {"like": "SELECT count(account_discipline%"}) == 1
            assert connection.scalar(NUMBER) is not None


@pytest.mark.parametrize(
    "write",
    [
        lambda connection: connection.execute(sa.insert(Discipline).values(name="Wmo")),
        lambda connection: connection.execute(sa.update(Discipline).values(name="Anders")),
        lambda connection: connection.execute(sa.text(BY_HAND)),
        lambda connection: connection.exec_driver_sql(BY_HAND),
    ],
    ids=["insert", "update", "text", "by hand"],
)
def test_what_was_written_is_taken_back(kernel: Flask, write: Callable[[Connection], object]) -> None:
    with kernel.app_context():
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Discipline).values(name="Zorg"))
        with db.engine.connect() as connection:
            connection.execute(NUMBER)
            write(connection)
            connection.execute(NUMBER)
        with db.engine.begin() as connection:
            found = connection.scalars(sa.select(Discipline.name)).all()
            connection.execute(sa.delete(Discipline))
        assert found == ["Zorg"]


def test_a_server_that_went_away_is_asked_anew(kernel: Flask) -> None:
    with kernel.app_context(), db.engine.connect() as connection:
        connection.execute(NUMBER)
        connection.invalidate()
        connection.rollback()
        assert connection.scalar(NUMBER) == 0


def test_a_server_that_ends_our_connection_is_told_as_such(kernel: Flask) -> None:
    with kernel.app_context(), db.engine.connect() as connection:
        connection.execute(NUMBER)
        raw: Any = connection.connection.dbapi_connection
        raw.close()
        with pytest.raises(sa.exc.DBAPIError):
            connection.execute(NUMBER)
