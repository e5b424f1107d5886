"""What tests write in the shared database is taken back, however they end."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.orm import Session

from lms.core.database import writing
from lms.core.extensions import db


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
