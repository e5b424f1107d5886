from __future__ import annotations

from datetime import date

import pytest

from lms.papers.calendar import add_working_days, easter, is_working_day, public_holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2018, 4, 1),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ],
)
def test_easter(day: date) -> None:
    assert easter(day.year) == day


def test_the_holidays_of_2026() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


def test_kings_day_never_falls_on_a_sunday() -> None:
    assert date(2025, 4, 26) in public_holidays(2025)
    assert date(2025, 4, 27) not in public_holidays(2025)


@pytest.mark.parametrize(("year", "is_off"), [(2025, True), (2026, False), (2029, False), (2030, True)])
def test_liberation_day_is_off_once_in_five_years(year: int, is_off: bool) -> None:
    assert (date(year, 5, 5) in public_holidays(year)) is is_off


def test_a_weekend_is_not_a_working_day() -> None:
    assert is_working_day(date(2026, 11, 27))
    assert not is_working_day(date(2026, 11, 28))
    assert not is_working_day(date(2026, 11, 29))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 4, 2), 2, date(2026, 4, 7)),
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
    ],
)
def test_working_days_are_counted_past_weekends_and_holidays(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end
