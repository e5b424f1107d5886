from datetime import date
from decimal import Decimal

import pytest

from lms.insight import rules
from lms.insight.rules import Reached
from lms.programmes.models import Requirement

START, END = date(2026, 9, 3), date(2026, 12, 24)
MILESTONES = [Requirement(id=1, planned_week=2), Requirement(id=2, planned_week=8)]


@pytest.mark.parametrize(
    ("total", "people", "expected"),
    [(0, 0, "0.0"), (0, 14, "0.0"), (59, 14, "4.2"), (1, 14, "0.1"), (7, 4, "1.8"), (5, 4, "1.3")],
)
def test_average_is_per_participant_and_half_up(total, people, expected):
    assert rules.average(total, people) == Decimal(expected)


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (date(2026, 9, 16), "0.0"),
        (date(2026, 9, 17), "1.0"),
        (date(2026, 10, 28), "1.0"),
        (date(2026, 10, 29), "2.0"),
        (date(2027, 1, 1), "2.0"),
    ],
)
def test_plan_counts_a_milestone_from_its_week(day, planned):
    assert rules.planned_average(MILESTONES, starts_on=START, day=day) == Decimal(planned)


def test_line_stops_today_and_the_plan_goes_on():
    reached = [Reached(1, 1, date(2026, 9, 20)), Reached(2, 1, date(2026, 10, 5))]
    line = rules.milestone_line(
        MILESTONES, reached, people=2, starts_on=START, ends_on=END, today=date(2026, 10, 15)
    )
    assert [(point.day.month, point.reached) for point in line] == [
        (9, Decimal("0.0")),
        (10, Decimal("0.5")),
        (10, Decimal("1.0")),
        (11, None),
        (12, None),
        (12, None),
    ]
    assert line[-1].planned == Decimal("2.0")


def test_line_of_a_finished_cohort_ends_on_its_last_day():
    line = rules.milestone_line(
        MILESTONES, [], people=1, starts_on=START, ends_on=END, today=date(2028, 1, 1)
    )
    assert line[-1].day == END
    assert all(point.reached is not None for point in line)


def test_milestones_are_counted_in_order_also_when_nobody_reached_them():
    counts = rules.count_milestones(MILESTONES, [Reached(1, 2, START), Reached(2, 2, START)])
    assert [item.reached for item in counts] == [0, 2]
