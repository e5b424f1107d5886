"""The demo's dates are right on whatever day it is loaded."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from lms.demo.timeline import Timeline, is_free, timeline_of

WEEKS = (0, 2, 4, 7, 10, 13, 18, 21, 25, 28, 31, 36)
EVERY_DAY = [date(2026, 1, 1) + timedelta(days=days) for days in range(2 * 366)]
THURSDAY = 4


def test_today_always_lies_in_the_week_after_the_seventh_meeting() -> None:
    ages = {(today - timeline_of("running", today=today).day(18)).days for today in EVERY_DAY}
    assert ages == {1, 2, 3, 4, 5, 6, 7}


def test_all_cohorts_start_on_a_thursday() -> None:
    days = {
        timeline_of(state, today=today).starts_on.isoweekday()
        for today in EVERY_DAY
        for state in ("finished", "running", "planned")
    }
    assert days == {THURSDAY}


def test_the_finished_cohort_ended_some_months_ago_and_the_next_starts_within_two() -> None:
    for today in EVERY_DAY:
        assert 80 <= (today - timeline_of("finished", today=today).ends_on).days <= 100
        assert 40 <= (timeline_of("planned", today=today).starts_on - today).days <= 50


def test_nobody_meets_on_a_free_day_and_the_order_stays() -> None:
    for today in EVERY_DAY:
        for state in ("finished", "running", "planned"):
            weeks = timeline_of(state, today=today)
            days = weeks.meeting_days(WEEKS)
            assert not any(map(is_free, days))
            assert all(before < after for before, after in pairwise(days))
            assert weeks.starts_on <= days[0] <= days[-1] <= weeks.ends_on


@pytest.mark.parametrize(
    ("starts_on", "academic_year", "month"),
    [
        (date(2025, 11, 6), "2025/2026", "november 2025"),
        (date(2026, 7, 16), "2026/2027", "juli 2026"),
        (date(2026, 2, 5), "2025/2026", "februari 2026"),
    ],
)
def test_the_study_year_is_that_of_the_middle(starts_on: date, academic_year: str, month: str) -> None:
    assert Timeline(starts_on).academic_year == academic_year
    assert Timeline(starts_on).month == month


def test_a_meeting_on_ascension_day_moves_one_week() -> None:
    ascension = date(2026, 5, 14)
    assert Timeline(ascension - timedelta(weeks=2)).meeting_days((0, 2, 4))[1] == date(2026, 5, 7)
