"""A whole application with real commits, for what happens when a worker dies between two of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.audit.models import BEGINNING, AuditHead
from lms.core.database import writing
from lms.core.extensions import db
from lms.core.model import Base
from tests.core.conftest import kernel_app, kernel_settings, store

__all__ = ["kernel_app", "kernel_settings", "store"]


@pytest.fixture
def kernel(kernel_app: Flask) -> Iterator[Flask]:
    """The application with nothing in its database but the beginning of the audit trail."""
    token = writing.set(False)
    with kernel_app.app_context(), db.engine.begin() as connection:
        empty(connection)
    yield kernel_app
    with kernel_app.app_context(), db.engine.begin() as connection:
        empty(connection)
    writing.reset(token)


def empty(connection: sa.Connection) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        connection.execute(table.delete())
    connection.execute(sa.insert(AuditHead).values(id=1, entries=0, last_hash=BEGINNING))
