"""A day that moves, and a host whose contact changes: seats, links and both calendars follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.core import clock
from lms.core.authorisation import Actor
from lms.shadowing import operations, queries
from lms.shadowing.models import Host, LinkPurpose, Visit, VisitState
from lms.shadowing.operations import LinkGoneError
from lms.shadowing.rules import Profile
from tests.factories.cohorts import make_enrolment
from tests.factories.shadowing import make_host_slot, make_visit
from tests.shadowing.conftest import Cast, mails_to

ActorOf = Callable[[Person], Actor]
Ask = Callable[..., Visit]
SignIn = Callable[[Person], FlaskClient]


def move(session: Session, actor: Actor, visit: Visit, *, day: date, starts: int = 9) -> None:
    operations.move_visit(
        session, actor=actor, visit=visit, day=day, starts=time(starts), ends=time(starts + 6)
    )
    session.commit()


def test_an_agreed_day_counts_in_the_study_load_of_visitor_and_host(session: Session, cast: Cast) -> None:
    visit = make_visit(cast.enrolment, cast.host)
    make_visit(cast.enrolment, cast.guest, state=VisitState.REQUESTED)
    found = queries.list_own_days(session, cohort=cast.cohort)
    assert len({row.enrolment_id for row in found}) == len(found) == 2
    minutes = (visit.ends_at - visit.starts_at).seconds // 60
    assert {(row.day, row.minutes) for row in found} == {(clock.local(visit.starts_at).date(), minutes)}
    (own,) = queries.list_own_days(session, cohort=cast.cohort, enrolment=cast.enrolment)
    assert own.enrolment_id == cast.enrolment.id


class TestMove:
    def test_both_calendars_show_the_new_day_under_the_same_number(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf, sign_in: SignIn
    ) -> None:
        visit = agreed(cast.host)
        month, day = visit.starts_at, clock.today() + timedelta(days=60)
        move(session, actor_of(cast.host_person), visit, day=day, starts=10)
        for person, address in ((cast.visitor, "dagen"), (cast.host_person, "bezoek")):
            calendar = str(mails_to(session, person.email)[-1]["calendar"])
            assert f"UID:{visit.public_id}@samenloop" in calendar
            assert "SEQUENCE:1" in calendar
            assert f"DTSTART;TZID=Europe/Amsterdam:{day:%Y%m%d}T100000" in calendar
            client, shown = sign_in(person), f"/meelopen/{address}/{visit.public_id}"
            assert shown in client.get(f"/kalender?maand={day:%Y-%m}").text
            assert shown not in client.get(f"/kalender?maand={month:%Y-%m}").text

    def test_a_day_that_the_host_offers_takes_its_seat_there(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit, other = agreed(), make_host_slot(cast.guest, days=30)
        move(session, actor_of(cast.coordinator), visit, day=clock.local(other.starts_at).date())
        assert queries.count_on_slot(session, slot=other) == 1

    def test_a_day_that_is_full_takes_nobody_more(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit, full = agreed(), make_host_slot(cast.guest, days=30)
        make_visit(make_enrolment(cast.cohort), cast.guest, slot_id=full.id, starts_at=full.starts_at)
        with pytest.raises(operations.SlotFullError):
            move(session, actor_of(cast.coordinator), visit, day=clock.local(full.starts_at).date())


def hand_over(session: Session, actor: Actor, host: Host, *, email: str) -> None:
    host = queries.get_host(session, host_id=host.public_id)
    kept = {name: getattr(host, name) for name in Profile.__dataclass_fields__}
    operations.change_host(
        session,
        actor=actor,
        host=host,
        profile=Profile(**kept),
        version=host.version,
        name="Toos Nieuw",
        email=email,
    )
    session.commit()


class TestContact:
    def test_whoever_takes_over_gets_a_link_and_the_former_ones_stop(
        self, session: Session, cast: Cast, ask: Ask, token: Callable[..., str], actor_of: ActorOf
    ) -> None:
        former = token(ask(), LinkPurpose.ANSWER)
        hand_over(session, actor_of(cast.coordinator), cast.guest, email="toos@elders.example")
        with pytest.raises(LinkGoneError):
            operations.usable_link(session, token=former, purpose=LinkPurpose.ANSWER)
        (mail,) = mails_to(session, "toos@elders.example")
        assert "/meelopen/antwoord/" in str(mail["text"])

    def test_of_an_agreed_day_the_new_contact_gets_both_links(
        self, session: Session, cast: Cast, agreed: Ask, token: Callable[..., str], actor_of: ActorOf
    ) -> None:
        visit = agreed()
        former = [(token(visit, purpose), purpose) for purpose in (LinkPurpose.PREPARE, LinkPurpose.CHANGE)]
        hand_over(session, actor_of(cast.coordinator), cast.guest, email="toos@elders.example")
        for secret, purpose in former:
            with pytest.raises(LinkGoneError):
                operations.usable_link(session, token=secret, purpose=purpose)
        text = str(mails_to(session, "toos@elders.example")[-1]["text"])
        assert "/meelopen/voorbereiding/" in text
        assert "/meelopen/wijzigen/" in text

    def test_an_agreed_day_leaves_the_agenda_of_the_former_contact(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit, former = agreed(), cast.guest.email
        hand_over(session, actor_of(cast.coordinator), cast.guest, email="toos@elders.example")
        theirs, ours = (mails_to(session, to)[-1]["calendar"] for to in (former, "toos@elders.example"))
        cancelled, invited = (str(part).replace("\\r\\n ", "") for part in (theirs, ours))
        assert "METHOD:CANCEL" in cancelled
        assert "METHOD:REQUEST" in invited
        for text, attendee in ((cancelled, former), (invited, "toos@elders.example")):
            assert f"UID:{visit.public_id}@samenloop" in text
            assert f"SEQUENCE:{visit.sequence}" in text
            assert attendee in text
        assert visit.sequence == 1
        trail = session.scalars(sa.select(AuditEntry).where(AuditEntry.event.endswith("HostReplaced"))).one()
        assert former not in str(trail.facts)

    def test_the_same_address_keeps_its_links(
        self, session: Session, cast: Cast, ask: Ask, token: Callable[..., str], actor_of: ActorOf
    ) -> None:
        secret = token(ask(), LinkPurpose.ANSWER)
        hand_over(session, actor_of(cast.coordinator), cast.guest, email=cast.guest.email)
        assert operations.usable_link(session, token=secret, purpose=LinkPurpose.ANSWER)
