"""When somebody may check in, announce an absence, or make a missed day part good (DR-13, DR-14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.cohorts.models import (
    Attendance,
    AttendanceProposal,
    AttendanceStatus,
    CatchUpState,
    CatchUpTask,
    Cohort,
    DayPart,
    Enrolment,
    MadeUpSession,
    Meeting,
)
from lms.cohorts.rules.attendance import AttendanceEntry, DayPartStanding, is_off, is_repaired, standing_of

OPEN_TASKS = frozenset(
    {CatchUpState.ASKED, CatchUpState.GIVEN, CatchUpState.HANDED_IN, CatchUpState.RETURNED}
)
FOR_PARTICIPANT = frozenset({CatchUpState.GIVEN, CatchUpState.RETURNED})
FOR_STAFF = frozenset({CatchUpState.ASKED, CatchUpState.HANDED_IN})
MAY_BE_GIVEN = frozenset({CatchUpState.ASKED, CatchUpState.REFUSED, CatchUpState.NOT_NEEDED})
SHORTEST_WORK = 30


@dataclass(frozen=True)
class PersonalDayPart:
    """One day part as it stands for one participant: what was said, registered and made good."""

    day_part: DayPart
    enrolment: Enrolment
    attendance: Attendance | None = None
    proposal: AttendanceProposal | None = None
    task: CatchUpTask | None = None
    made_up: MadeUpSession | None = None


def is_check_in_open(day_part: DayPart, *, cohort: Cohort, moment: datetime) -> bool:
    """Whether 'I am here' can be said now: around a day part that goes on and is not registered."""
    opens = day_part.starts_at - timedelta(minutes=cohort.check_in_minutes_before)
    closes = day_part.ends_at + timedelta(minutes=cohort.check_in_minutes_after)
    return opens <= moment <= closes and day_part.registered_at is None and not is_off(day_part)


def may_announce(day_part: DayPart, *, moment: datetime) -> bool:
    """Whether an absence can still be announced: until the day part ends or is registered."""
    return moment < day_part.ends_at and day_part.registered_at is None and not is_off(day_part)


def is_missed(own: PersonalDayPart, *, moment: datetime) -> bool:
    """Whether a day part was registered as missed, and is not made good yet."""
    standing = standing_of(own.day_part, own.enrolment, own.attendance, moment=moment)
    return standing is DayPartStanding.MISSED and not is_off(own.day_part)


def may_be_made_up(own: PersonalDayPart, *, moment: datetime) -> bool:
    """Whether the same meeting elsewhere can stand for this day part: missed, or before somebody joined."""
    standing = standing_of(own.day_part, own.enrolment, own.attendance, moment=moment)
    missing = (DayPartStanding.MISSED, DayPartStanding.NOT_CONCERNED)
    return standing in missing and not is_off(own.day_part) and own.made_up is None


def is_same_meeting(one: Meeting, other: Meeting) -> bool:
    """Whether two cohorts did the same there: the same module, or the same title."""
    same_module = one.module_key is not None and one.module_key == other.module_key
    return same_module or one.title.casefold() == other.title.casefold()


def counts_by_task(own: PersonalDayPart) -> bool:
    """Whether a day part only counts by an approved task: not who was there after all, or elsewhere."""
    attendance = own.attendance
    return (
        attendance is not None
        and attendance.status is not AttendanceStatus.MADE_UP
        and is_repaired(attendance, net_minutes=own.day_part.net_minutes)
        and not is_off(own.day_part)
    )


def catch_ups_left(own: Iterable[PersonalDayPart], *, maximum: int) -> int:
    """How many more day parts of one participant may be repaired by a catch-up task (DR-13)."""
    return max(0, maximum - sum(map(counts_by_task, own)))


def is_work_enough(text: str, *, has_file: bool) -> bool:
    """Whether there is something to judge: a file, or a few sentences."""
    return has_file or len(text.strip()) >= SHORTEST_WORK


def is_late(task: CatchUpTask, *, day: date) -> bool:
    """Whether a task that waits for its participant is past its day."""
    return task.state in FOR_PARTICIPANT and task.due_on is not None and task.due_on < day


def can_be_registered(attendance: Attendance | AttendanceEntry | None) -> bool:
    """Whether the register still speaks of somebody: not when the meeting was attended elsewhere."""
    return attendance is None or attendance.status is not AttendanceStatus.MADE_UP
