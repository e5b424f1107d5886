"""Pages of visits ask as often for many rows as for few, and at most twelve times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.core import clock
from lms.core.extensions import db
from lms.shadowing.models import VisitState
from tests.factories.cohorts import make_enrolment
from tests.factories.shadowing import make_done_visit, make_host, make_host_slot, make_visit
from tests.shadowing.conftest import Cast

MOST = 12


def grow(cast: Cast, rows: int) -> None:
    for number in range(rows):
        host = make_host(cast.cohort)
        make_host_slot(host)
        make_done_visit(make_enrolment(cast.cohort), host)
        make_done_visit(cast.enrolment, host)
        day = clock.at(clock.today() + timedelta(days=40 + number), 9)
        make_visit(make_enrolment(cast.cohort), cast.host, starts_at=day)
        late = clock.now() - timedelta(days=9)
        make_visit(make_enrolment(cast.cohort), host, state=VisitState.REQUESTED, created_at=late)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("visitor", "/meelopen"),
        ("visitor", "/meelopen/wens"),
        ("visitor", "/meelopen/gastcollegas"),
        ("host_person", "/meelopen"),
        ("host_person", "/meelopen/gastcollegas/{host}/dagen"),
        ("coordinator", "/leergroepen/{cohort}/meelopen"),
        ("coordinator", "/leergroepen/{cohort}/meelopen/gastcollegas"),
        ("coordinator", "/leergroepen/{cohort}/meelopen/balans"),
        ("coordinator", "/leergroepen/{cohort}/meelopen/rondes/nieuw"),
        ("coordinator", "/meelopen/deelnemers/{enrolment}/plek"),
    ],
)
def test_costs_stay_flat(
    cast: Cast,
    sign_in: Callable[[Person], FlaskClient],
    count_queries: Callable[[Callable[[], object]], int],
    who: str,
    path: str,
) -> None:
    address = path.format(
        cohort=cast.cohort.public_id, host=cast.host.public_id, enrolment=cast.enrolment.public_id
    )
    client = sign_in(getattr(cast, who))

    def cost() -> int:
        db.session.commit()
        return count_queries(lambda: client.get(address))

    grow(cast, 2)
    assert client.get(address).status_code == 200
    few = cost()
    grow(cast, 8)
    assert cost() == few
    assert few <= MOST
