"""What tests write in the shared database is taken back, however they end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from lms.core.database import writing
from lms.core.extensions import db


def quicken_savepoints(engine: Engine) -> None:
    """Hand savepoints to the driver as they are: SQLAlchemy compiles each anew, request after request."""

    def say(command: str) -> Any:
        def act(connection: Connection, name: str) -> None:
            raw: Any = connection.connection.dbapi_connection
            raw.execute(command + name)

        return act

    dialect: Any = engine.dialect
    dialect.do_savepoint = say("SAVEPOINT ")
    dialect.do_rollback_to_savepoint = say("ROLLBACK TO SAVEPOINT ")
    dialect.do_release_savepoint = say("RELEASE SAVEPOINT ")


@contextmanager
def rolled_back(app: Flask) -> Iterator[Session]:
    """A session in an outer transaction that is rolled back; requests share it by savepoints."""
    token, engine = writing.set(False), db.engine
    with engine.connect() as connection:
        outer = connection.begin()
        db._app_engines[app] = {None: connection}
        try:
            with app.app_context():
                yield db.session()
                db.session.remove()
        finally:
            db._app_engines[app] = {None: engine}
            outer.rollback()
            writing.reset(token)


@contextmanager
def on_top() -> Iterator[Session]:
    """A session on what stands for a whole module already; what is written on top of that is taken back."""
    with db.engine.begin_nested() as before:
        yield db.session()
        db.session.remove()
        before.rollback()


def read_anew(session: Session, rows: Any) -> Any:
    """A dataclass of rows, each as it stands in the database now."""
    found = {field.name: sa.inspect(getattr(rows, field.name)) for field in fields(rows)}
    return replace(rows, **{name: session.get_one(row.class_, row.identity) for name, row in found.items()})
