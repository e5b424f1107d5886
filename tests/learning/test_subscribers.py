"""What learning does by itself when a register is kept or a plan changes, and who hears of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts import operations as cohorts
from lms.cohorts.models import AttendanceStatus, DayPart, Enrolment
from lms.cohorts.queries import get_day_part, get_enrolment, get_meeting
from lms.cohorts.rules import AttendanceEntry
from lms.core.authorisation import Actor
from lms.learning import operations, queries
from lms.learning.rules import Deviation
from lms.messages.models import Notice
from tests.factories.cohorts import day_parts_of, make_coordinator, make_meeting
from tests.factories.learning import make_decision, requirement_of
from tests.learning.conftest import Cast

ActorOf = Callable[[Person], Actor]
REASON = "Zij gaf al tien jaar zulke trainingen en liet haar opleiders zien hoe zij dat doet."


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


class TestTailoredDecisions:
    def test_everybody_who_may_decide_hears_of_it_and_not_why(
        self, session: Session, cast: Cast, actor_of: ActorOf
    ) -> None:
        colleague = make_coordinator(cast.cohort)
        enrolment = get_enrolment(session, enrolment_id=cast.enrolment.public_id)
        deviation = Deviation(requirement_of(cast.cohort, "intervisie"), enrolment)
        operations.propose_tailored_decision(
            session, actor=actor_of(cast.coordinator), deviation=deviation, reason=REASON
        )
        told = session.scalars(sa.select(Notice)).all()
        assert {notice.person_id for notice in told} == {cast.trainer.id, colleague.id}
        assert not any(REASON[:20] in notice.title + notice.line for notice in told)

    @pytest.mark.parametrize("approved", [True, False])
    def test_the_participant_hears_of_an_approved_one_only(
        self, session: Session, cast: Cast, actor_of: ActorOf, approved: bool
    ) -> None:
        row = make_decision(cast.enrolment, requirement_of(cast.cohort, "intervisie"), cast.coordinator)
        decision = queries.get_decision(session, decision_id=row.public_id)
        operations.decide_tailored_decision(
            session, actor=actor_of(cast.trainer), decision=decision, approved=approved, remark="Goed gezien."
        )
        told = {notice.person_id for notice in session.scalars(sa.select(Notice))}
        assert told == ({cast.coordinator.id, cast.participant.id} if approved else {cast.coordinator.id})
