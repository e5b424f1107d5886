"""Who is told what: staff by a notice without names, applicants by a mail without content."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.admissions.models import Application, ApplicationState
from lms.cohorts.models import Cohort
from lms.messages.models import Notice
from tests.admissions.test_public_views import answers, path
from tests.factories.admissions import make_application, make_round, make_slot
from tests.factories.cohorts import make_coordinator, make_trainer

Follow = Callable[[Application], FlaskClient]


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
