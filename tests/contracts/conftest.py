"""One scene for all laws that knock on doors; whatever a request changes is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.extensions import db
from tests.conftest import NOW
from tests.support.rollback import on_top, rolled_back
from tests.support.scene import Scene, build_scene


@pytest.fixture(scope="module")
def world(app: Flask) -> Iterator[Scene]:
    """The scene in an outer transaction that is rolled back after the module."""
    asked_by, app.test_client_class = app.test_client_class, FlaskClient
    with clock.moved_to(NOW), rolled_back(app):
        scene = build_scene(app)
        db.session.remove()
        yield scene
    app.test_client_class = asked_by


@pytest.fixture
def scene(app: Flask, world: Scene) -> Iterator[Scene]:
    """The scene as it was built, however the test before left it."""
    with on_top():
        yield world
