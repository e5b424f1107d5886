"""Keep the attendance register: what was acknowledged stays, and every later change keeps the old value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.cohorts import queries, rules
from lms.cohorts.events import AttendanceCorrected, AttendanceRecorded
from lms.cohorts.models import Attendance, AttendanceCorrection, AttendanceStatus, DayPart
from lms.cohorts.operations.catch_up import drop_needless_tasks, reopen_repairs
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.policies import is_self
from lms.cohorts.rules import AttendanceEntry
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish

IN_REGISTER = frozenset(AttendanceStatus) - {AttendanceStatus.MADE_UP}
"""What a register can say; attending elsewhere is confirmed apart."""


class DayPartCancelledError(DomainError):
    """The day part does not take place, so nobody is registered."""


class TooEarlyError(DomainError):
    """A register opens on the day itself."""


class NotInRegisterError(DomainError):
    """Only people who take part in this cohort on that day are registered, and nobody by themselves."""

    status = 422


class MinutesMissedError(DomainError):
    """Who is late missed at least one minute, and at most the whole day part."""

    status = 422


def record_attendance(
    session: Session,
    *,
    actor: Actor,
    day_part: DayPart,
    entries: Mapping[int, AttendanceEntry],
    version: int,
    reason: str = "",
) -> None:
    """Register who was there; the same register sent twice is one, a stale one is a conflict.

    Needs the meeting of the day part loaded. Changing what was registered before asks for a reason.
    """
    entries = {key: entry.cleaned() for key, entry in entries.items()}
    known = queries.list_attendances(session, day_part=day_part)
    _check(session, actor, day_part, entries, known)
    changed = [key for key, entry in entries.items() if key in known and entry != _entry(known[key])]
    added = [key for key in entries if key not in known]
    if day_part.registered_at is not None and not changed and not added:
        return
    if day_part.version != version:
        raise _conflict(session, day_part, entries, known)
    if changed and not reason.strip():
        raise ReasonNeededError
    _correct(session, actor, day_part, [(known[key], entries[key]) for key in changed], reason)
    for key in added:
        _add(session, actor, day_part, key, entries[key])
    if day_part.registered_at is None:
        day_part.registered_at, day_part.registered_by_id = clock.now(), actor.person_id
    flag_modified(day_part, "registered_at")
    publish(session, _told(actor, day_part, people=len(entries), corrections=len(changed)))


def _correct(
    session: Session,
    actor: Actor,
    day_part: DayPart,
    changed: Sequence[tuple[Attendance, AttendanceEntry]],
    reason: str,
) -> None:
    """Change what was registered, and let the tasks of these people follow."""
    repaired = {row.id for row, _entry in changed if rules.is_repaired(row, net_minutes=day_part.net_minutes)}
    for row, entry in changed:
        correct_attendance(session, actor=actor, attendance=row, entry=entry, reason=reason)
    corrected = [row for row, _entry in changed]
    drop_needless_tasks(session, actor=actor, day_part=day_part, attendances=corrected)
    others = [row for row in corrected if row.id not in repaired]
    reopen_repairs(session, actor=actor, day_part=day_part, attendances=others)


def _told(actor: Actor, day_part: DayPart, *, people: int, corrections: int) -> AttendanceRecorded:
    cohort_id, day_part_id = day_part.meeting.cohort_id, day_part.public_id
    if not corrections:
        return AttendanceRecorded(actor=actor, cohort_id=cohort_id, day_part_id=day_part_id, people=people)
    return AttendanceCorrected(
        actor=actor, cohort_id=cohort_id, day_part_id=day_part_id, people=people, corrections=corrections
    )


def _check(
    session: Session,
    actor: Actor,
    day_part: DayPart,
    entries: Mapping[int, AttendanceEntry],
    known: Mapping[int, Attendance],
) -> None:
    """Nobody keeps the own attendance, whatever hat is worn; who made it up elsewhere is not asked for."""
    if rules.is_off(day_part):
        raise DayPartCancelledError
    if clock.today() < day_part.meeting.held_on:
        raise TooEarlyError
    enrolments = queries.list_register_enrolments(session, day_part=day_part)
    concerned = {
        row.id for row in enrolments if not is_self(actor, row) and rules.can_be_registered(known.get(row.id))
    }
    if not set(entries) <= concerned or not all(entry.status in IN_REGISTER for entry in entries.values()):
        raise NotInRegisterError
    for entry in entries.values():
        is_late = entry.status is AttendanceStatus.LATE
        if is_late and not 1 <= entry.minutes_missed <= day_part.net_minutes:
            raise MinutesMissedError


def _entry(attendance: Attendance) -> AttendanceEntry:
    return AttendanceEntry(
        attendance.status, attendance.minutes_missed, attendance.absence_reason, attendance.absence_note
    )


def _add(
    session: Session, actor: Actor, day_part: DayPart, enrolment_id: int, entry: AttendanceEntry
) -> None:
    session.add(
        Attendance(
            day_part_id=day_part.id,
            enrolment_id=enrolment_id,
            status=entry.status,
            minutes_missed=entry.minutes_missed,
            absence_reason=entry.absence_reason,
            absence_note=entry.absence_note,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
    )


def correct_attendance(
    session: Session, *, actor: Actor, attendance: Attendance, entry: AttendanceEntry, reason: str
) -> None:
    """Change what was registered, and keep the old value with who changed it, when and why (DR-14)."""
    session.add(
        AttendanceCorrection(
            attendance_id=attendance.id,
            old_status=attendance.status,
            old_minutes_missed=attendance.minutes_missed,
            old_absence_reason=attendance.absence_reason,
            old_absence_note=attendance.absence_note,
            new_status=entry.status,
            new_minutes_missed=entry.minutes_missed,
            new_absence_reason=entry.absence_reason,
            new_absence_note=entry.absence_note,
            reason=reason.strip(),
            corrected_by_id=actor.person_id,
        )
    )
    attendance.status, attendance.minutes_missed = entry.status, entry.minutes_missed
    attendance.absence_reason, attendance.absence_note = entry.absence_reason, entry.absence_note


def _conflict(
    session: Session,
    day_part: DayPart,
    entries: Mapping[int, AttendanceEntry],
    known: Mapping[int, Attendance],
) -> ConflictError:
    """Both registers, as far as they differ, by name."""
    names = {
        row.id: row.person.display_name
        for row in queries.list_register_enrolments(session, day_part=day_part)
    }
    differing = [key for key, entry in entries.items() if key not in known or _entry(known[key]) != entry]
    return ConflictError(
        yours=[(names[key], entries[key].status.value) for key in differing],
        theirs=[(names[key], known[key].status.value) for key in differing if key in known],
    )
