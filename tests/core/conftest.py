"""A whole application with real commits, beside the shared one whose transactions are rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from lms.accounts.operations import start_session
from lms.app import create_app
from lms.core.database import writing
from lms.core.extensions import db
from lms.core.i18n import compile_catalogues
from lms.core.model import Base
from tests.core.probe import probe
from tests.factories.accounts import make_person
from tests.support.page_client import PageClient
from tests.support.postgres import drop_database, postgres_url


@pytest.fixture(scope="session")
def kernel_settings(
    request: pytest.FixtureRequest,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[Settings]:
    data_dir = Path(tmp_path_factory.mktemp("kernel"))
    if request.config.getoption("--database") == "sqlite":
        yield replace(settings, data_dir=data_dir, database_url=f"sqlite:///{data_dir / 'kernel.db'}")
        return
    url = postgres_url(f"{worker_id}_kernel")
    yield replace(settings, data_dir=data_dir, database_url=url)
    drop_database(url)


@pytest.fixture(scope="session")
def kernel_app(kernel_settings: Settings) -> Iterator[Flask]:
    compile_catalogues()
    app = create_app(kernel_settings)
    app.register_blueprint(probe)
    app.test_client_class = PageClient
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def kernel(kernel_app: Flask) -> Iterator[Flask]:
    """The application with nothing in its database, and without form tokens."""
    kernel_app.config["WTF_CSRF_ENABLED"] = False
    token = writing.set(False)
    yield kernel_app
    with kernel_app.app_context(), db.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    writing.reset(token)


@pytest.fixture
def store(kernel: Flask) -> Iterator[Session]:
    """A session on the application's real database; no context stays open that requests would share."""
    with kernel.app_context():
        engine = db.engine
    with Session(engine) as session:
        yield session


@pytest.fixture
def visitor(kernel: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return kernel.test_client()


@pytest.fixture
def signed_in(kernel: Flask) -> Callable[[str], FlaskClient]:
    """A client on which a new person with this name is signed in."""

    def act(given_name: str) -> FlaskClient:
        client = kernel.test_client()
        with kernel.app_context():
            token = start_session(db.session(), person=make_person(given_name=given_name))
            db.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return client

    return act


@pytest.fixture
def with_tokens(kernel: Flask) -> Flask:
    """The same application, which asks for form tokens as in real life."""
    kernel.config["WTF_CSRF_ENABLED"] = True
    return kernel
