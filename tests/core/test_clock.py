from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.core import clock


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 3, 28), 12, datetime(2026, 3, 28, 11, tzinfo=UTC)),
        (date(2026, 3, 29), 1, datetime(2026, 3, 29, 0, tzinfo=UTC)),
        (date(2026, 3, 29), 3, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), 0, datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), 12, datetime(2026, 10, 25, 11, tzinfo=UTC)),
    ],
)
def test_a_dutch_wall_clock_time_is_one_instant(day: date, hour: int, utc: datetime) -> None:
    assert clock.at(day, hour) == utc


def test_the_hour_that_the_spring_night_leaves_out_reads_an_hour_later() -> None:
    assert clock.local(clock.at(date(2026, 3, 29), 2, 30)).strftime("%H.%M") == "03.30"


def test_the_hour_that_the_autumn_night_has_twice_is_its_first_one() -> None:
    assert clock.at(date(2026, 10, 25), 2, 30) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_spring_day_has_23_hours_and_the_autumn_day_25() -> None:
    spring = clock.at(date(2026, 3, 30), 0) - clock.at(date(2026, 3, 29), 0)
    autumn = clock.at(date(2026, 10, 26), 0) - clock.at(date(2026, 10, 25), 0)
    assert (spring, autumn) == (timedelta(hours=23), timedelta(hours=25))


def test_today_is_the_day_in_the_netherlands() -> None:
    with clock.moved_to(datetime(2026, 7, 14, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 15)


def test_a_moved_clock_stands_still_and_moves_back() -> None:
    outside = clock.now()
    with clock.moved_to(datetime(2017, 9, 14, 8, tzinfo=UTC)):
        assert clock.now() == clock.now() == datetime(2017, 9, 14, 8, tzinfo=UTC)
        with clock.moved_to(datetime(2018, 6, 1, 10, tzinfo=clock.AMSTERDAM)):
            assert clock.now() == datetime(2018, 6, 1, 8, tzinfo=UTC)
        assert clock.today() == date(2017, 9, 14)
    assert clock.now() == outside


def test_a_clock_moved_inside_a_block_that_fails_moves_back() -> None:
    outside = clock.now()
    with pytest.raises(ZeroDivisionError), clock.moved_to(datetime(2017, 9, 14, tzinfo=UTC)):
        _ = 1 // 0
    assert clock.now() == outside


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.moved_to(datetime(2017, 9, 14)):  # noqa: DTZ001
        pass
