"""The study load per week: its arithmetic, and its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.learning import queries, rules
from lms.learning.rules import OwnDay, WeekLoad
from lms.learning.rules.study_load import spread
from lms.programmes.models import ActivityKind
from lms.programmes.rules import Outline, OutlinedActivity, OutlinedModule
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import make_meeting
from tests.learning.conftest import Cast, text_of

SignIn = Callable[[Person], FlaskClient]
THURSDAY = date(2026, 9, 10)
MONDAY = date(2026, 9, 7)
NOBODY = UUID(int=0)


def outline(*, minutes: int, opens: int = 0, due: int | None = None, until: int = 0) -> Outline:
    activity = OutlinedActivity(1, NOBODY, "a", ActivityKind.TEXT, "A", minutes, True, due, (), 1)
    return Outline(
        [OutlinedModule(1, NOBODY, 1, "m", "M", "M", "", opens, until, (), False, False, [activity])]
    )


@given(st.integers(0, 5000), st.integers(1, 60))
def test_no_minute_is_lost_or_made_and_no_two_weeks_differ_much(minutes: int, weeks: int) -> None:
    shares = spread(minutes, weeks=weeks)
    assert (len(shares), sum(shares)) == (weeks, minutes)
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (outline(minutes=60), [60, 0, 0]),
        (outline(minutes=60, until=2), [20, 20, 20]),
        (outline(minutes=60, opens=1, due=2, until=9), [0, 30, 30]),
        (outline(minutes=60, opens=2, due=0), [0, 0, 60]),
        (outline(minutes=60, due=3), [15, 15, 15, 15]),
        (Outline(), [0, 0, 0]),
    ],
)
def test_an_activity_is_spread_from_opening_to_due(asked: Outline, expected: list[int]) -> None:
    loads = rules.week_loads(asked, meetings=[], starts_on=THURSDAY, ends_on=date(2026, 9, 24))
    assert [load.study_minutes for load in loads] == expected
    assert loads[0].monday == MONDAY


def test_meetings_count_in_the_week_in_which_they_are_held() -> None:
    meetings = [(date(2026, 9, 10), 180), (date(2026, 9, 10), 180), (date(2026, 9, 20), 90)]
    loads = rules.week_loads(Outline(), meetings=meetings, starts_on=THURSDAY, ends_on=THURSDAY)
    assert [load.meeting_minutes for load in loads] == [360, 90]


@pytest.mark.parametrize(
    ("agreed", "exceeds"), [(None, False), (480, False), (479, False), (474, True), (0, True)]
)
def test_a_week_exceeds_what_was_agreed_only_when_it_asks_tenths_more(
    agreed: int | None, exceeds: bool
) -> None:
    assert WeekLoad(MONDAY, 360, 120).exceeds(agreed) is exceeds


def test_own_days_count_in_their_week_alone() -> None:
    loads = [WeekLoad(MONDAY, 360, 0), WeekLoad(MONDAY + timedelta(weeks=1), 0, 60)]
    days = [OwnDay(1, THURSDAY, 180), OwnDay(1, THURSDAY, 60), OwnDay(1, MONDAY - timedelta(days=1), 99)]
    assert [load.total_minutes for load in rules.with_own_days(loads, days)] == [600, 60]


def test_half_hours_are_agreed_to_the_minute() -> None:
    assert rules.agreed_minutes(Decimal("6.5")) == 390
    assert rules.agreed_minutes(None) is None


def test_cancelled_meetings_and_day_parts_ask_nothing(session: Session, cast: Cast) -> None:
    make_meeting(cast.cohort, cancelled_at=clock.now())
    loads = queries.cohort_week_loads(session, cohort=cast.cohort)
    assert sum(load.meeting_minutes for load in loads) == 0


class TestStudyLoadOwn:
    def test_it_warns_of_weeks_that_ask_more_than_agreed(
        self, cast: Cast, as_participant: FlaskClient
    ) -> None:
        make_agreement(cast.enrolment, hours_per_week=Decimal("0.5"))
        make_meeting(cast.cohort)
        page = text_of(as_participant, "/studielast")
        assert "meer dan afgesproken" in page
        assert "afgesproken: 0,5 uur per week" in page

    def test_without_an_agreement_it_says_so_and_warns_of_nothing(
        self, cast: Cast, as_participant: FlaskClient
    ) -> None:
        make_meeting(cast.cohort)
        page = text_of(as_participant, "/studielast")
        assert "nog geen uren in je leerovereenkomst" in page
        assert "meer dan afgesproken" not in page

    def test_without_an_enrolment_it_says_what_will_come(self, cast: Cast, sign_in: SignIn) -> None:
        assert "Je volgt nog geen opleiding" in text_of(sign_in(cast.administrator), "/studielast")


class TestStudyLoad:
    def test_staff_see_for_whom_weeks_are_too_full(self, cast: Cast, sign_in: SignIn) -> None:
        make_agreement(cast.enrolment, hours_per_week=Decimal("0.5"))
        make_meeting(cast.cohort)
        page = text_of(sign_in(cast.trainer), f"/leergroepen/{cast.cohort.public_id}/studielast")
        assert "Weken te vol" in page
        assert "nog geen afspraak" in page

    @pytest.mark.parametrize("role", ["participant", "other_trainer", "director"])
    def test_it_does_not_exist_for_others(self, cast: Cast, sign_in: SignIn, role: str) -> None:
        address = f"/leergroepen/{cast.cohort.public_id}/studielast"
        assert sign_in(cast.person(role)).get(address).status_code == 404
