from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.papers.models import GradeEvent, Outcome
from lms.papers.rules import (
    Chance,
    Choice,
    Window,
    WindowState,
    current_window,
    goes_back,
    grade_due_on,
    half_up,
    judge,
    late_limit,
    provisional_grade,
    standing_releases,
    time_left,
    was_returned,
)
from lms.programmes.models import Level

WEIGHTS = (15, 20, 15, 15, 15, 10, 10)
KNOCK_OUTS = (1, 4)
LEVELS = {"o": Level.INSUFFICIENT, "v": Level.SUFFICIENT, "g": Level.GOOD, "u": Level.EXCELLENT, ".": None}


def rubric(levels: str) -> list[Choice]:
    return [
        Choice(weight, place in KNOCK_OUTS, LEVELS[letter])
        for place, (weight, letter) in enumerate(zip(WEIGHTS, levels, strict=True))
    ]


@pytest.mark.parametrize(
    ("value", "grade"),
    [("5.45", "5.5"), ("5.44", "5.4"), ("5.4499", "5.4"), ("6.05", "6.1"), ("9.95", "10.0"), ("5.5", "5.5")],
)
def test_exactly_half_goes_up(value: str, grade: str) -> None:
    assert half_up(Decimal(value)) == Decimal(grade)


@pytest.mark.parametrize(
    ("levels", "grade", "outcome"),
    [
        ("vvvvvvv", "6.0", Outcome.PASSED),
        ("uuuuuuu", "10.0", Outcome.PASSED),
        ("ooooooo", "4.0", Outcome.FAILED),
        ("ovvovvv", "5.4", Outcome.FAILED),
        ("vvvvvoo", "5.6", Outcome.PASSED),
        ("ovvvvov", "5.5", Outcome.PASSED),
        ("gogggvv", "6.8", Outcome.FAILED),
        ("gugggug", "8.6", Outcome.PASSED),
        ("ugugoug", "8.2", Outcome.FAILED),
    ],
)
def test_grade_and_outcome_of_a_complete_form(levels: str, grade: str, outcome: Outcome) -> None:
    judgement = judge(rubric(levels), has_unmet=False, was_returned=False)
    assert (judgement.grade, judgement.outcome) == (Decimal(grade), outcome)


def test_a_knock_out_keeps_its_grade_and_fails() -> None:
    judgement = judge(rubric("ugugogv"), has_unmet=False, was_returned=False)
    assert judgement.grade == Decimal("7.8")
    assert judgement.outcome is Outcome.FAILED


def test_the_same_grade_without_a_knock_out_on_insufficient_passes() -> None:
    assert judge(rubric("oggggvv"), has_unmet=False, was_returned=False).outcome is Outcome.PASSED


def test_an_incomplete_form_never_passes() -> None:
    assert judge(rubric("uuuuuu."), has_unmet=False, was_returned=False).outcome is Outcome.FAILED


def test_unmet_conditions_send_a_paper_back_once_without_a_grade() -> None:
    assert judge(rubric("......."), has_unmet=True, was_returned=False).outcome is Outcome.RETURNED
    assert judge(rubric("uuuuuuu"), has_unmet=True, was_returned=False).grade is None
    assert judge(rubric("uuuuuuu"), has_unmet=True, was_returned=True).outcome is Outcome.FAILED
    assert not goes_back(has_unmet=True, was_returned=True)


@pytest.mark.parametrize(
    ("levels", "grade"), [(".......", None), ("g......", "8.0"), ("gv.....", "6.9"), ("....o..", "4.0")]
)
def test_provisional_grade_counts_only_what_is_chosen(levels: str, grade: str | None) -> None:
    assert provisional_grade(rubric(levels)) == (Decimal(grade) if grade else None)


choice_lists = st.lists(
    st.builds(
        Choice,
        weight=st.integers(1, 20).map(lambda n: n * 5),
        is_must_pass=st.booleans(),
        level=st.none() | st.sampled_from(Level),
    ),
    max_size=9,
)


@given(choice_lists)
def test_arithmetic_is_exact_half_up(choices: list[Choice]) -> None:
    chosen = [c for c in choices if c.level is not None]
    grade = provisional_grade(choices)
    if not chosen:
        assert grade is None
        return
    exact = Fraction(sum(c.weight * c.level.points for c in chosen if c.level), sum(c.weight for c in chosen))
    assert grade is not None
    assert Fraction(grade) - Fraction(1, 20) <= exact < Fraction(grade) + Fraction(1, 20)
    assert Decimal(4) <= grade <= Decimal(10)
    assert (grade * 10) % 1 == 0


@given(st.decimals(1, 10, places=4))
def test_half_up_agrees_with_the_decimal_module(value: Decimal) -> None:
    assert half_up(value) == value.quantize(Decimal("0.1"), ROUND_HALF_UP)


@given(choice_lists.filter(lambda cs: any(c.level for c in cs)))
def test_a_better_level_never_lowers_the_grade(choices: list[Choice]) -> None:
    better = [Choice(c.weight, c.is_must_pass, Level.EXCELLENT if c.level else None) for c in choices]
    before, after = provisional_grade(choices), provisional_grade(better)
    assert before is not None
    assert after is not None
    assert after >= before


def wall(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=clock.AMSTERDAM).astimezone(UTC)


DECEMBER = wall(2026, 12, 1, 12, 0)
THURSDAY = clock.at(date(2026, 11, 26), 23, 59)
WINDOW = Window(clock.at(date(2026, 9, 1), 9), THURSDAY, late_limit(THURSDAY))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (wall(2026, 9, 1, 8, 59, 59), WindowState.NOT_YET),
        (wall(2026, 9, 1, 9, 0), WindowState.OPEN),
        (wall(2026, 11, 26, 23, 58), WindowState.OPEN),
        (wall(2026, 11, 26, 23, 59), WindowState.OPEN),
        (wall(2026, 11, 26, 23, 59, 59), WindowState.OPEN),
        (wall(2026, 11, 27, 0, 0), WindowState.LATE),
        (wall(2026, 11, 27, 0, 1), WindowState.LATE),
        (wall(2026, 11, 28, 23, 59, 59), WindowState.LATE),
        (wall(2026, 11, 29, 0, 0), WindowState.CLOSED),
    ],
)
def test_the_window(moment: datetime, state: WindowState) -> None:
    assert WINDOW.state(moment) is state
    assert WINDOW.accepts(moment) is (state in (WindowState.OPEN, WindowState.LATE))


@pytest.mark.parametrize(
    ("closing_day", "utc"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),
    ],
)
def test_23_59_on_a_day_around_the_change_of_the_clock(closing_day: date, utc: datetime) -> None:
    closes_at = clock.at(closing_day, 23, 59)
    window = Window(closes_at - timedelta(days=30), closes_at, late_limit(closes_at))
    assert closes_at == utc
    assert window.state(utc + timedelta(seconds=59)) is WindowState.OPEN
    assert window.state(utc + timedelta(seconds=60)) is WindowState.LATE


@pytest.mark.parametrize(
    "closing_day", [date(2026, 3, 27), date(2026, 3, 28), date(2026, 10, 24), date(2026, 6, 4)]
)
def test_late_ends_two_days_on_at_the_same_time_on_the_wall(closing_day: date) -> None:
    limit = clock.local(late_limit(clock.at(closing_day, 23, 59)))
    assert (limit.date(), limit.hour, limit.minute) == (closing_day + timedelta(days=2), 23, 59)


@dataclass
class Line:
    assessment_id: int | None
    event: GradeEvent
    outcome: Outcome | None
    entered_at: datetime = DECEMBER
    grade: Decimal | None = None


def released(outcome: Outcome, assessment_id: int = 1) -> Line:
    return Line(assessment_id, GradeEvent.RELEASED, outcome)


def reopened(assessment_id: int = 1) -> Line:
    return Line(assessment_id, GradeEvent.REOPENED, None)


def test_before_any_release_the_window_of_the_assignment_holds() -> None:
    assert current_window(WINDOW, [Line(1, GradeEvent.FINALISED, Outcome.FAILED)]) is WINDOW


def test_after_a_pass_nothing_can_be_handed_in() -> None:
    assert current_window(WINDOW, [released(Outcome.PASSED)]) is None


def test_a_returned_paper_may_come_back_within_five_working_days() -> None:
    window = current_window(WINDOW, [released(Outcome.RETURNED)])
    assert window is not None
    assert window.chance is Chance.AFTER_RETURN
    assert window.closes_at == clock.at(date(2026, 12, 8), 23, 59)
    assert window.state(window.closes_at + timedelta(minutes=1)) is WindowState.CLOSED


def test_a_failed_paper_may_be_retaken_once_within_twelve_weeks() -> None:
    window = current_window(WINDOW, [released(Outcome.FAILED)])
    assert window is not None
    assert (window.chance, window.closes_at) == (Chance.RESIT, clock.at(date(2027, 2, 23), 23, 59))
    assert current_window(WINDOW, [released(Outcome.FAILED), released(Outcome.FAILED, 2)]) is None


def test_a_reopened_release_counts_no_more() -> None:
    log = [released(Outcome.PASSED), reopened()]
    assert standing_releases(log) == []
    assert current_window(WINDOW, log) is WINDOW
    assert was_returned([released(Outcome.RETURNED)])
    assert not was_returned([released(Outcome.RETURNED), reopened()])


@pytest.mark.parametrize(
    ("handed_in", "due"),
    [
        (wall(2026, 11, 20, 12, 0), date(2026, 12, 17)),
        (wall(2026, 11, 28, 0, 30), date(2026, 12, 18)),
        (wall(2026, 12, 18, 12, 0), date(2027, 1, 12)),
    ],
)
def test_the_result_is_due_fifteen_working_days_after_closing_or_handing_in(
    handed_in: datetime, due: date
) -> None:
    assert grade_due_on(handed_in_at=handed_in, closes_at=THURSDAY, working_days=15) == due


def test_time_left_runs_to_the_end_of_the_closing_minute() -> None:
    left = time_left(THURSDAY, wall(2026, 11, 25, 22, 30))
    assert (left.days, left.hours, left.minutes) == (1, 1, 30)
    gone = time_left(THURSDAY, wall(2026, 11, 27, 22, 30))
    assert (gone.days, gone.hours, gone.minutes) == (0, 0, 0)
