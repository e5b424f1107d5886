"""The arithmetic of attendance, the make-up of a cohort, and what an enrolment may become."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.cohorts.models import (
    BELONGING,
    Attendance,
    AttendanceStatus,
    DayPart,
    Enrolment,
    EnrolmentState,
)

ENOUGH_OF_A_DAY_PART = 75
"""The percentage of a day part that makes somebody present (DR-14)."""


@dataclass(frozen=True)
class AttendanceEntry:
    """What is said of one participant in one day part; minutes only matter for who was late."""

    status: AttendanceStatus
    minutes_missed: int = 0


@dataclass(frozen=True)
class AttendanceFigures:
    """The three figures of DR-11: day parts attended, held (registered) and planned (all not off)."""

    attended: int
    held: int
    planned: int
    norm: int

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
    def misses_left(self) -> int:
        """How many more day parts may be missed; never below nought."""
        return max(0, self._best - self.needed)

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
    def _best(self) -> int:
        return self.attended + self.planned - self.held


def is_attended(status: AttendanceStatus, *, minutes_missed: int, net_minutes: int) -> bool:
    """Whether somebody counts as present: there for at least 75% of the day part (DR-14)."""
    if status in (AttendanceStatus.ABSENT, AttendanceStatus.ILL):
        return False
    return (net_minutes - minutes_missed) * 100 >= ENOUGH_OF_A_DAY_PART * net_minutes


def minutes_attended(status: AttendanceStatus, *, minutes_missed: int, net_minutes: int) -> int:
    """How long somebody was there."""
    if status in (AttendanceStatus.ABSENT, AttendanceStatus.ILL):
        return 0
    return max(0, net_minutes - minutes_missed)


def is_held_for(enrolment: Enrolment, *, day: date) -> bool:
    """Whether a day part of that day concerns somebody: not when they joined later."""
    return enrolment.joined_on <= day


def attendance_of(
    joined_on: date,
    *,
    day_parts: Mapping[int, DayPart],
    days: Mapping[int, date],
    attendances: Iterable[Attendance],
    norm: int,
) -> AttendanceFigures:
    """The figures of one participant over the day parts that are not cancelled (DR-12)."""
    rows = {row.day_part_id: row for row in attendances if row.day_part_id in day_parts}
    planned = [key for key in day_parts if key in rows or days[key] >= joined_on]
    attended = sum(
        is_attended(row.status, minutes_missed=row.minutes_missed, net_minutes=day_parts[key].net_minutes)
        for key, row in rows.items()
    )
    return AttendanceFigures(attended=attended, held=len(rows), planned=len(planned), norm=norm)


@dataclass(frozen=True)
class Composition:
    """How a cohort is made up: municipal beside partner, by organisation and by discipline."""

    total: int
    target: int
    municipal: int
    partner: int
    per_organisation: Sequence[tuple[str, int]]
    per_discipline: Sequence[tuple[str, int]]

    @property
    def open_places(self) -> int:
        """How many people still fit in the target."""
        return max(0, self.target - self.total)

    @property
    def dominant(self) -> str | None:
        """The organisation that holds more than half of the cohort, which DR-06 warns about."""
        return next((name for name, count in self.per_organisation if count * 2 > self.total), None)


def composition(enrolments: Iterable[Enrolment], *, target: int = 14) -> Composition:
    """The make-up of everybody who belongs to a cohort; who stopped or postponed is not counted."""
    people = [enrolment for enrolment in enrolments if enrolment.state in BELONGING]
    municipal = sum(enrolment.organisation.kind.is_municipal for enrolment in people)
    return Composition(
        total=len(people),
        target=target,
        municipal=municipal,
        partner=len(people) - municipal,
        per_organisation=_counted(enrolment.organisation.name for enrolment in people),
        per_discipline=_counted(enrolment.discipline.name for enrolment in people if enrolment.discipline),
    )


def _counted(names: Iterable[str]) -> Sequence[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))


_NEXT: Mapping[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.INVITED: frozenset(
        {EnrolmentState.IN_TRAINING, EnrolmentState.STOPPED, EnrolmentState.POSTPONED}
    ),
    EnrolmentState.IN_TRAINING: frozenset(
        {
            EnrolmentState.PASSED,
            EnrolmentState.RESIT,
            EnrolmentState.FAILED,
            EnrolmentState.STOPPED,
            EnrolmentState.POSTPONED,
        }
    ),
    EnrolmentState.RESIT: frozenset(
        {EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.STOPPED, EnrolmentState.POSTPONED}
    ),
    EnrolmentState.PASSED: frozenset({EnrolmentState.IN_TRAINING}),
    EnrolmentState.FAILED: frozenset({EnrolmentState.RESIT, EnrolmentState.IN_TRAINING}),
    EnrolmentState.STOPPED: frozenset({EnrolmentState.IN_TRAINING}),
    EnrolmentState.POSTPONED: frozenset({EnrolmentState.IN_TRAINING, EnrolmentState.STOPPED}),
}
_WITHOUT_REASON = frozenset(
    {
        (EnrolmentState.INVITED, EnrolmentState.IN_TRAINING),
        (EnrolmentState.IN_TRAINING, EnrolmentState.PASSED),
        (EnrolmentState.RESIT, EnrolmentState.PASSED),
    }
)


def may_become(state: EnrolmentState, to_state: EnrolmentState) -> bool:
    """Whether an enrolment in this state can go to that one."""
    return to_state in _NEXT[state]


def states_by_hand(state: EnrolmentState) -> Sequence[EnrolmentState]:
    """What a person may choose next; passing only ever follows from a certificate."""
    return [
        to_state
        for to_state in EnrolmentState
        if to_state in _NEXT[state] and EnrolmentState.PASSED not in (state, to_state)
    ]


def needs_reason(state: EnrolmentState, to_state: EnrolmentState) -> bool:
    """Whether this change of state asks for a written reason."""
    return (state, to_state) not in _WITHOUT_REASON


def is_academic_year(text: str) -> bool:
    """Whether a text is a study year such as 2017/2018: a year and the one after."""
    found = re.fullmatch(r"([0-9]{4})/([0-9]{4})", text)
    return found is not None and int(found[2]) == int(found[1]) + 1


def is_over(day_part: DayPart, *, moment: datetime) -> bool:
    """Whether a day part has ended."""
    return day_part.ends_at <= moment


def is_off(day_part: DayPart) -> bool:
    """Whether a day part, or the meeting around it, is cancelled."""
    return day_part.cancelled_at is not None or day_part.meeting.cancelled_at is not None
