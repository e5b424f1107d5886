"""What tests write in the shared database is taken back, however they end."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.database import writing
from lms.core.extensions import db
from lms.core.model import Base

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


@contextmanager
def on_top_or_empty(app: Flask) -> Iterator[Session]:
    """A session on what stands for the module by now, or else on an empty database."""
    stands = isinstance(db.engine, Connection)
    with on_top() if stands else rolled_back(app) as session:
        yield session


def read_anew(session: Session, rows: Any) -> Any:
    """A dataclass of rows and lists of rows, as they stand in the database now; one query for each kind."""
    asked = {field.name: getattr(rows, field.name) for field in fields(rows)}
    wanted = defaultdict[type[Base], set[int]](set)
    for row in chain.from_iterable(part if isinstance(part, list) else [part] for part in asked.values()):
        wanted[type(row)].add(row.id)
    found = {
        (kind, row.id): row
        for kind, ids in wanted.items()
        for row in session.scalars(sa.select(kind).where(sa.inspect(kind).columns["id"].in_(ids)))
    }

    def now(value: Any) -> Any:
        return [now(part) for part in value] if isinstance(value, list) else found[type(value), value.id]

    return replace(rows, **{name: now(value) for name, value in asked.items()})
