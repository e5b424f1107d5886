"""The coordinator finds a place for somebody who has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.messages.models import Notice
from lms.shadowing import operations, queries
from lms.shadowing.models import HostSlot, Visit, VisitState
from lms.shadowing.rules import Limits
from lms.shadowing.subscribers.post import LAPSED, PLACED
from tests.factories.cohorts import make_cohort, make_enrolment, make_meeting
from tests.factories.shadowing import make_host, make_host_slot, make_own_host, make_visit
from tests.shadowing.conftest import QUESTION, Cast, mails_to

ActorOf = Callable[[Person], Actor]
SignIn = Callable[[Person], FlaskClient]


def page_for(cast: Cast) -> str:
    return f"/meelopen/deelnemers/{cast.enrolment.public_id}/plek"


def kinds_for(session: Session, person: Person) -> list[str]:
    return list(session.scalars(sa.select(Notice.kind).where(Notice.person_id == person.id)))


def test_the_host_is_asked_the_participant_hears_it_and_the_trail_says_who_did(
    session: Session, cast: Cast, sign_in: SignIn, actor_of: ActorOf
) -> None:
    slot = make_host_slot(cast.guest)
    operations.write_wish(
        session, actor=actor_of(cast.visitor), enrolment=cast.enrolment, learning_question=QUESTION, hosts=[]
    )
    session.commit()
    client = sign_in(cast.coordinator)
    assert page_for(cast) in client.get(f"/leergroepen/{cast.cohort.public_id}/meelopen").text
    page = client.get(page_for(cast)).text
    assert str(slot.public_id) in page
    assert QUESTION in page

    assert client.post(page_for(cast), data={"slot": slot.public_id}).status_code == 303

    (visit,) = queries.list_visits_of(session, enrolment=cast.enrolment)
    assert (visit.state, visit.learning_question) == (VisitState.REQUESTED, QUESTION)
    assert kinds_for(session, cast.visitor) == [PLACED]
    assert mails_to(session, cast.guest.email)
    trail = session.scalars(sa.select(AuditEntry).where(AuditEntry.event.endswith("VisitPlaced"))).one()
    assert trail.actor_id == cast.coordinator.id


def test_the_participant_declines_and_the_coordinator_hears_so(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    slot = make_host_slot(cast.guest)
    sign_in(cast.coordinator).post(page_for(cast), data={"slot": slot.public_id})
    (visit,) = queries.list_visits_of(session, enrolment=cast.enrolment)
    client, address = sign_in(cast.visitor), f"/meelopen/dagen/{visit.public_id}"
    assert "Ik kan toch niet" in client.get(address).text
    assert client.post(f"{address}/intrekken", data={"reason": "full_diary"}).status_code == 303
    assert queries.get_visit(session, visit_id=visit.public_id).state is VisitState.WITHDRAWN
    assert LAPSED in kinds_for(session, cast.coordinator)


def own_organisation(cast: Cast) -> HostSlot:
    return make_host_slot(make_host(cast.cohort, organisation=cast.own_organisation))


def last_seat_gone(cast: Cast) -> HostSlot:
    slot = make_host_slot(cast.guest)
    make_visit(make_enrolment(cast.cohort), cast.guest, slot_id=slot.id, starts_at=slot.starts_at)
    return slot


def met_before(cast: Cast) -> HostSlot:
    make_visit(cast.enrolment, cast.guest)
    return make_host_slot(cast.guest, days=40)


def two_visitors_already(cast: Cast) -> HostSlot:
    slot = make_host_slot(cast.guest)
    for days in (1, 2):
        day = slot.starts_at + timedelta(days=days)
        make_visit(make_enrolment(cast.cohort), cast.guest, starts_at=day)
    return slot


def day_of_a_meeting(cast: Cast) -> HostSlot:
    slot = make_host_slot(cast.guest)
    make_meeting(cast.cohort, held_on=clock.local(slot.starts_at).date())
    return slot


def of_another_cohort(_cast: Cast) -> HostSlot:
    return make_host_slot(make_host(make_cohort()))


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        (own_organisation, 403, "werkt bij de eigen organisatie van deze deelnemer"),
        (last_seat_gone, 409, "Deze plek is weg."),
        (met_before, 409, "Deze deelnemer heeft al een meeloopdag bij deze gastcollega."),
        (two_visitors_already, 409, "al twee bezoekers"),
        (day_of_a_meeting, 409, "komt de leergroep bij elkaar"),
        (of_another_cohort, 422, "Kies een dag uit de lijst."),
    ],
)
def test_what_is_refused_with_its_reason(
    session: Session,
    cast: Cast,
    sign_in: SignIn,
    day: Callable[[Cast], HostSlot],
    status: int,
    words: str,
) -> None:
    slot = day(cast)
    client = sign_in(cast.coordinator)
    assert str(slot.public_id) not in client.get(page_for(cast)).text
    answer = client.post(page_for(cast), data={"slot": slot.public_id})
    assert answer.status_code == status
    assert words in answer.text
    assert session.scalar(sa.select(sa.func.count()).where(Visit.state == VisitState.REQUESTED)) == 0


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(too_far=frozenset({"Hoogveld"})), "te ver weg"),
        (Limits(weekdays=frozenset(range(7))), "Op die dag kan deze deelnemer niet"),
    ],
)
def test_the_limits_of_the_wish_hold(
    session: Session, cast: Cast, sign_in: SignIn, actor_of: ActorOf, limits: Limits, words: str
) -> None:
    slot = make_host_slot(make_host(cast.cohort, place="Hoogveld"))
    operations.write_wish(
        session,
        actor=actor_of(cast.visitor),
        enrolment=cast.enrolment,
        learning_question=QUESTION,
        hosts=[],
        limits=limits,
    )
    session.commit()
    client = sign_in(cast.coordinator)
    assert str(slot.public_id) not in client.get(page_for(cast)).text
    answer = client.post(page_for(cast), data={"slot": slot.public_id})
    assert answer.status_code == 409
    assert words in answer.text


def test_a_host_who_walks_along_elsewhere_that_day_receives_nobody(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    slot = make_host_slot(cast.host)
    (theirs,) = session.scalars(sa.select(Enrolment).where(Enrolment.person_id == cast.host_person.id))
    make_visit(theirs, make_host(cast.cohort), starts_at=slot.starts_at)
    client = sign_in(cast.coordinator)
    assert str(slot.public_id) not in client.get(page_for(cast)).text
    answer = client.post(page_for(cast), data={"slot": slot.public_id})
    assert answer.status_code == 409
    assert "zelf op pad" in answer.text


def test_who_receives_somebody_that_day_cannot_go_elsewhere(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    slot = make_host_slot(cast.guest)
    make_visit(make_enrolment(cast.cohort), make_own_host(cast.enrolment), starts_at=slot.starts_at)
    client = sign_in(cast.coordinator)
    assert str(slot.public_id) not in client.get(page_for(cast)).text
    assert client.post(page_for(cast), data={"slot": slot.public_id}).status_code == 409
