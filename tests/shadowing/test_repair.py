"""A day that falls away: who hears of it, what can come in its place, and how both days stay linked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core.authorisation import Actor
from lms.messages.models import Notice
from lms.shadowing import operations, queries
from lms.shadowing.models import Visit, VisitState
from tests.factories.cohorts import make_enrolment
from tests.factories.matching import make_line_manager
from tests.factories.shadowing import make_host, make_host_slot, make_own_host, make_visit
from tests.shadowing.conftest import Cast, on_the_day

ActorOf = Callable[[Person], Actor]
Ask = Callable[..., Visit]
SignIn = Callable[[Person], FlaskClient]


def told(session: Session, person: Person) -> list[str]:
    return list(session.scalars(sa.select(Notice.title).where(Notice.person_id == person.id)))


def test_who_did_not_come_and_the_coordinator_hear_so(
    session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
) -> None:
    visit = agreed()
    with on_the_day(visit):
        operations.miss_visit(session, actor=actor_of(cast.coordinator), visit=visit)
    assert "Je was er niet op je meeloopdag" in told(session, cast.visitor)
    assert "Een meeloopdag gaat niet door" in told(session, cast.coordinator)


@pytest.mark.parametrize("state", [VisitState.CANCELLED, VisitState.NO_SHOW, VisitState.REJECTED])
def test_a_lost_day_offers_others_that_can_be(cast: Cast, sign_in: SignIn, state: VisitState) -> None:
    lost = make_visit(cast.enrolment, cast.guest, state=state)
    for host in (cast.host, cast.guest):
        make_host_slot(host)
    own = make_host(cast.cohort, organisation=cast.own_organisation)
    make_host_slot(own)
    page = sign_in(cast.visitor).get(f"/meelopen/dagen/{lost.public_id}").text
    assert f"/meelopen/gastcollegas/{cast.host.public_id}" in page
    assert (str(cast.guest.public_id) in page) is (state is VisitState.NO_SHOW)
    assert str(own.public_id) not in page


def test_the_coordinator_sees_where_somebody_without_a_place_can_go(cast: Cast, sign_in: SignIn) -> None:
    make_visit(cast.enrolment, cast.guest, state=VisitState.CANCELLED)
    make_host_slot(cast.host)
    page = sign_in(cast.coordinator).get(f"/leergroepen/{cast.cohort.public_id}/meelopen").text
    lost = page.split("een dag viel weg")[0].rsplit("<li>", 1)[1]
    assert cast.host.name in lost


def test_both_days_lead_to_each_other(session: Session, cast: Cast, ask: Ask, sign_in: SignIn) -> None:
    lost = make_visit(cast.enrolment, cast.guest, state=VisitState.NO_SHOW)
    found = ask(cast.host)
    client = sign_in(cast.visitor)
    assert f"/meelopen/dagen/{found.public_id}" in client.get(f"/meelopen/dagen/{lost.public_id}").text
    assert f"/meelopen/dagen/{lost.public_id}" in client.get(f"/meelopen/dagen/{found.public_id}").text


@pytest.mark.parametrize("who_leads", ["visitor", "host"])
def test_a_line_manager_whom_staff_entered_is_no_host_either(
    session: Session, cast: Cast, ask: Ask, who_leads: str
) -> None:
    other = make_enrolment(cast.cohort)
    pair = (other, cast.enrolment) if who_leads == "visitor" else (cast.enrolment, other)
    make_line_manager(*pair)
    with pytest.raises(operations.LineManagerError):
        ask(make_own_host(other))
    assert queries.list_visits_of(session, enrolment=cast.enrolment) == []


def test_before_signing_the_history_names_no_host(cast: Cast, sign_in: SignIn, session: Session) -> None:
    visit = make_visit(cast.enrolment, cast.host, state=VisitState.REQUESTED)
    sign_in(cast.host_person).post(
        f"/meelopen/bezoek/{visit.public_id}/antwoord", data={"answer": "consider"}
    )
    page = sign_in(cast.visitor).get(f"/meelopen/dagen/{visit.public_id}").text
    assert "de gastcollega" in page
    assert cast.host_person.display_name not in page


def test_who_was_there_after_all_is_written_down_and_history_stays(
    session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf, sign_in: SignIn
) -> None:
    visit = agreed()
    with on_the_day(visit):
        operations.miss_visit(session, actor=actor_of(cast.coordinator), visit=visit)
        session.commit()
        client, address = sign_in(cast.coordinator), f"/meelopen/bezoek/{visit.public_id}"
        assert "Was je bezoeker er toch?" in client.get(address).text
        answer = client.post(f"{address}/verslag", data={"outcome": "came", "real_hours": "6"})
    assert answer.status_code == 303
    after = queries.get_visit(session, visit_id=visit.public_id)
    assert after.state is VisitState.DONE
    assert [change.to_state for change in after.changes][-2:] == [VisitState.NO_SHOW, VisitState.DONE]
