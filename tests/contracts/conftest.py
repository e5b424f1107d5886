"""One scene for all laws that knock on doors; whatever a request changes is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.database import writing
from lms.core.extensions import db
from tests.conftest import NOW
from tests.support.scene import Scene, build_scene


@pytest.fixture(scope="module")
def world(app: Flask) -> Iterator[Scene]:
    """The scene in an outer transaction that is rolled back after the module."""
    token = writing.set(False)
    engine = db.engine
    asked_by, app.test_client_class = app.test_client_class, FlaskClient
    with engine.connect() as connection, clock.moved_to(NOW):
        outer = connection.begin()
        db._app_engines[app] = {None: connection}
        with app.app_context():
            scene = build_scene(app)
            db.session.remove()
            yield scene
            db.session.remove()
        db._app_engines[app] = {None: engine}
        outer.rollback()
    app.test_client_class = asked_by
    writing.reset(token)


@pytest.fixture
def scene(app: Flask, world: Scene) -> Iterator[Scene]:
    """The scene as it was built, however the test before left it."""
    with db.engine.begin_nested() as before:
        yield world
        db.session.remove()
        before.rollback()
