"""Alembic's environment: the running application's database and models."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from lms.core.extensions import db
from lms.core.types import Tenths, UTCDateTime

target_metadata = db.metadata


def run() -> None:
    """Run the migrations in one transaction, in batch mode so that SQLite can follow."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        with db.engine.connect() as own, own.begin():
            _run_on(own)
    else:
        _run_on(connection)


def _render_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Revisions hold plain column types, so that they stay true when our own types change."""
    if kind == "type":
        if isinstance(item, UTCDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, Tenths):
            return "sa.Integer()"
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
