"""An address at which mail came back is known wherever it is shown, by a hash alone, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.agreements.models import Signature
from lms.core import bounces, clock, outbox
from lms.core.bounces import BouncedAddress
from lms.core.outbox import Intent
from tests.factories.accounts import make_person
from tests.factories.admissions import make_application, make_round
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment

SignIn = Callable[[Person], FlaskClient]
ADDRESS = "Weg@Voorbeeld.example"
WORDS = "Mail aan dit adres kwam terug op do 26 november 2026."


@pytest.fixture
def sent(session: Session) -> str:
    """The Message-ID of a mail that its server took."""
    message_id = outbox.queue_mail(session, to=ADDRESS, subject="x", text="y")
    session.flush()
    outbox.finish(session, intent_id=session.scalars(sa.select(Intent.id)).one())
    return message_id


def test_a_mail_that_comes_back_later_marks_its_address(session: Session, sent: str) -> None:
    assert bounces.bounced_on(session, addresses=[ADDRESS]) == {}
    assert outbox.note_bounce(session, message_id=sent)
    found = bounces.bounced_on(session, addresses=["weg@voorbeeld.example", "ander@voorbeeld.example", ""])
    assert found == {"weg@voorbeeld.example": clock.now()}


def test_no_address_is_kept(session: Session, sent: str) -> None:
    outbox.note_bounce(session, message_id=sent)
    kept = session.scalars(sa.select(Intent)).one().payload, session.scalars(sa.select(BouncedAddress)).one()
    assert "voorbeeld" not in str(kept[0]) + kept[1].address_hash


def test_a_second_bounce_is_the_newest(session: Session, sent: str) -> None:
    outbox.note_bounce(session, message_id=sent)
    with clock.moved_to(clock.now() + timedelta(days=2)):
        outbox.note_bounce(session, message_id=sent)
        assert bounces.bounced_on(session, addresses=[ADDRESS]) == {ADDRESS: clock.now()}


def test_after_half_a_year_it_is_forgotten(session: Session, sent: str) -> None:
    outbox.note_bounce(session, message_id=sent)
    with clock.moved_to(clock.now() + bounces.KEPT + timedelta(days=1)):
        bounces.prune_addresses(session)
    assert bounces.bounced_on(session, addresses=[ADDRESS]) == {}


class TestWhereItShows:
    @pytest.fixture(autouse=True)
    def came_back(self, session: Session, sent: str) -> None:
        outbox.note_bounce(session, message_id=sent)

    def test_beside_a_person_and_an_enrolment(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        person = make_person(email=ADDRESS, password_hash=None)
        enrolment = make_enrolment(cohort, person, state="invited")
        client = sign_in(make_coordinator(cohort))
        assert WORDS in client.get(f"/personen/{person.public_id}").text
        assert WORDS in client.get(f"/inschrijvingen/{enrolment.public_id}").text

    def test_beside_the_managers_link(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        agreement = make_agreement(make_enrolment(cohort), manager_email=ADDRESS, completed_at=None)
        session.execute(sa.delete(Signature))
        session.commit()
        client = sign_in(make_coordinator(cohort))
        assert WORDS in client.get(f"/leerovereenkomsten/{agreement.public_id}").text
        assert "mail kwam terug" in client.get(f"/leergroepen/{cohort.public_id}/leerovereenkomsten").text

    def test_beside_an_applicant(self, session: Session, sign_in: SignIn) -> None:
        cohort = make_cohort()
        application = make_application(make_round(cohort), email=ADDRESS)
        page = sign_in(make_coordinator(cohort)).get(f"/aanmeldingen/{application.public_id}").text
        assert WORDS in page
