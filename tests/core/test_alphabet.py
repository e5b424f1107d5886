"""Names stand where people look for them, in a list made here as in one made by the database (AC-11)."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.core.alphabet import Alphabetical, folded

NAMES = ["beleid", "Çelik", "Dirks", "Łukasz", "Mulder", "Şahin", "Wmo", "Zając", "zorg"]


def test_capitals_and_accents_do_not_count() -> None:
    assert sorted(set(NAMES), key=folded) == NAMES


def test_database_sorts_alike(session: Session) -> None:
    names = sa.union_all(*(sa.select(sa.literal(name).label("name")) for name in reversed(NAMES))).subquery()
    assert list(session.scalars(sa.select(names.c.name).order_by(Alphabetical(names.c.name)))) == NAMES
