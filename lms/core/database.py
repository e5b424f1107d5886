"""How each database is opened: SQLite with the promises of a real one, PostgreSQL with live connections."""

from __future__ import annotations

from contextlib import suppress
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from pysqlite3 import dbapi2 as sqlite_driver
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from lms.core.alphabet import folded

writing: ContextVar[bool] = ContextVar("writing", default=False)

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "mmap_size=0")


REPAIRED_SQLITE = (3, 51, 3)
PATIENCE = 5
ROWS_LOOKED_AT = 1000
MOST_PREPARED = 300
WRITTEN = "written"


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine`: the repaired SQLite driver, or checked pooled connections.

    Whoever waits for a lock or for a free connection hears within seconds that it did not work.
    """
    if url.startswith("sqlite"):
        if sqlite_driver.sqlite_version_info < REPAIRED_SQLITE:
            raise RuntimeError(
                f"SQLite {sqlite_driver.sqlite_version} can damage its file; 3.51.3 is needed."
            )
        return {"module": sqlite_driver, "pool_timeout": PATIENCE}
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 5,
        "pool_timeout": PATIENCE,
        "connect_args": {"connect_timeout": PATIENCE, "options": f"-c lock_timeout={PATIENCE}s"},
    }


def prepare(engine: Engine) -> None:
    """Give an SQLite engine its pragmas and its explicit BEGIN; let PostgreSQL plan a statement once."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _on_connect)
        sa.event.listen(engine, "begin", _on_begin)
    else:
        sa.event.listen(engine, "connect", _prepare_more)
        sa.event.listen(engine, "begin", _nothing_written)
        sa.event.listen(engine, "before_cursor_execute", _note_writing)
        sa.event.listen(engine, "rollback", _end_reading)


def refresh_statistics(session: Session) -> None:
    """Let SQLite look how full its tables are, by which it chooses its ways; PostgreSQL looks by itself."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}"))
        session.execute(sa.text("ANALYZE"))


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except OperationalError:
        return False
    return True


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.create_function("folded", 1, folded, deterministic=True)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that becomes a writer half-way could not wait its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def _prepare_more(connection: Any, _record: Any) -> None:
    connection.prepared_max = MOST_PREPARED


def _nothing_written(connection: Connection) -> None:
    connection.info[WRITTEN] = False


def _note_writing(
    connection: Connection, _cursor: Any, _statement: str, _values: Any, context: Any, _is_many: bool
) -> None:
    # What is not a compiled statement may do anything.
    if context.compiled is None or context.is_crud or context.isddl or context.is_text:
        connection.info[WRITTEN] = True


def _end_reading(connection: Connection) -> None:
    # psycopg forgets at every ROLLBACK which statements the server has prepared, so that every page would
    # be planned anew. What was only read has nothing to take back: it ends with COMMIT.
    if connection.invalidated or connection.info.get(WRITTEN, True):
        return
    raw: Any = connection.connection.dbapi_connection
    # A server that went away is noticed, and told, by the ROLLBACK that follows.
    with suppress(raw.Error):
        raw.commit()
