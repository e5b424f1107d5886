from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.core.clock import AMSTERDAM
from lms.core.types import Tenths, UTCDateTime


def through_database(session: Session, value: object, kind: sa.types.TypeEngine[object]) -> object:
    """The value as the database gives it back."""
    columns = sa.column("value", kind)
    session.execute(
        sa.text(f"CREATE TEMPORARY TABLE probe (value {kind.compile(session.get_bind().dialect)})")
    )
    table = sa.table("probe", columns)
    try:
        session.execute(sa.insert(table).values(value=value))
        return session.scalar(sa.select(columns).select_from(table))
    finally:
        session.execute(sa.text("DROP TABLE probe"))


def test_an_instant_comes_back_in_utc(session: Session) -> None:
    instant = datetime(2026, 7, 14, 9, 30, tzinfo=AMSTERDAM)
    back = through_database(session, instant, UTCDateTime())
    assert back == datetime(2026, 7, 14, 7, 30, tzinfo=UTC)
    assert isinstance(back, datetime)
    assert back.utcoffset() is not None
    assert back.tzinfo is UTC


def test_no_instant_stays_no_instant(session: Session) -> None:
    assert through_database(session, None, UTCDateTime()) is None


def test_an_instant_without_a_zone_is_not_stored(session: Session) -> None:
    with pytest.raises(sa.exc.StatementError, match="zone"):
        session.execute(sa.select(sa.literal(datetime(2026, 7, 14), UTCDateTime())))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["0", "0.0", "5.5", "6.9", "10", "-1.5", "7.50"])
def test_a_score_comes_back_exactly(session: Session, text: str) -> None:
    back = through_database(session, Decimal(text), Tenths())
    assert back == Decimal(text)
    assert isinstance(back, Decimal)


def test_no_score_stays_no_score(session: Session) -> None:
    assert through_database(session, None, Tenths()) is None


@pytest.mark.parametrize("text", ["7.55", "0.01", "NaN", "Infinity", "-Infinity"])
def test_a_score_with_more_than_a_tenth_is_not_stored(session: Session, text: str) -> None:
    with pytest.raises(sa.exc.StatementError, match="decimal"):
        session.execute(sa.select(sa.literal(Decimal(text), Tenths())))
