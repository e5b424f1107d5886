"""Whether this installation can do its work: database, schema, room on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.core.cli import alembic_config

LEAST_FREE_BYTES = 200 * 1024 * 1024


def missing_parts(session: Session, *, data_dir: Path) -> list[str]:
    """The names of what is not ready: database, schema, disk; empty when all is well."""
    missing = []
    try:
        revision = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if revision != ScriptDirectory.from_config(alembic_config()).get_current_head():
            missing.append("schema")
    except SQLAlchemyError:
        session.rollback()
        missing.append("database")
    if not _has_room(data_dir):
        missing.append("disk")
    return missing


def _has_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free >= LEAST_FREE_BYTES
    except OSError:
        return False
