"""What learning does by itself when a register is kept or a plan changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts import operations as cohorts
from lms.cohorts.models import AttendanceStatus, DayPart, Enrolment
from lms.cohorts.queries import get_day_part, get_meeting
from lms.cohorts.rules import AttendanceEntry
from lms.core.authorisation import Actor
from lms.learning import queries
from tests.factories.cohorts import day_parts_of, make_meeting
from tests.factories.learning import requirement_of
from tests.learning.conftest import Cast

ActorOf = Callable[[Person], Actor]


def keep_register(
    session: Session, actor: Actor, cast: Cast, day_part: DayPart, status: AttendanceStatus
) -> None:
    loaded = get_day_part(session, day_part_id=day_part.public_id)
    everybody = session.scalars(sa.select(Enrolment.id).where(Enrolment.cohort_id == cast.cohort.id))
    entries = {enrolment_id: AttendanceEntry(status) for enrolment_id in everybody}
    rest: dict[str, Any] = {"version": loaded.version, "reason": "Verkeerd aangetikt in de zaal."}
    cohorts.record_attendance(session, actor=actor, day_part=loaded, entries=entries, **rest)
    session.flush()


def has_attendance(session: Session, cast: Cast) -> bool:
    asked = requirement_of(cast.cohort, "aanwezigheid")
    found = queries.find_completion(session, enrolment_id=cast.enrolment.id, requirement_id=asked.id)
    return found is not None


def test_attendance_is_reached_when_the_register_secures_it_and_withdrawn_by_a_correction(
    session: Session, cast: Cast, actor_of: ActorOf
) -> None:
    day_part = day_parts_of(make_meeting(cast.cohort, day_parts=1))[0]
    actor = actor_of(cast.trainer)
    keep_register(session, actor, cast, day_part, AttendanceStatus.PRESENT)
    assert has_attendance(session, cast)
    keep_register(session, actor, cast, day_part, AttendanceStatus.ABSENT)
    assert not has_attendance(session, cast)


def test_a_cancelled_meeting_leaves_the_count(session: Session, cast: Cast, actor_of: ActorOf) -> None:
    held = day_parts_of(make_meeting(cast.cohort, day_parts=1))[0]
    missed = make_meeting(cast.cohort, day_parts=1)
    actor = actor_of(cast.trainer)
    keep_register(session, actor, cast, held, AttendanceStatus.PRESENT)
    assert not has_attendance(session, cast)
    meeting = get_meeting(session, meeting_id=missed.public_id)
    cohorts.cancel_meeting(session, actor=actor, meeting=meeting)
    assert has_attendance(session, cast)
