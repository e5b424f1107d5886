"""Alembic's environment: the running application's database and models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from lms.core.extensions import db
from lms.core.sealing import Sealed, SealedText
from lms.core.types import Tenths, UTCDateTime

target_metadata = db.metadata


def run() -> None:
    """Run the migrations in one transaction, in batch mode so that SQLite can follow."""
    engine = context.config.attributes.get("engine", db.engine)
    with engine.connect() as connection, _foreign_keys_at_rest(connection), connection.begin():
        _run_on(connection)
        broken = _broken_links(connection)
        if broken:
            raise RuntimeError(f"the migration would leave links to rows that are gone: {broken[:5]}")


@contextmanager
def _foreign_keys_at_rest(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by dropping and making it again; rows that point at it must not notice."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _broken_links(connection: sa.Connection) -> list[tuple[object, ...]]:
    if connection.dialect.name != "sqlite":
        return []
    return [tuple(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]


def _render_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Revisions hold plain column types, so that they stay true when our own types change."""
    if kind == "type":
        if isinstance(item, UTCDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, Tenths):
            return "sa.Integer()"
        if isinstance(item, SealedText):
            return "sa.Text()"
        if isinstance(item, Sealed):
            return "sa.String(length=255)"
        if isinstance(item, sa.Enum):
            return f"sa.String(length={item.length})"
    return False


def _run_on(connection: object) -> None:
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render_type,
    )
    with context.begin_transaction():
        context.run_migrations()


if not context.is_offline_mode() and current_app:
    run()
