"""What tests write in the shared database is taken back, however they end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.database import writing
from lms.core.extensions import db

Made = TypeVar("Made")


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


def standing(app: Flask, moment: datetime, make: Callable[[], Made]) -> Iterator[Made]:
    """What stands for a whole module, on which each of its tests writes its own."""
    with clock.moved_to(moment), rolled_back(app) as session:
        made = make()
        session.flush()
        session.expunge_all()
        session.commit()
        db.session.remove()
        yield made


@contextmanager
def on_top() -> Iterator[Session]:
    """A session on what stands for a whole module already; what is written on top of that is taken back."""
    with db.engine.begin_nested() as before:
        yield db.session()
        db.session.remove()
        before.rollback()


def read_anew(session: Session, rows: Any) -> Any:
    """A dataclass of rows and lists of rows, each as it stands in the database now."""

    def found(value: Any) -> Any:
        if isinstance(value, list):
            return [found(part) for part in value]
        row = sa.inspect(value)
        return session.get_one(row.class_, row.identity)

    return replace(rows, **{field.name: found(getattr(rows, field.name)) for field in fields(rows)})
