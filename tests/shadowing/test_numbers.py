"""A number that looks like a BSN is never kept, in none of the texts around visits and trainings (DR-41)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.shadowing.models import Observation, VisitReflection
from tests.factories.shadowing import make_done_visit
from tests.shadowing.conftest import Cast

NUMBER = "111222333"


@pytest.mark.parametrize(
    ("door", "field", "kept"),
    [("observatie", "seen", Observation.seen), ("reflectie", "text", VisitReflection.text)],
)
def test_it_is_refused_not_repeated_and_the_rest_stays(
    session: Session,
    cast: Cast,
    sign_in: Callable[[Person], FlaskClient],
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    door: str,
    field: str,
    kept: sa.orm.InstrumentedAttribute[str],
) -> None:
    visit = make_done_visit(cast.enrolment, cast.guest)
    data = {field: f"Zij vroeg naar {NUMBER} en belde toen.", "version": "0", "save": "1"}
    answer = sign_in(cast.visitor).post(f"/meelopen/dagen/{visit.public_id}/{door}", data=data)
    assert answer.status_code == 422
    assert "een nummer dat op een BSN lijkt" in answer.text
    assert "en belde toen." in answer.text
    assert session.scalars(sa.select(kept)).all() == []
    logged = caplog.text + "".join(capsys.readouterr())
    assert NUMBER not in answer.text + logged
