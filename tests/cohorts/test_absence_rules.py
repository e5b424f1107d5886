"""When somebody may check in, what an entry keeps, and what repaired day parts do to the figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.cohorts import rules
from lms.cohorts.models import (
    AbsenceReason,
    AlertKind,
    Attendance,
    AttendanceStatus,
    Cohort,
    DayPart,
    Enrolment,
    Meeting,
)
from lms.cohorts.rules import AttendanceEntry, AttendanceFigures, DayPartStanding, PersonalDayPart
from lms.core import clock

DAY = date(2026, 11, 26)
STARTS = clock.at(DAY, 9, 30)
ENDS = clock.at(DAY, 12, 30)
COHORT = Cohort(check_in_minutes_before=30, check_in_minutes_after=15)
WORK, OTHER = AbsenceReason.WORK, AbsenceReason.OTHER
PRESENT, LATE, ABSENT, ILL = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.ABSENT,
    AttendanceStatus.ILL,
)


def day_part(number: int = 1, **values: object) -> DayPart:
    meeting = Meeting(held_on=DAY)
    return DayPart(
        **{
            "id": number,
            "starts_at": STARTS,
            "ends_at": ENDS,
            "net_minutes": 180,
            "meeting": meeting,
            **values,
        }
    )


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-31, False), (-30, True), (0, True), (180, True), (195, True), (196, False)]
)
def test_checking_in_is_for_the_hours_around_the_day_part(minutes: int, is_open: bool) -> None:
    moment = STARTS + timedelta(minutes=minutes)
    assert rules.is_check_in_open(day_part(), cohort=COHORT, moment=moment) is is_open


@pytest.mark.parametrize("closed", [{"registered_at": STARTS}, {"cancelled_at": STARTS}])
def test_no_check_in_once_registered_or_cancelled(closed: dict[str, object]) -> None:
    part = day_part(**closed)
    assert not rules.is_check_in_open(part, cohort=COHORT, moment=STARTS)
    assert not rules.may_announce(part, moment=STARTS)


def test_an_absence_is_announced_until_the_day_part_ends() -> None:
    assert rules.may_announce(day_part(), moment=ENDS - timedelta(seconds=1))
    assert not rules.may_announce(day_part(), moment=ENDS)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (AttendanceEntry(PRESENT, 20, WORK, "x"), AttendanceEntry(PRESENT)),
        (AttendanceEntry(ILL, 20, OTHER, "x"), AttendanceEntry(ILL)),
        (AttendanceEntry(LATE, 20, WORK, "x"), AttendanceEntry(LATE, 20)),
        (AttendanceEntry(ABSENT, 20, WORK, "x"), AttendanceEntry(ABSENT, 0, WORK)),
        (AttendanceEntry(ABSENT, 0, OTHER, " de trein "), AttendanceEntry(ABSENT, 0, OTHER, "de trein")),
        (AttendanceEntry(ABSENT, 0, None, "x"), AttendanceEntry(ABSENT)),
    ],
)
def test_an_entry_keeps_only_what_belongs_to_its_status(
    given: AttendanceEntry, kept: AttendanceEntry
) -> None:
    assert given.cleaned() == kept


@pytest.mark.parametrize(
    ("attended", "held", "alert"),
    [
        (24, 24, None),
        (0, 0, None),
        (10, 12, None),
        (9, 12, AlertKind.LAST_MISS),
        (8, 12, AlertKind.LAST_MISS),
        (7, 12, AlertKind.UNREACHABLE),
        (20, 23, None),
    ],
)
def test_who_must_be_told(attended: int, held: int, alert: AlertKind | None) -> None:
    assert AttendanceFigures(attended, held, 24, 80).alert is alert


def test_without_day_parts_nobody_is_told() -> None:
    assert AttendanceFigures(0, 0, 0, 80).alert is None


def row(part: int, status: AttendanceStatus, **values: object) -> Attendance:
    return Attendance(**{"day_part_id": part, "status": status, "minutes_missed": 0, **values})


def figures(*rows: Attendance, joined_on: date = DAY) -> AttendanceFigures:
    parts = {number: rules.CountedDayPart(number, 180, DAY) for number in (1, 2, 3, 4)}
    return rules.attendance_of(joined_on, day_parts=parts, attendances=rows, norm=80)


def test_an_approved_task_counts_and_stays_distinguishable() -> None:
    found = figures(row(1, ILL, repaired_at=ENDS), row(2, ABSENT), row(3, PRESENT))
    assert (found.attended, found.held, found.planned, found.repaired) == (2, 3, 4, 1)


def test_a_repaired_day_part_that_was_corrected_counts_once() -> None:
    found = figures(row(1, PRESENT, repaired_at=ENDS))
    assert (found.attended, found.repaired) == (1, 0)


def test_day_parts_before_somebody_joined_do_not_count_unless_made_up_elsewhere() -> None:
    later = DAY + timedelta(days=1)
    assert figures(joined_on=later).planned == 0
    found = figures(row(2, AttendanceStatus.MADE_UP), joined_on=later)
    assert (found.attended, found.held, found.planned, found.repaired) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("attendance", "standing"),
    [
        (row(1, AttendanceStatus.MADE_UP), DayPartStanding.REPAIRED),
        (row(1, ABSENT, repaired_at=ENDS), DayPartStanding.REPAIRED),
        (row(1, LATE, minutes_missed=45), DayPartStanding.ATTENDED),
        (row(1, LATE, minutes_missed=46), DayPartStanding.MISSED),
        (None, DayPartStanding.NOT_CONCERNED),
    ],
)
def test_how_a_day_part_stands(attendance: Attendance | None, standing: DayPartStanding) -> None:
    newcomer = Enrolment(joined_on=DAY + timedelta(days=1))
    assert rules.standing_of(day_part(), newcomer, attendance, moment=ENDS) is standing


@pytest.mark.parametrize(
    ("attendance", "values", "used"),
    [
        (row(1, ILL, repaired_at=ENDS), {}, 1),
        (row(1, LATE, minutes_missed=90, repaired_at=ENDS), {}, 1),
        (row(1, ILL), {}, 0),
        (row(1, PRESENT, repaired_at=ENDS), {}, 0),
        (row(1, AttendanceStatus.MADE_UP), {}, 0),
        (row(1, ILL, repaired_at=ENDS), {"cancelled_at": ENDS}, 0),
        (None, {}, 0),
    ],
)
def test_only_a_day_part_that_is_really_repaired_uses_up_the_maximum(
    attendance: Attendance | None, values: dict[str, object], used: int
) -> None:
    own = [PersonalDayPart(day_part(**values), Enrolment(), attendance)]
    assert rules.catch_ups_left(own, maximum=2) == 2 - used
    assert rules.catch_ups_left(own, maximum=0) == 0
