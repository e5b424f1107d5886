"""Who is told what: staff by a notice without names, applicants by a mail without content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import sqlalchemy as sa
import vobject
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.admissions import operations, queries
from lms.admissions.models import Application, ApplicationState
from lms.cohorts.models import Cohort
from lms.core.authorisation import SYSTEM
from lms.messages.models import Notice
from tests.admissions.test_public_views import answers, path
from tests.factories.admissions import make_application, make_round, make_slot
from tests.factories.cohorts import make_coordinator, make_trainer

Follow = Callable[[Application], FlaskClient]
Mails = Callable[[], list[dict[str, Any]]]


def notices(session: Session, person_id: int) -> list[str]:
    return [
        f"{row.title} {row.line}"
        for row in session.scalars(sa.select(Notice).where(Notice.person_id == person_id))
    ]


def test_coordinators_hear_of_applications_that_come_and_go(
    session: Session, client: FlaskClient, follow: Follow
) -> None:
    round_ = make_round()
    coordinator = make_coordinator(session.get_one(Cohort, round_.cohort_id))
    client.post(path(session, round_), data=answers(session, round_))
    follow(make_application(round_)).post("/mijn-aanmelding/intrekken")
    told = notices(session, coordinator.id)
    assert [text.partition(" Leergroep")[0] for text in told] == [
        "Er is een aanmelding binnen",
        "Er is een aanmelding ingetrokken",
    ]
    assert not any("Iris" in text or "Kuipers" in text for text in told)


def test_who_holds_the_talk_hears_that_it_was_chosen_and_cancelled(session: Session, follow: Follow) -> None:
    round_ = make_round()
    trainer = make_trainer(session.get_one(Cohort, round_.cohort_id))
    slot = make_slot(round_, held_by_id=trainer.id)
    client = follow(make_application(round_, state=ApplicationState.INVITED))
    client.post("/mijn-aanmelding/gesprek", data={"slot": str(slot.public_id)})
    client.post("/mijn-aanmelding/gesprek/afzeggen")
    assert notices(session, trainer.id) == [
        "Iemand koos een intakegesprek bij jou do 3 december 2026, 10.00 uur",
        "Een intakegesprek bij jou is afgezegd do 3 december 2026, 10.00 uur",
    ]


def entry(calendar: dict[str, str]) -> tuple[str, str, int, str, str]:
    """What a calendar does with the part of a mail: method, name, sequence, begin, state."""
    event = vobject.readOne(calendar["text"]).vevent
    begins = event.dtstart.value.astimezone(UTC).isoformat()
    return calendar["method"], event.uid.value, int(event.sequence.value), begins, event.status.value


def calendars_of(mails: Mails, address: str) -> list[tuple[str, str, int, str, str]]:
    return [entry(mail["calendar"]) for mail in mails() if mail["to"] == address and mail["calendar"]]


def test_a_talk_comes_moves_and_goes_in_both_calendars_under_one_name(
    session: Session, follow: Follow, mails: Mails
) -> None:
    round_ = make_round()
    cohort = session.get_one(Cohort, round_.cohort_id)
    first, second = make_trainer(cohort), make_trainer(cohort)
    early = make_slot(round_, held_by_id=first.id)
    late = make_slot(round_, held_by_id=second.id, starts_at=early.starts_at + timedelta(days=1))
    application = make_application(round_, state=ApplicationState.INVITED)
    client = follow(application)
    for slot in (early, late):
        client.post("/mijn-aanmelding/gesprek", data={"slot": str(slot.public_id)})
    client.post("/mijn-aanmelding/gesprek/afzeggen")
    name, day_one, day_two = f"{application.public_id}@samenloop", "2026-12-03T09:00:00+00:00", "2026-12-04"
    told = calendars_of(mails, application.email)
    assert [row[:3] for row in told] == [("REQUEST", name, 1), ("REQUEST", name, 2), ("CANCEL", name, 3)]
    assert [row[3][:10] for row in told] == [day_one[:10], day_two, day_two]
    assert calendars_of(mails, first.email) == [
        ("REQUEST", name, 1, day_one, "CONFIRMED"),
        ("CANCEL", name, 2, day_one, "CANCELLED"),
    ]
    assert [row[:3] for row in calendars_of(mails, second.email)] == [
        ("REQUEST", name, 2),
        ("CANCEL", name, 3),
    ]
    assert "Iris" not in " ".join(str(mail) for mail in mails() if mail["to"] in (first.email, second.email))


def test_a_time_that_staff_withdraws_leaves_the_calendar_and_asks_for_another(
    session: Session, follow: Follow, mails: Mails
) -> None:
    round_ = make_round()
    slot = make_slot(round_, held_by_id=make_trainer(session.get_one(Cohort, round_.cohort_id)).id)
    application = make_application(round_, state=ApplicationState.INVITED)
    follow(application).post("/mijn-aanmelding/gesprek", data={"slot": str(slot.public_id)})
    found = queries.get_slot(session, slot_id=slot.public_id)
    operations.withdraw_slot(session, actor=SYSTEM, slot=found)
    last = [mail for mail in mails() if mail["to"] == application.email][-1]
    assert entry(last["calendar"])[::2] == ("CANCEL", 2, "CANCELLED")
    assert "/aanmelden/verder/" in last["text"]


def test_a_talk_ahead_is_off_when_the_application_is_withdrawn(
    session: Session, follow: Follow, mails: Mails
) -> None:
    round_ = make_round()
    trainer = make_trainer(session.get_one(Cohort, round_.cohort_id))
    slot = make_slot(round_, held_by_id=trainer.id)
    application = make_application(round_, state=ApplicationState.INVITED)
    client = follow(application)
    client.post("/mijn-aanmelding/gesprek", data={"slot": str(slot.public_id)})
    client.post("/mijn-aanmelding/intrekken")
    assert [row[0] for row in calendars_of(mails, trainer.email)] == ["REQUEST", "CANCEL"]
    assert queries.list_free_slots(session, round_id=round_.id)[0].public_id == slot.public_id
