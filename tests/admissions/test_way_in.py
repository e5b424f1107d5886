"""The whole way in: three people apply, talk and hear; there is room for two."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.admissions.models import Application, ApplicationState, IntakeSlot
from lms.agreements.models import LearningAgreement
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from tests.admissions.test_public_views import answers
from tests.factories.admissions import make_round
from tests.factories.cohorts import make_cohort, make_coordinator, make_trainer
from tests.factories.programmes import make_version

SignIn = Callable[[Person], FlaskClient]
Mails = Callable[[], list[dict[str, Any]]]


def link_in(mails: list[dict[str, Any]], address: str) -> str:
    """The newest link that was mailed to an address."""
    texts = [mail["text"] for mail in mails if mail["to"] == address]
    found = [re.search(r"/aanmelden/verder/\S+", text) for text in texts]
    return [match.group() for match in found if match][-1]


def test_three_people_from_draft_to_letter(
    app: Flask, session: Session, sign_in: SignIn, mails: Mails
) -> None:
    cohort = make_cohort(version=make_version(), starts_on=clock.today() + timedelta(days=60))
    round_ = make_round(cohort, minimum_size=1, maximum_size=2)
    names = ("aisha", "bart", "carla")
    browsers = {name: app.test_client() for name in names}
    for name, browser in browsers.items():
        apply(session, browser, round_, f"{name}@test.example", mails)
    path = f"/leergroepen/{cohort.public_id}"

    trainer = make_trainer(cohort)
    staff = sign_in(trainer)
    offered = {
        "held_by": str(trainer.public_id),
        "day": str(clock.today() + timedelta(days=5)),
        "first": "09:30",
        "number": "3",
        "minutes": "45",
        "pause": "15",
        "place": "Kamer 3",
    }
    assert staff.post(f"{path}/intakegesprekken", data=offered).status_code == 303
    assert staff.post(f"{path}/aanmeldingen/uitnodigen").status_code == 303
    slots = session.scalars(sa.select(IntakeSlot.public_id).order_by(IntakeSlot.starts_at)).all()
    for (name, browser), slot in zip(browsers.items(), slots, strict=True):
        browser.get(link_in(mails(), f"{name}@test.example"))
        assert browser.post("/mijn-aanmelding/gesprek", data={"slot": str(slot)}).status_code == 303

    by_name = {
        row.email.partition("@")[0]: row for row in session.scalars(sa.select(Application)).unique().all()
    }
    for row in by_name.values():
        told = {"motivation": "Sterk.", "advice": "place", "advice_reason": "Past goed.", "version": "0"}
        assert staff.post(f"/aanmeldingen/{row.public_id}/intake", data=told).status_code == 303

    office = sign_in(make_coordinator(cohort))
    statuses = [decide(office, by_name[name], "placed") for name in names]
    assert statuses == [303, 303, 409]
    assert decide(office, by_name["carla"], "waiting_list") == 303
    assert "Voorstel" not in office.get(f"{path}/aanmeldingen").text
    leave(session, cohort)
    assert "Voorstel: geef de plaats aan Iris Kuipers" in office.get(f"{path}/aanmeldingen").text
    assert decide(office, by_name["carla"], "placed") == 303

    for name, browser in browsers.items():
        browser.get(link_in(mails(), f"{name}@test.example"))
        assert "Je hebt een plaats" in browser.get("/mijn-aanmelding/brief").text
    session.expire_all()
    assert {row.state for row in by_name.values()} == {ApplicationState.PLACED}
    assert len(session.scalars(sa.select(LearningAgreement)).all()) == 3
    everything = " ".join(mail["subject"] + mail["text"] for mail in mails())
    assert "Sterk." not in everything
    assert "Past goed." not in everything


def apply(session: Session, browser: FlaskClient, round_: Any, address: str, mails: Mails) -> None:
    """Save a draft, come back by the mailed link, and send it in."""
    whole = answers(session, round_, manager_email=f"leiding-{address}")
    cohort_id = session.get_one(Cohort, round_.cohort_id).public_id
    started = {"email": address, "given_name": "Iris", "save": "1"}
    assert browser.post(f"/aanmelden/leergroepen/{cohort_id}", data=started).status_code == 303
    assert browser.get("/mijn-aanmelding").status_code == 410
    browser.get(link_in(mails(), address))
    page = browser.get("/mijn-aanmelding/bewerken").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert 'value="Iris"' in page
    del whole["email"]
    sent = browser.post("/mijn-aanmelding/bewerken", data=whole | {"version": version.group(1)})
    assert (sent.status_code, sent.location) == (303, "/mijn-aanmelding")


def decide(office: FlaskClient, application: Application, kind: str) -> int:
    page = office.get(f"/aanmeldingen/{application.public_id}/besluit").text
    own = re.search(r'<option selected value="([0-9a-f-]{36})"', page)
    given = {"kind": kind, "organisation": own.group(1) if own else "", "passage": "Tot ziens."}
    return office.post(f"/aanmeldingen/{application.public_id}/besluit", data=given).status_code


def leave(session: Session, cohort: Cohort) -> None:
    """Somebody who was placed stops before the start."""
    enrolment = session.scalars(sa.select(Enrolment).where(Enrolment.cohort_id == cohort.id)).first()
    assert enrolment is not None
    enrolment.state = type(enrolment.state).STOPPED
    session.commit()
