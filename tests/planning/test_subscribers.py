"""Who hears of a change in the plan, once and in their own language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from uuid import uuid4

import vobject
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.queries import actor_for
from lms.cohorts import operations, queries
from lms.cohorts.models import Cohort, EnrolmentState, Meeting
from lms.cohorts.operations.meetings import planned_day_parts
from lms.cohorts.rules import DayPartPlan
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.core.events import publish
from lms.core.outbox import Intent
from lms.planning.events import PlanPublished
from tests.factories.accounts import make_person
from tests.factories.cohorts import make_cohort, make_enrolment, make_meeting, make_trainer

Outbox = Callable[[], list[Intent]]
MORNING = [DayPartPlan(time(9, 30), time(12, 30), 165)]


def mails(outbox: Outbox) -> dict[str, tuple[str, str]]:
    sent = [row.payload for row in outbox() if row.kind == "mail"]
    assert len(sent) == len({mail["to"] for mail in sent})
    return {
        mail["to"]: (mail["subject"], str({key: mail[key] for key in mail if key != "calendar"}))
        for mail in sent
    }


def move(session: Session, meeting: Meeting, *, actor: Actor = SYSTEM, day: date) -> None:
    loaded = queries.get_meeting(session, meeting_id=meeting.public_id)
    operations.move_meeting(
        session,
        actor=actor,
        meeting=loaded,
        held_on=day,
        day_parts=planned_day_parts(loaded),
        location=loaded.location,
        version=loaded.version,
    )


def group() -> tuple[Cohort, Person, Person]:
    cohort = make_cohort()
    person = make_person(locale="en")
    make_enrolment(cohort, person)
    make_enrolment(cohort, state=EnrolmentState.STOPPED)
    make_enrolment(cohort, state=EnrolmentState.INVITED)
    return cohort, person, make_trainer(cohort)


def test_a_move_is_told_once_in_the_own_language(session: Session, outbox: Outbox) -> None:
    cohort, participant, trainer = group()
    meeting = make_meeting(cohort)
    move(session, meeting, day=date(2026, 12, 10))
    told = mails(outbox)
    assert set(told) == {participant.email, trainer.email}
    assert told[participant.email][0] == "A meeting has been moved"
    assert "verzet naar do 10 december 2026, 09.30 uur" in told[trainer.email][1]
    assert str(meeting.public_id) in told[trainer.email][1]


def test_who_moves_it_knows(session: Session, outbox: Outbox) -> None:
    cohort, participant, trainer = group()
    meeting = make_meeting(cohort)
    move(session, meeting, actor=actor_for(session, person=trainer), day=date(2026, 12, 10))
    assert set(mails(outbox)) == {participant.email}


def test_the_title_of_a_meeting_is_for_the_calendar_and_in_no_mail(session: Session, outbox: Outbox) -> None:
    cohort, _participant, _trainer = group()
    meeting = make_meeting(cohort, title="Gesprek over schulden")
    loaded = queries.get_meeting(session, meeting_id=meeting.public_id)
    operations.cancel_meeting(session, actor=SYSTEM, meeting=loaded, reason="Spreker ziek")
    told = " ".join(" ".join(mail) for mail in mails(outbox).values())
    assert "gaat niet door" in told
    assert "schulden" not in told
    assert "ziek" not in told


def test_a_change_of_the_past_is_nobodys_news(session: Session, outbox: Outbox) -> None:
    cohort, _participant, _trainer = group()
    meeting = make_meeting(cohort, held_on=date(2026, 9, 10))
    loaded = queries.get_meeting(session, meeting_id=meeting.public_id)
    operations.cancel_meeting(session, actor=SYSTEM, meeting=loaded)
    assert not mails(outbox)


def test_a_whole_plan_is_not_told_meeting_by_meeting(session: Session, outbox: Outbox) -> None:
    cohort, _participant, _trainer = group()
    for in_plan in (True, False):
        operations.plan_meeting(
            session,
            actor=SYSTEM,
            cohort=cohort,
            title="Start",
            held_on=date(2026, 12, 3),
            day_parts=MORNING,
            in_plan=in_plan,
        )
    assert len(mails(outbox)) == 2


def test_calendars_hear_of_a_move_and_of_a_cancellation_of_the_same_meeting(
    session: Session, outbox: Outbox
) -> None:
    cohort, _participant, _trainer = group()
    meeting = make_meeting(cohort)
    move(session, meeting, day=date(2026, 12, 10))
    loaded = queries.get_meeting(session, meeting_id=meeting.public_id)
    operations.cancel_meeting(session, actor=SYSTEM, meeting=loaded)
    parts = [row.payload["calendar"] for row in outbox() if row.kind == "mail"]
    assert [part["method"] for part in parts] == ["REQUEST"] * 2 + ["CANCEL"] * 2
    events = [vobject.readOne(part["text"]).vevent for part in parts]
    assert {event.uid.value for event in events} == {f"{meeting.public_id}@samenloop"}
    sequences = [int(event.sequence.value) for event in events]
    assert sequences[0] == sequences[1] < sequences[2] == sequences[3]
    assert events[0].dtstart.value.date() == date(2026, 12, 10)


def agendas(outbox: Outbox) -> dict[str, list[str]]:
    """Per address, the identities of what went into that agenda at once."""
    sent = {row.payload["to"]: row.payload["calendar"] for row in outbox() if row.kind == "mail"}
    assert {part["method"] for part in sent.values()} <= {"PUBLISH"}
    return {
        to: [event.uid.value for event in vobject.readOne(part["text"]).vevent_list]
        for to, part in sent.items()
    }


def test_a_published_year_goes_into_every_agenda_at_once(session: Session, outbox: Outbox) -> None:
    cohort, participant, trainer = group()
    make_meeting(cohort, held_on=date(2026, 9, 10))
    coming = [make_meeting(cohort, held_on=date(2026, 12, day)) for day in (3, 10)]
    publish(session, PlanPublished(actor=SYSTEM, cohort_id=cohort.public_id, plan_id=uuid4(), meetings=3))
    uids = [f"{meeting.public_id}@samenloop" for meeting in coming]
    assert agendas(outbox) == {participant.email: uids, trainer.email: uids}


def test_who_begins_later_gets_what_is_still_to_come(session: Session, outbox: Outbox) -> None:
    cohort, participant, _trainer = group()
    coming = make_meeting(cohort, held_on=date(2026, 12, 3))
    called_off = make_meeting(cohort, held_on=date(2026, 12, 10), cancelled_at=clock.now())
    newcomer = make_enrolment(cohort, state=EnrolmentState.INVITED)
    operations.change_enrolment_state(
        session, actor=SYSTEM, enrolment=newcomer, to_state=EnrolmentState.IN_TRAINING
    )
    told = agendas(outbox)
    assert participant.email not in told
    assert list(told.values()) == [[f"{coming.public_id}@samenloop"]]
    assert str(called_off.public_id) not in str(told)
