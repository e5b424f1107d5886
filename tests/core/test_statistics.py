"""The database chooses its ways by how full its tables are."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from lms.core.database import refresh_statistics
from tests.factories.accounts import make_person


def test_sqlite_knows_how_full_a_table_is(session: Session) -> None:
    make_person()
    refresh_statistics(session)
    if session.get_bind().dialect.name == "sqlite":
        assert session.scalar(sa.text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'account_person'"))


def test_it_looks_again_every_night(app: Flask) -> None:
    assert refresh_statistics in app.extensions["jobs"].nightly
