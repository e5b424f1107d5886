"""The arithmetic of attendance (DR-10 to DR-15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from lms.cohorts.models import (
    AbsenceReason,
    AlertKind,
    Attendance,
    AttendanceStatus,
    DayPart,
    Enrolment,
)

ENOUGH_OF_A_DAY_PART = 75
"""The percentage of a day part that makes somebody present (DR-14)."""


@dataclass(frozen=True)
class AttendanceEntry:
    """What is said of one participant in one day part.

    Minutes only matter for who came late or left early, a reason only for who was not there.
    """

    status: AttendanceStatus
    minutes_missed: int = 0
    absence_reason: AbsenceReason | None = None
    absence_note: str = ""

    def cleaned(self) -> AttendanceEntry:
        """Without what does not belong to the status; a note only explains another reason."""
        if self.status is AttendanceStatus.LATE:
            return AttendanceEntry(self.status, self.minutes_missed)
        if self.status is not AttendanceStatus.ABSENT:
            return AttendanceEntry(self.status)
        note = self.absence_note.strip() if self.absence_reason is AbsenceReason.OTHER else ""
        return AttendanceEntry(self.status, 0, self.absence_reason, note)


class CountedDayPart(NamedTuple):
    """A day part that counts: how long it lasts, and on which day."""

    id: int
    net_minutes: int
    held_on: date


class RegisterLine(NamedTuple):
    """What the register says of one participant in one day part, without who wrote it down."""

    enrolment_id: int
    day_part_id: int
    status: AttendanceStatus
    minutes_missed: int
    repaired_at: datetime | None


@dataclass(frozen=True)
class AttendanceFigures:
    """The three figures of DR-11: day parts attended, held (registered) and planned (all not off).

    `repaired` says how many of the attended ones were missed first and made good (DR-13).
    """

    attended: int
    held: int
    planned: int
    norm: int
    repaired: int = 0

    @property
    def missed(self) -> int:
        """How many held day parts were not attended."""
        return self.held - self.attended

    @property
    def needed(self) -> int:
        """The smallest number of planned day parts that reaches the norm; never rounded down (DR-10)."""
        return -(-self.norm * self.planned // 100)

    @property
    def percent_so_far(self) -> int | None:
        """The share attended of what was held, cut off downwards; None before the first register."""
        return self.attended * 100 // self.held if self.held else None

    @property
    def percent_reachable(self) -> int | None:
        """The best share still possible over all that is planned."""
        return self._best * 100 // self.planned if self.planned else None

    @property
    def to_come(self) -> int:
        """How many day parts the register does not speak of yet."""
        return self.planned - self.held

    @property
    def misses_left(self) -> int:
        """How many more day parts may be missed; never below nought, nor more than there are to come."""
        return min(self.to_come, max(0, self._best - self.needed))

    @property
    def is_reachable(self) -> bool:
        """Whether the norm can still be reached."""
        return self._best * 100 >= self.norm * self.planned

    @property
    def is_secured(self) -> bool:
        """Whether the norm is reached whatever still happens."""
        return self.planned > 0 and self.attended * 100 >= self.norm * self.planned

    @property
    def is_warning(self) -> bool:
        """Whether somebody who missed a day part may miss at most one more (DR-15)."""
        return self.is_reachable and not self.is_secured and self.missed > 0 and self.misses_left <= 1

    @property
    def alert(self) -> AlertKind | None:
        """What participant and staff must be told, if anything (DR-15)."""
        if self.planned and not self.is_reachable:
            return AlertKind.UNREACHABLE
        return AlertKind.LAST_MISS if self.is_warning else None

    @property
    def _best(self) -> int:
        return self.attended + self.to_come


def is_attended(status: AttendanceStatus, *, minutes_missed: int, net_minutes: int) -> bool:
    """Whether somebody counts as present: there for at least 75% of the day part (DR-14)."""
    if status in (AttendanceStatus.ABSENT, AttendanceStatus.ILL):
        return False
    return (net_minutes - minutes_missed) * 100 >= ENOUGH_OF_A_DAY_PART * net_minutes


def counts(attendance: Attendance | RegisterLine, *, net_minutes: int) -> bool:
    """Whether a day part counts as attended: there long enough, made up elsewhere or repaired (DR-13)."""
    return attendance.repaired_at is not None or is_attended(
        attendance.status, minutes_missed=attendance.minutes_missed, net_minutes=net_minutes
    )


def is_repaired(attendance: Attendance | RegisterLine, *, net_minutes: int) -> bool:
    """Whether a day part only counts because it was made good by a catch-up task or elsewhere."""
    return attendance.status is AttendanceStatus.MADE_UP or (
        attendance.repaired_at is not None
        and not is_attended(
            attendance.status, minutes_missed=attendance.minutes_missed, net_minutes=net_minutes
        )
    )


def minutes_attended(status: AttendanceStatus, *, minutes_missed: int, net_minutes: int) -> int:
    """How long somebody was there."""
    if status in (AttendanceStatus.ABSENT, AttendanceStatus.ILL):
        return 0
    return max(0, net_minutes - minutes_missed)


class DayPartStanding(StrEnum):
    """How one day part stands for one participant."""

    ATTENDED = "attended"
    REPAIRED = "repaired"
    MISSED = "missed"
    UNREGISTERED = "unregistered"
    COMING = "coming"
    NOT_CONCERNED = "not_concerned"


def standing_of(
    day_part: DayPart, enrolment: Enrolment, attendance: Attendance | None, *, moment: datetime
) -> DayPartStanding:
    """How a day part stands for a participant; not yet registered is neither present nor absent (DR-12)."""
    if attendance is not None:
        if is_repaired(attendance, net_minutes=day_part.net_minutes):
            return DayPartStanding.REPAIRED
        is_there = counts(attendance, net_minutes=day_part.net_minutes)
        return DayPartStanding.ATTENDED if is_there else DayPartStanding.MISSED
    if not is_held_for(enrolment, day=day_part.meeting.held_on):
        return DayPartStanding.NOT_CONCERNED
    return DayPartStanding.UNREGISTERED if is_over(day_part, moment=moment) else DayPartStanding.COMING


def is_held_for(enrolment: Enrolment, *, day: date) -> bool:
    """Whether a day part of that day concerns somebody: not when they joined later."""
    return enrolment.joined_on <= day


def attendance_of(
    joined_on: date,
    *,
    day_parts: Mapping[int, CountedDayPart],
    attendances: Iterable[Attendance | RegisterLine],
    norm: int,
) -> AttendanceFigures:
    """The figures of one participant over the day parts that are not cancelled (DR-12)."""
    rows = {row.day_part_id: row for row in attendances if row.day_part_id in day_parts}
    planned = [key for key, part in day_parts.items() if key in rows or part.held_on >= joined_on]
    attended = sum(counts(row, net_minutes=day_parts[key].net_minutes) for key, row in rows.items())
    repaired = sum(is_repaired(row, net_minutes=day_parts[key].net_minutes) for key, row in rows.items())
    return AttendanceFigures(
        attended=attended, held=len(rows), planned=len(planned), norm=norm, repaired=repaired
    )


def is_over(day_part: DayPart, *, moment: datetime) -> bool:
    """Whether a day part has ended."""
    return day_part.ends_at <= moment


def is_off(day_part: DayPart) -> bool:
    """Whether a day part, or the meeting around it, is cancelled."""
    return day_part.cancelled_at is not None or day_part.meeting.cancelled_at is not None
