"""Free days, a year by weeks, clashes and counted minutes, as tables and as properties."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.cohorts.models import Meeting, MeetingKind
from lms.core.holidays import is_carnival, named_holidays
from lms.planning import rules
from lms.planning.holiday_files import HolidayFileError, read_calendar, read_school_year
from lms.planning.models import AgendaItem, AgendaKind
from lms.planning.plan_files import list_plan_templates, read_plan_template
from lms.planning.rules import (
    Conflict,
    ConflictKind,
    HolidayCalendar,
    ObstacleKind,
    SchoolHoliday,
    SchoolYear,
    Slot,
    Surroundings,
    ToPlace,
)

CALENDAR = read_calendar()
SEPTEMBER = date(2026, 9, 10)


def to_place(key: int, week: int, *, weekday: int = 3, pinned_on: date | None = None) -> ToPlace:
    return ToPlace(key, week, weekday, time(9, 30), time(16, 30), pinned_on)


def days_of(items: list[ToPlace], starts_on: date = SEPTEMBER) -> list[date]:
    return [row.held_on for row in rules.propose(items, starts_on=starts_on, calendar=CALENDAR)]


class TestCalendar:
    @pytest.mark.parametrize(
        ("day", "kind", "name"),
        [
            (date(2027, 1, 1), ObstacleKind.PUBLIC_HOLIDAY, "new_year"),
            (date(2027, 5, 6), ObstacleKind.PUBLIC_HOLIDAY, "ascension"),
            (date(2027, 4, 27), ObstacleKind.PUBLIC_HOLIDAY, "kings_day"),
            (date(2025, 5, 5), ObstacleKind.PUBLIC_HOLIDAY, "liberation_day"),
            (date(2027, 2, 11), ObstacleKind.CARNIVAL, ""),
            (date(2026, 2, 18), ObstacleKind.CARNIVAL, ""),
            (date(2026, 10, 22), ObstacleKind.SCHOOL_HOLIDAY, "herfstvakantie"),
            (date(2027, 2, 18), ObstacleKind.SCHOOL_HOLIDAY, "voorjaarsvakantie"),
        ],
    )
    def test_a_day_off_has_its_reason(self, day: date, kind: ObstacleKind, name: str) -> None:
        obstacle = CALENDAR.obstacle_on(day)
        assert obstacle is not None
        assert (obstacle.kind, obstacle.name) == (kind, name)

    @pytest.mark.parametrize("day", [date(2026, 9, 10), date(2026, 5, 5), date(2027, 2, 25)])
    def test_other_days_are_free(self, day: date) -> None:
        assert CALENDAR.obstacle_on(day) is None

    def test_every_year_says_where_it_was_read(self) -> None:
        assert all(year.source and year.read_on and year.region == "zuid" for year in CALENDAR.school_years)
        assert {"2025-2026", "2026-2027"} <= {year.name for year in CALENDAR.school_years}

    def test_years_that_are_not_known_are_named(self) -> None:
        assert CALENDAR.unknown_years(date(2026, 9, 1), date(2027, 7, 31)) == []
        assert CALENDAR.unknown_years(date(2027, 7, 1), date(2029, 9, 1)) == [
            "2027-2028",
            "2028-2029",
            "2029-2030",
        ]

    def test_a_file_of_the_operator_adds_a_year_and_wins(self, tmp_path) -> None:
        text = (
            'school_year = "{year}"\nregion = "zuid"\nsource = "Brief van de scholen"\nread_on = 2026-11-01\n'
            'complete = true\n[[periods]]\nname = "lentevakantie"\nfirst_day = {day}\nlast_day = {day}\n'
        )
        (tmp_path / "a.toml").write_text(text.format(year="2030-2031", day="2031-03-05"))
        (tmp_path / "b.toml").write_text(text.format(year="2026-2027", day="2026-09-17"))
        calendar = read_calendar(tmp_path)
        assert calendar.obstacle_on(date(2031, 3, 5)).name == "lentevakantie"
        assert calendar.obstacle_on(date(2026, 9, 17)).name == "lentevakantie"
        assert calendar.obstacle_on(date(2026, 10, 22)) is None

    @pytest.mark.parametrize(
        "text",
        [
            "geen toml",
            'school_year = "x"',
            'school_year = 1\nregion="zuid"\nsource=""\nread_on="x"\nperiods=[]',
        ],
    )
    def test_a_faulty_file_is_named(self, tmp_path, text: str) -> None:
        path = tmp_path / "kapot.toml"
        path.write_text(text)
        with pytest.raises(HolidayFileError, match="kapot"):
            read_school_year(path)
        assert read_calendar(tmp_path).school_years == CALENDAR.school_years


class TestPropose:
    def test_a_free_year_lies_where_its_weeks_say(self) -> None:
        assert days_of([to_place(1, 0), to_place(2, 2)]) == [SEPTEMBER, date(2026, 9, 24)]

    def test_a_holiday_moves_a_meeting_to_the_week_after(self) -> None:
        [_first, row] = rules.propose(
            [to_place(1, 0), to_place(2, 6)], starts_on=SEPTEMBER, calendar=CALENDAR
        )
        assert (row.nominal_on, row.held_on) == (date(2026, 10, 22), date(2026, 10, 29))
        assert row.obstacle is not None
        assert row.obstacle.name == "herfstvakantie"

    def test_week_22_gives_way_to_carnival_and_the_order_stays(self) -> None:
        items = [to_place(number, week) for number, week in enumerate((0, 21, 22, 24))]
        days = days_of(items, date(2017, 9, 14))
        assert days[2] == date(2018, 2, 22)
        assert days == sorted(days)

    def test_it_goes_earlier_when_the_week_after_belongs_to_the_next(self) -> None:
        days = days_of([to_place(1, 0), to_place(2, 6), to_place(3, 7)])
        assert days[1:] == [date(2026, 10, 15), date(2026, 10, 29)]

    def test_without_room_it_pushes_what_follows(self) -> None:
        days = days_of([to_place(number, week) for number, week in enumerate((0, 5, 6, 7))])
        assert days[1:] == [date(2026, 10, 15), date(2026, 10, 29), date(2026, 11, 5)]

    def test_the_first_meeting_is_never_before_the_first_day(self) -> None:
        assert days_of([to_place(1, 0)], date(2026, 7, 16)) == [date(2026, 8, 27)]

    def test_a_chosen_day_stays_and_keeps_others_away(self) -> None:
        pinned = to_place(2, 4, pinned_on=date(2026, 9, 24))
        assert days_of([to_place(1, 0), to_place(3, 2), pinned]) == [
            SEPTEMBER,
            date(2026, 10, 1),
            date(2026, 9, 24),
        ]

    def test_two_on_one_day_keep_that_day(self) -> None:
        early, late = to_place(1, 0), ToPlace(2, 0, 3, time(16, 45), time(17, 30))
        assert days_of([late, early]) == [SEPTEMBER, SEPTEMBER]

    def test_other_weekdays_count_from_the_first_meeting(self) -> None:
        assert days_of([to_place(1, 0), to_place(2, 1, weekday=1)]) == [SEPTEMBER, date(2026, 9, 15)]

    def test_a_year_without_end_of_holidays_is_refused(self) -> None:
        years = SchoolHoliday("vrij", "off", date(2026, 1, 1), date(2036, 1, 1))
        always = HolidayCalendar((SchoolYear("x", "zuid", "x", SEPTEMBER, True, (years,)),))
        with pytest.raises(rules.NoFreeDayError):
            rules.propose([to_place(1, 0)], starts_on=SEPTEMBER, calendar=always)

    def test_nothing_to_place_is_an_empty_year(self) -> None:
        assert rules.propose([], starts_on=SEPTEMBER, calendar=CALENDAR) == []


items = st.lists(
    st.builds(
        ToPlace,
        key=st.integers(0, 10_000),
        week=st.integers(0, 64),
        weekday=st.integers(0, 6),
        starts=st.sampled_from([time(9), time(13)]),
        ends=st.sampled_from([time(17), time(22)]),
    ),
    max_size=25,
    unique_by=lambda item: item.key,
)


@settings(max_examples=150, deadline=None)
@given(items=items, starts_on=st.dates(date(2017, 1, 1), date(2040, 12, 31)))
def test_a_proposal_avoids_holidays_keeps_the_order_and_is_always_the_same(
    items: list[ToPlace], starts_on: date
) -> None:
    placed = rules.propose(items, starts_on=starts_on, calendar=CALENDAR)
    by_key = {item.key: item for item in items}
    assert sorted(row.key for row in placed) == sorted(by_key)
    assert not [row for row in placed if CALENDAR.obstacle_on(row.held_on)]
    moments = [(row.held_on, by_key[row.key].starts) for row in placed]
    assert moments == sorted(moments)
    wanted = [(by_key[row.key].week, by_key[row.key].weekday) for row in placed]
    assert wanted == sorted(wanted)
    assert placed == rules.propose(items[::-1], starts_on=starts_on, calendar=CALENDAR)
    assert all((row.held_on - row.nominal_on).days % 7 == 0 for row in placed)


@given(year=st.integers(1900, 2198))
def test_carnival_lies_in_february_or_march_and_never_on_a_public_holiday(year: int) -> None:
    days = [day for day in (date(year, 1, 1) + timedelta(days=n) for n in range(365)) if is_carnival(day)]
    assert len(days) == 9
    assert (days[0].weekday(), days[-1].weekday()) == (5, 6)
    assert not set(days) & set(named_holidays(year))


@pytest.mark.parametrize("key", list_plan_templates())
def test_every_plan_that_comes_along_can_be_placed(key: str) -> None:
    facts = read_plan_template(key)
    placed = rules.propose(
        [
            ToPlace(number, row.week, row.weekday, row.day_parts[0].starts, row.day_parts[-1].ends)
            for number, row in enumerate(facts)
        ],
        starts_on=SEPTEMBER,
        calendar=CALENDAR,
    )
    assert len(placed) == len(facts)


def test_the_year_of_the_klantmanager_is_that_of_the_programme() -> None:
    facts = read_plan_template("effectieve-klantmanager")
    weeks = {kind: [row.week for row in facts if row.kind is kind] for kind in MeetingKind}
    assert weeks[MeetingKind.TRAINING_DAY] == [0, 2, 4, 7, 10, 13, 18, 21, 25, 28, 31, 36]
    assert weeks[MeetingKind.INTERVISION] == [3, 8, 14, 19, 26, 32]
    assert [weeks[kind] for kind in (MeetingKind.MEASUREMENT, MeetingKind.CLOSING, MeetingKind.REUNION)] == [
        [18],
        [41],
        [64],
    ]
    counting = [row for row in facts if row.kind is MeetingKind.TRAINING_DAY]
    assert sum(len(row.day_parts) for row in counting) == 24
    assert {sum(part.net_minutes for part in row.day_parts) for row in counting} == {360}


def test_meetings_of_one_week_lie_below_each_other_in_the_picture() -> None:
    days = [SEPTEMBER + timedelta(days=number) for number in (1, 0, 7)]
    held = [Meeting(held_on=day) for day in days]
    picture = rules.year_of([("een", held), ("leeg", [])], today=SEPTEMBER, calendar=CALENDAR)
    assert [(mark.week, mark.row, mark.meeting.held_on) for mark in picture.lanes[0].marks] == [
        (0, 0, days[1]),
        (0, 1, days[0]),
        (1, 0, days[2]),
    ]
    assert [lane.rows for lane in picture.lanes] == [2, 1]


NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def slot(key: int, *, cohort: int = 1, hours: int = 0, location: str = "") -> Slot:
    starts_at = NINE + timedelta(hours=hours)
    return Slot(key, cohort, f"Nummer {key}", starts_at, starts_at + timedelta(hours=2), location)


class TestConflicts:
    def kinds(self, one: Slot, *others: Slot, **around: object) -> list[ConflictKind]:
        return [row.kind for row in rules.conflicts_of(one, Surroundings(slots=others, **around))]

    def test_one_cohort_is_at_one_place_at_a_time(self) -> None:
        assert self.kinds(slot(1), slot(2, hours=1)) == [ConflictKind.OVERLAP]

    def test_one_that_ends_when_the_other_begins_is_no_clash(self) -> None:
        assert self.kinds(slot(1), slot(2, hours=2)) == []

    def test_a_meeting_does_not_clash_with_itself(self) -> None:
        assert self.kinds(slot(1), slot(1)) == []

    def test_shared_people_and_rooms_clash(self) -> None:
        here, there = slot(1, location="Zaal 2"), slot(2, cohort=2, location=" zaal 2 ")
        found = self.kinds(here, there, trainers={2: ["Vera Bos"]}, participants={2: 1})
        assert found == [ConflictKind.TRAINER, ConflictKind.PARTICIPANT, ConflictKind.ROOM]

    def test_a_strange_cohort_elsewhere_is_no_clash(self) -> None:
        assert self.kinds(slot(1, location="Zaal 2"), slot(2, cohort=2, location="Zaal 3")) == []
        assert self.kinds(slot(1), slot(2, cohort=2)) == []

    def test_days_off_and_days_outside_are_told(self) -> None:
        late = {"first_day": date(2026, 9, 1), "last_day": date(2026, 11, 1)}
        assert self.kinds(slot(1), **late) == [ConflictKind.OUTSIDE]
        off = Slot(1, 1, "", NINE.replace(month=12, day=25), NINE.replace(month=12, day=25, hour=11))
        assert self.kinds(off) == [ConflictKind.HOLIDAY]

    def test_only_a_reunion_comes_after_the_last_day(self) -> None:
        around = Surroundings(last_day=date(2026, 11, 1))
        assert not rules.conflicts_of(slot(1), around, kind=MeetingKind.REUNION)

    def test_each_clash_is_told_once(self) -> None:
        clash = Conflict(ConflictKind.ROOM, slot(2))
        assert rules.distinct([clash, clash]) == [clash]


class TestAgenda:
    def item(self, minutes: int, kind: AgendaKind, *, counts: bool = True) -> AgendaItem:
        return AgendaItem(minutes=minutes, kind=kind, counts=counts)

    def test_a_pause_never_counts(self) -> None:
        rows = [
            self.item(60, AgendaKind.TRAINING),
            self.item(15, AgendaKind.PAUSE),
            self.item(10, AgendaKind.OTHER, counts=False),
            self.item(45, AgendaKind.REFLECTION),
        ]
        assert rules.sums_of(rows) == {AgendaKind.TRAINING: 60, AgendaKind.REFLECTION: 45}

    @pytest.mark.parametrize(
        ("attended", "counted"), [(180, 60), (120, 40), (179, 59), (0, 0), (200, 60), (-5, 0)]
    )
    def test_who_missed_a_share_misses_that_share(self, attended: int, counted: int) -> None:
        rows = [self.item(60, AgendaKind.TRAINING)]
        found = rules.attended_per_kind(rows, attended=attended, available=180)
        assert found.get(AgendaKind.TRAINING, 0) == counted
