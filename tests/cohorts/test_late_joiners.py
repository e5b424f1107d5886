"""What the figures say to who joined later, and where the way goes on when the norm is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import AttendanceStatus, Cohort, Enrolment, EnrolmentState
from lms.cohorts.operations import change_joining
from lms.cohorts.operations.enrolments import StateChangeRefusedError
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.events import Event
from tests.factories.cohorts import (
    day_parts_of,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_meeting,
    make_trainer,
)

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def cohort(session: Session) -> Cohort:
    cohort = make_cohort(starts_on=clock.today() - timedelta(days=60))
    make_meeting(cohort, held_on=clock.today() - timedelta(days=30))
    return cohort


def person_of(session: Session, enrolment: Enrolment) -> Person:
    return session.get_one(Person, enrolment.person_id)


def test_who_joined_later_reads_that_what_was_before_does_not_count(
    session: Session, cohort: Cohort, sign_in: SignIn
) -> None:
    late = make_enrolment(cohort, joined_on=clock.today() - timedelta(days=7))
    page = sign_in(person_of(session, late)).get("/aanwezigheid").text
    assert "Je doet mee sinds do 19 november 2026. Wat daarvoor was, telt voor jou niet mee." in page
    trainer = sign_in(make_trainer(cohort))
    record = trainer.get(f"/inschrijvingen/{late.public_id}/aanwezigheid").text
    assert "Doet mee sinds do 19 november 2026." in record
    assert "sinds do 19 nov" in trainer.get(f"/leergroepen/{cohort.public_id}/aanwezigheid").text


def test_of_who_was_there_from_the_start_nothing_is_said(
    session: Session, cohort: Cohort, sign_in: SignIn
) -> None:
    early = make_enrolment(cohort, joined_on=cohort.starts_on)
    assert "doet mee sinds" not in sign_in(person_of(session, early)).get("/aanwezigheid").text


def test_who_was_there_before_accepting_the_invitation_can_be_registered(
    session: Session, cohort: Cohort, sign_in: SignIn
) -> None:
    late = make_enrolment(cohort, joined_on=clock.today() - timedelta(days=7))
    meeting = make_meeting(cohort, held_on=clock.today() - timedelta(days=10))
    register = f"/dagdelen/{day_parts_of(meeting)[0].public_id}/aanwezigheid"
    client, path = sign_in(make_coordinator(cohort)), f"/inschrijvingen/{late.public_id}"
    name = person_of(session, late).display_name
    assert name not in client.get(register).text
    data = {"joined_on": "16-11-2026", "why": "Was er de eerste dag al."}
    assert client.post(f"{path}/doet-mee-sinds", data=data).status_code == 303
    assert name in client.get(register).text
    page = client.get(path).text
    assert "Was er de eerste dag al." in page
    assert "ma 16 november 2026" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"joined_on": "27-11-2026", "why": "Begint later."}, "Kies vandaag of een eerdere dag."),
        ({"joined_on": "31-11-2026", "why": "Begint later."}, "Deze datum bestaat niet."),
        ({"joined_on": "16-11-2026", "why": ""}, "aria-invalid"),
    ],
)
def test_an_impossible_day_of_joining_changes_nothing(
    session: Session, cohort: Cohort, sign_in: SignIn, data: dict[str, str], sentence: str
) -> None:
    noor = make_enrolment(cohort)
    before = noor.joined_on
    answer = sign_in(make_coordinator(cohort)).post(
        f"/inschrijvingen/{noor.public_id}/doet-mee-sinds", data=data
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert noor.joined_on == before


def test_another_day_of_joining_is_followed_by_warning_and_ledger(
    session: Session, cohort: Cohort, told: list[Event]
) -> None:
    part, other = day_parts_of(make_meeting(cohort, held_on=clock.today() - timedelta(days=3)))
    noor = make_enrolment(cohort, joined_on=clock.today() - timedelta(days=5))
    make_attendance(part, noor, AttendanceStatus.ABSENT)
    make_attendance(other, noor)
    change_joining(session, actor=SYSTEM, enrolment=noor, joined_on=cohort.starts_on, reason="Verkeerd.")
    assert {type(event).__name__ for event in told} == {"JoiningChanged", "AttendanceAlertRaised"}
    stopped = make_enrolment(cohort, state=EnrolmentState.STOPPED)
    with pytest.raises(StateChangeRefusedError):
        change_joining(session, actor=SYSTEM, enrolment=stopped, joined_on=clock.today(), reason="Nee.")


def test_out_of_reach_leads_staff_to_the_dossier_and_the_participant_to_the_own(
    session: Session, cohort: Cohort, sign_in: SignIn
) -> None:
    noor = make_enrolment(cohort, joined_on=cohort.starts_on)
    part = day_parts_of(make_meeting(cohort, held_on=clock.today() - timedelta(days=3)))[0]
    make_attendance(part, noor, AttendanceStatus.ABSENT)
    page = sign_in(make_trainer(cohort)).get(f"/inschrijvingen/{noor.public_id}/aanwezigheid").text
    assert f'href="/dossiers/{noor.public_id}">Stel in het dossier een maatwerkbesluit voor' in page
    own = sign_in(person_of(session, noor)).get("/aanwezigheid").text
    assert 'href="/dossier">Bekijk je dossier' in own
    assert "Stel in het dossier" not in own
