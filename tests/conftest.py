"""What every test may ask for: an application, a session that rolls back, a signed-in client."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask, g, request_started
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Environment, Settings
from lms.accounts.models import Person
from lms.accounts.operations import start_session
from lms.accounts.queries import actor_for
from lms.app import create_app
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.extensions import db
from lms.core.i18n import compile_catalogues
from lms.core.keeping import Kept
from lms.core.outbox import Intent
from lms.messages.models import Notice
from tests.support.page_client import PageClient
from tests.support.postgres import drop_database, keep_plans, postgres_url
from tests.support.promises import promised
from tests.support.rollback import on_top_or_empty, quicken_savepoints

pytest_plugins = ["tests.support.strictness", "tests.support.twice"]

# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile("samenloop", deadline=None)
hypothesis.settings.load_profile("samenloop")

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def worker_id() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}"
        return
    url = postgres_url(worker_id)
    yield url
    drop_database(url)


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        environment=Environment.TEST,
        data_dir=Path(tmp_path_factory.mktemp("data")),
        database_url=database_url,
        base_url="http://localhost",
        secret_key="a secret that only the tests know 1234567890",
        demo=False,
        smtp_url="",
        mail_from="Samenloop <samenloop@example.org>",
        clamd_address="",
        redis_url="",
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    compile_catalogues()
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = PageClient
    request_started.connect(forget_former_request, app)
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            keep_plans(db.engine)
            app.test_client_class = FlaskClient  # the same pages are read on SQLite already
        quicken_savepoints(db.engine)
        db.create_all()
        yield app
        db.engine.dispose()


def forget_former_request(_app: Flask) -> None:
    """Requests of a test share its context and session; each must find them fresh, as in real life.

    What is published never changes there, but a test may still be making it.
    """
    db.session.commit()
    Kept.forget_everything()
    for name in list(g):
        g.pop(name)


@pytest.fixture
def session(request: pytest.FixtureRequest, app: Flask) -> Iterator[Session]:
    """A session that is rolled back after the test; requests share it.

    It begins empty, or with what stands for the whole module: its fixture `everybody`.
    """
    if "everybody" in request.fixturenames:
        request.getfixturevalue("everybody")
    with on_top_or_empty(app) as session:
        yield session


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Time stands still at NOW; a test moves it with `clock.moved_to`."""
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient, session: Session) -> Callable[[Person], FlaskClient]:
    """Sign a person in on the client, without the sign-in page."""

    def act(person: Person) -> FlaskClient:
        token = start_session(session, person=person)
        session.commit()
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    return act


@pytest.fixture
def actor_of(session: Session) -> Callable[[Person], Actor]:
    """The actor that a person is now."""
    return lambda person: actor_for(session, person=person)


@pytest.fixture
def outbox(session: Session) -> Callable[[], list[Intent]]:
    """What waits to be carried out."""
    return lambda: promised(session)


@pytest.fixture
def notices(session: Session) -> Callable[[], list[Notice]]:
    """What people were told, oldest first."""
    return lambda: list(session.scalars(sa.select(Notice).order_by(Notice.id)))


@pytest.fixture
def count_queries(session: Session) -> Callable[[Callable[[], object]], int]:
    """How many statements a call sends, savepoints apart."""

    def count(call: Callable[[], object]) -> int:
        seen: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        session.commit()  # so that every count begins alike: what the test holds is read anew
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        try:
            call()
        finally:
            sa.event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    return count
