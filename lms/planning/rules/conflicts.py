"""What clashes with a meeting: people, rooms, the cohort itself, days off and the period of the cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lms.cohorts.models import MeetingKind
from lms.cohorts.rules import place_key
from lms.core import clock
from lms.planning.rules.calendar import HolidayCalendar, Obstacle


class ConflictKind(StrEnum):
    """Why two things do not go together; each is a warning, that a person may know better than."""

    TRAINER = "trainer"
    PARTICIPANT = "participant"
    ROOM = "room"
    OVERLAP = "overlap"
    HOLIDAY = "holiday"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Slot:
    """A meeting in time: from its first to its last minute, of which cohort and where."""

    key: object
    cohort_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    location: str = ""

    @property
    def day(self) -> date:
        """The day on which it begins, on the Dutch clock."""
        return clock.local(self.starts_at).date()

    def overlaps(self, other: Slot) -> bool:
        """Whether both take place at some moment; one that ends when the other begins does not clash."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def shares_room(self, other: Slot) -> bool:
        """Whether both are in the same place, however it is capitalised; no place clashes with nothing."""
        here, there = place_key(self.location), place_key(other.location)
        return bool(here) and here == there


@dataclass(frozen=True)
class Surroundings:
    """Everything else that is planned: the other slots, and whom each other cohort shares with this one."""

    slots: Sequence[Slot] = ()
    trainers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    participants: Mapping[int, int] = field(default_factory=dict)
    first_day: date = date.min
    last_day: date = date.max
    calendar: HolidayCalendar = field(default_factory=HolidayCalendar)


@dataclass(frozen=True)
class Conflict:
    """One clash of a meeting: its kind, with what, and whom it concerns."""

    kind: ConflictKind
    other: Slot | None = None
    obstacle: Obstacle | None = None
    names: Sequence[str] = ()
    people: int = 0


def conflicts_of(
    slot: Slot, around: Surroundings, *, kind: MeetingKind = MeetingKind.TRAINING_DAY
) -> Sequence[Conflict]:
    """All that clashes with one meeting, the worst first; only a reunion comes after the last day."""
    found: list[Conflict] = []
    for other in around.slots:
        if other.key == slot.key or not slot.overlaps(other):
            continue
        if other.cohort_id == slot.cohort_id:
            found.append(Conflict(ConflictKind.OVERLAP, other))
            continue
        if names := around.trainers.get(other.cohort_id):
            found.append(Conflict(ConflictKind.TRAINER, other, names=names))
        if people := around.participants.get(other.cohort_id):
            found.append(Conflict(ConflictKind.PARTICIPANT, other, people=people))
        if slot.shares_room(other):
            found.append(Conflict(ConflictKind.ROOM, other))
    if obstacle := around.calendar.obstacle_on(slot.day):
        found.append(Conflict(ConflictKind.HOLIDAY, obstacle=obstacle))
    is_late = slot.day > around.last_day and kind is not MeetingKind.REUNION
    if slot.day < around.first_day or is_late:
        found.append(Conflict(ConflictKind.OUTSIDE))
    return sorted(found, key=lambda row: _ORDER[row.kind])


def distinct(conflicts: Sequence[Conflict]) -> Sequence[Conflict]:
    """Each clash once, however many day parts it concerns."""
    found = {(row.kind, row.other.key if row.other else None): row for row in conflicts}
    return list(found.values())


_ORDER = {kind: place for place, kind in enumerate(ConflictKind)}
