"""An empty database of its own for every test, and Alembic upon it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from lms.core import database
from lms.core.cli import alembic_config
from tests.support.postgres import drop_database, postgres_url

Migrate = Callable[[str], None]


@pytest.fixture
def engine(request: pytest.FixtureRequest, app: Flask, tmp_path: Path, worker_id: str) -> Iterator[Engine]:
    on_postgres = request.config.getoption("--database") == "postgresql"
    url = postgres_url(f"{worker_id}_migrations") if on_postgres else f"sqlite:///{tmp_path / 'empty.db'}"
    options = {} if on_postgres else {"module": database.engine_options(url)["module"]}
    engine = sa.create_engine(url, poolclass=NullPool, **options)
    database.prepare(engine)
    yield engine
    engine.dispose()
    if on_postgres:
        drop_database(url)


@pytest.fixture
def migrate(engine: Engine) -> Migrate:
    """Go to a revision, upwards or downwards."""

    def go(revision: str) -> None:
        config = alembic_config()
        config.attributes["engine"] = engine
        upwards = number(revision) > number(version(engine))
        (command.upgrade if upwards else command.downgrade)(config, revision)

    return go


def number(revision: str | None) -> int:
    """Revisions are numbered; before the first is nothing."""
    return 0 if revision in {None, "base"} else int(str(revision))


def version(engine: Engine) -> str | None:
    """The revision at which a database is; none before the first."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
