from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.models import EnrolmentState
from tests.factories.cohorts import make_cohort, make_enrolment, make_trainer

SignIn = Callable[[Person], FlaskClient]
CURRENT = re.compile(r'class="nav__link" href="([^"]+)" aria-current')


@pytest.mark.parametrize(
    ("page", "door"),
    [
        ("/", "/"),
        ("/leergroepen", "/leergroepen"),
        ("/leergroepen/{id}", "/leergroepen/{id}"),
        ("/leergroepen/{id}/deelnemers", "/leergroepen/{id}"),
        ("/leergroepen/{id}/bijeenkomsten/nieuw", "/leergroepen/{id}/bijeenkomsten"),
        ("/leergroepen/{id}/inhaalopdrachten", "/leergroepen/{id}/aanwezigheid"),
        ("/leergroepen/{id}/jaar", "/leergroepen/{id}/bijeenkomsten"),
        ("/leergroepen/{id}/studielast", "/leergroepen/{id}/voortgang"),
        ("/leergroepen/{id}/certificaten", "/leergroepen/{id}/voortgang"),
        ("/profiel", None),
    ],
)
def test_the_nearest_door_above_a_page_or_on_its_way_back_is_the_current_one(
    session: Session, sign_in: SignIn, page: str, door: str | None
) -> None:
    cohort = make_cohort()
    client = sign_in(make_trainer(cohort))
    answer = client.get(page.format(id=cohort.public_id))
    assert answer.status_code == 200
    wanted = [door.format(id=cohort.public_id)] if door else []
    assert CURRENT.findall(answer.get_data(as_text=True)) == wanted


def test_a_way_back_that_leads_to_another_room_decides(session: Session, sign_in: SignIn) -> None:
    cohort = make_cohort()
    enrolment = make_enrolment(cohort, state=EnrolmentState.IN_TRAINING)
    client = sign_in(session.get_one(Person, enrolment.person_id))
    page = client.get(f"/leergroepen/{cohort.public_id}/meelopen/begrippenwijzer")
    assert CURRENT.findall(page.text) == ["/meelopen"]
