"""Planning, changing, moving and cancelling meetings: the rows that remain and the events that tell it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts import events, operations, queries
from lms.cohorts.models import Cohort, DayPart, Meeting, MeetingKind, MeetingMove
from lms.cohorts.operations import meetings
from lms.cohorts.rules import DayPartPlan
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.errors import ConflictError
from lms.core.events import Event
from tests.conftest import NOW
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_enrolment,
    make_meeting,
)

MORNING = DayPartPlan(time(9, 30), time(12, 30), 165)
AFTERNOON = DayPartPlan(time(13, 30), time(16, 30), 165)
SKIPPED = date(2027, 3, 28)
TWICE = date(2026, 10, 25)


def names(told: list[Event]) -> list[str]:
    return [type(event).__name__ for event in told]


def load(session: Session, meeting: Meeting) -> Meeting:
    session.expire_all()
    return queries.get_meeting(session, meeting_id=meeting.public_id)


class TestPlanMeeting:
    def plan(self, session: Session, cohort: Cohort, **values: Any) -> Meeting:
        return operations.plan_meeting(
            session,
            actor=SYSTEM,
            cohort=cohort,
            **{"title": "Start", "held_on": date(2026, 12, 3), "day_parts": [MORNING, AFTERNOON], **values},
        )

    def test_day_parts_lie_on_the_day_itself_on_the_dutch_clock(
        self, session: Session, told: list[Event]
    ) -> None:
        meeting = self.plan(session, make_cohort())
        found = day_parts_of(meeting)
        assert [clock.local(row.starts_at).isoformat() for row in found] == [
            "2026-12-03T09:30:00+01:00",
            "2026-12-03T13:30:00+01:00",
        ]
        assert [row.net_minutes for row in found] == [165, 165]
        assert names(told) == ["MeetingPlanned"]

    @pytest.mark.parametrize(
        "day_parts",
        [
            [],
            [DayPartPlan(time(12), time(9), 60)],
            [DayPartPlan(time(9), time(9), 1)],
            [DayPartPlan(time(9), time(10), 61)],
            [DayPartPlan(time(9), time(10), 0)],
            [MORNING, DayPartPlan(time(12), time(15), 60)],
        ],
    )
    def test_impossible_day_parts_are_refused(self, session: Session, day_parts: list[DayPartPlan]) -> None:
        with pytest.raises(meetings.ImpossibleDayPartsError):
            self.plan(session, make_cohort(), day_parts=day_parts)

    def test_an_hour_that_the_clock_skips_is_refused(self, session: Session) -> None:
        night = DayPartPlan(time(2, 30), time(4), 60)
        with pytest.raises(meetings.SkippedHourError):
            self.plan(session, make_cohort(), held_on=SKIPPED, day_parts=[night])

    def test_an_hour_that_comes_twice_is_the_first_one(self, session: Session) -> None:
        night = DayPartPlan(time(2, 30), time(4), 60)
        meeting = self.plan(session, make_cohort(), held_on=TWICE, day_parts=[night])
        assert day_parts_of(meeting)[0].starts_at.isoformat() == "2026-10-25T00:30:00+00:00"

    def test_only_a_reunion_comes_after_the_last_day(self, session: Session) -> None:
        meeting = self.plan(session, make_cohort(), held_on=date(2027, 12, 2), kind=MeetingKind.REUNION)
        assert meeting.held_on == date(2027, 12, 2)

    @pytest.mark.parametrize("day", [date(2026, 9, 9), date(2027, 6, 25)])
    def test_a_day_outside_the_cohort_is_refused(self, session: Session, day: date) -> None:
        with pytest.raises(meetings.OutsideCohortError):
            self.plan(session, make_cohort(), held_on=day)


class TestCancelMeeting:
    def cancel(self, session: Session, meeting: Meeting) -> None:
        operations.cancel_meeting(session, actor=SYSTEM, meeting=load(session, meeting), reason="Sneeuw")

    def test_day_parts_leave_the_count(self, session: Session, told: list[Event]) -> None:
        cohort = make_cohort()
        enrolment = make_enrolment(cohort)
        meeting = make_meeting(cohort)
        self.cancel(session, meeting)
        assert queries.attendance_figures(session, cohort=cohort)[enrolment.id].planned == 0
        assert isinstance(told[0], events.MeetingCancelled)
        assert (meeting.cancel_reason, meeting.sequence) == ("Sneeuw", 1)

    def test_held_meeting_is_not_cancelled(self, session: Session) -> None:
        meeting = make_meeting()
        make_attendance(day_parts_of(meeting)[0], make_enrolment())
        with pytest.raises(meetings.AlreadyRegisteredError):
            self.cancel(session, meeting)
        assert session.scalars(sa.select(DayPart).where(DayPart.meeting_id == meeting.id)).first()

    def test_is_cancelled_once(self, session: Session) -> None:
        with pytest.raises(meetings.AlreadyCancelledError):
            self.cancel(session, make_meeting(cancelled_at=NOW))


class TestChangeMeeting:
    def change(self, session: Session, meeting: Meeting, **values: Any) -> Meeting:
        loaded = load(session, meeting)
        known = {name: getattr(loaded, name) for name in ("title", "module_key", "kind", "video_url")}
        operations.change_meeting(
            session,
            actor=SYSTEM,
            meeting=loaded,
            **{**known, "version": loaded.version, **values},
        )
        return loaded

    def test_another_name_is_heard(self, session: Session, told: list[Event]) -> None:
        changed = self.change(session, make_meeting(), title="Nieuwe naam")
        assert (changed.title, changed.sequence, changed.version) == ("Nieuwe naam", 1, 2)
        assert [event.is_heard for event in told if isinstance(event, events.MeetingChanged)] == [True]

    def test_another_kind_is_nobodys_news(self, session: Session, told: list[Event]) -> None:
        changed = self.change(session, make_meeting(), kind=MeetingKind.CLOSING)
        assert (changed.kind, changed.sequence) == (MeetingKind.CLOSING, 0)
        assert [event.is_heard for event in told if isinstance(event, events.MeetingChanged)] == [False]

    def test_nothing_new_is_no_change(self, session: Session, told: list[Event]) -> None:
        assert self.change(session, make_meeting()).version == 1
        assert not told

    def test_held_meeting_may_get_another_name(self, session: Session) -> None:
        meeting = make_meeting()
        make_attendance(day_parts_of(meeting)[0], make_enrolment())
        assert self.change(session, meeting, title="Nieuwe naam").title == "Nieuwe naam"

    def test_stale_form_is_a_conflict(self, session: Session) -> None:
        with pytest.raises(ConflictError) as conflict:
            self.change(session, make_meeting(title="Oude naam"), title="Nieuwe naam", version=9)
        assert ("title", "Nieuwe naam") in conflict.value.yours
        assert ("title", "Oude naam") in conflict.value.theirs

    def test_cancelled_meeting_stays_as_it_was(self, session: Session) -> None:
        with pytest.raises(meetings.AlreadyCancelledError):
            self.change(session, make_meeting(cancelled_at=NOW), title="Nieuw")


class TestMoveMeeting:
    def move(self, session: Session, meeting: Meeting, **values: Any) -> Meeting:
        loaded = load(session, meeting)
        operations.move_meeting(
            session,
            actor=SYSTEM,
            meeting=loaded,
            **{
                "held_on": loaded.held_on,
                "day_parts": meetings.planned_day_parts(loaded),
                "location": loaded.location,
                "version": loaded.version,
                **values,
            },
        )
        return loaded

    def test_moves_and_drops_day_parts(self, session: Session, told: list[Event]) -> None:
        meeting = make_meeting()
        moved = self.move(session, meeting, held_on=date(2026, 12, 10), day_parts=[MORNING])
        assert [clock.local(row.starts_at).date() for row in day_parts_of(meeting)] == [date(2026, 12, 10)]
        assert (moved.version, moved.sequence) == (2, 1)
        assert names(told) == ["MeetingMoved"]

    def test_what_it_was_stays_known(self, session: Session) -> None:
        meeting = make_meeting()
        self.move(session, meeting, held_on=date(2026, 12, 10), reason="Zaal dubbel geboekt")
        self.move(session, meeting, location="Zaal 9")
        first, second = load(session, meeting).moves
        assert first.from_held_on == date(2026, 11, 26)
        assert clock.local(first.from_starts_at).isoformat() == "2026-11-26T09:30:00+01:00"
        assert clock.local(first.from_ends_at).isoformat() == "2026-11-26T16:30:00+01:00"
        assert (first.reason, first.from_location) == ("Zaal dubbel geboekt", "Zaal 2")
        assert (second.from_held_on, second.from_location) == (date(2026, 12, 10), "Zaal 2")

    def test_the_same_day_times_and_place_are_no_move(self, session: Session, told: list[Event]) -> None:
        meeting = make_meeting()
        assert self.move(session, meeting).sequence == 0
        assert not told
        assert not session.scalars(sa.select(MeetingMove)).all()

    def test_a_called_off_day_part_goes_along_and_stays_off(self, session: Session) -> None:
        meeting = make_meeting()
        day_parts_of(meeting)[0].cancelled_at = NOW
        session.flush()
        self.move(session, meeting, held_on=date(2026, 12, 10), day_parts=[AFTERNOON])
        morning, afternoon = day_parts_of(meeting)
        assert [row.cancelled_at for row in (morning, afternoon)] == [NOW, None]
        assert clock.local(morning.starts_at).date() == date(2026, 12, 10)

    def test_registered_attendance_holds_the_times_but_not_the_place(self, session: Session) -> None:
        meeting = make_meeting()
        make_attendance(day_parts_of(meeting)[0], make_enrolment())
        assert self.move(session, meeting, location="Zaal 9").location == "Zaal 9"
        with pytest.raises(meetings.AlreadyRegisteredError):
            self.move(session, meeting, held_on=date(2026, 12, 10))

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"held_on": date(2027, 7, 1)}, meetings.OutsideCohortError),
            ({"day_parts": []}, meetings.ImpossibleDayPartsError),
            (
                {"held_on": SKIPPED, "day_parts": [DayPartPlan(time(2), time(3), 60)]},
                meetings.SkippedHourError,
            ),
            ({"version": 9, "location": "Zaal 9"}, ConflictError),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, session: Session, values: dict[str, Any], refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            self.move(session, make_meeting(), **values)

    def test_cancelled_meeting_stays_as_it_was(self, session: Session) -> None:
        with pytest.raises(meetings.AlreadyCancelledError):
            self.move(session, make_meeting(cancelled_at=NOW), location="Zaal 9")


class TestCancelDayPart:
    def cancel(self, session: Session, day_part: DayPart) -> None:
        loaded = queries.get_day_part(session, day_part_id=day_part.public_id)
        operations.cancel_day_part(session, actor=SYSTEM, day_part=loaded, reason="Spreker ziek")

    def test_one_day_part_leaves_the_count(self, session: Session, told: list[Event]) -> None:
        cohort = make_cohort()
        enrolment, meeting = make_enrolment(cohort), make_meeting(cohort)
        self.cancel(session, day_parts_of(meeting)[0])
        assert queries.attendance_figures(session, cohort=cohort)[enrolment.id].planned == 1
        assert names(told) == ["DayPartCancelled"]
        assert (meeting.cancelled_at, meeting.sequence) == (None, 1)

    def test_with_the_last_one_goes_the_meeting(self, session: Session, told: list[Event]) -> None:
        meeting = make_meeting()
        for day_part in day_parts_of(meeting):
            self.cancel(session, day_part)
        assert names(told) == ["DayPartCancelled", "MeetingCancelled"]
        assert meeting.cancelled_at == NOW

    def test_held_day_part_is_not_cancelled_but_the_other_one_may_be(self, session: Session) -> None:
        morning, afternoon = day_parts_of(make_meeting())
        make_attendance(morning, make_enrolment())
        with pytest.raises(meetings.AlreadyRegisteredError):
            self.cancel(session, morning)
        self.cancel(session, afternoon)
        assert afternoon.cancel_reason == "Spreker ziek"

    def test_is_cancelled_once(self, session: Session) -> None:
        morning, _afternoon = day_parts_of(make_meeting())
        self.cancel(session, morning)
        with pytest.raises(meetings.AlreadyCancelledError):
            self.cancel(session, morning)


def test_only_training_days_count_for_the_norm(session: Session) -> None:
    cohort = make_cohort()
    enrolment = make_enrolment(cohort)
    make_meeting(cohort)
    make_meeting(cohort, kind=MeetingKind.INTERVISION)
    assert queries.attendance_figures(session, cohort=cohort)[enrolment.id].planned == 2


@pytest.mark.parametrize(
    ("day", "moment", "is_there"),
    [
        (SKIPPED, time(1, 59), True),
        (SKIPPED, time(2), False),
        (SKIPPED, time(2, 59), False),
        (SKIPPED, time(3), True),
        (TWICE, time(2, 30), True),
        (date(2028, 2, 29), time(9, 30), True),
    ],
)
def test_which_times_the_clock_shows(day: date, moment: time, is_there: bool) -> None:
    assert clock.exists_on(day, moment) is is_there
