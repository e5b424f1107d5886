"""What can be done with a visit: rows, events and refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Organisation, Person
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import find_enrolment
from lms.core import clock
from lms.core.authorisation import ANONYMOUS, Actor
from lms.core.errors import ConflictError
from lms.core.events import Event, bus
from lms.core.extensions import db
from lms.shadowing import operations, queries
from lms.shadowing.events import VisitMoved, VisitRequested
from lms.shadowing.models import Host, HostLink, LinkPurpose, Reason, Visit, VisitState
from lms.shadowing.operations import LinkGoneError
from lms.shadowing.rules import LinkFault, Repeat, Report
from tests.factories.accounts import make_organisation
from tests.factories.agreements import make_agreement
from tests.factories.cohorts import make_enrolment
from tests.factories.shadowing import make_done_visit, make_host, make_host_slot, make_visit
from tests.shadowing.conftest import QUESTION, Cast, mails_to, on_the_day

ActorOf = Callable[[Person], Actor]
Ask = Callable[..., Visit]
REPORT = Report(real_minutes=330, debrief_minutes=20, was_partly_absent=True, remark="Open en nieuwsgierig.")


@pytest.fixture
def heard() -> list[Event]:
    found: list[Event] = []
    bus.subscribe(Event, lambda _session, event: found.append(event))
    yield found
    bus._handlers.pop()


class TestRequest:
    def test_a_request_waits_for_the_host(self, ask: Ask, heard: list[Event]) -> None:
        visit = ask()
        assert (visit.state, visit.learning_question) == (VisitState.REQUESTED, QUESTION)
        assert [change.to_state for change in visit.changes] == [VisitState.REQUESTED]
        assert type(heard[-1]) is VisitRequested
        assert "link_token" not in heard[-1].facts()

    def test_a_host_from_outside_gets_a_link_and_no_name(
        self, session: Session, ask: Ask, cast: Cast
    ) -> None:
        ask()
        (mail,) = mails_to(session, cast.guest.email)
        assert "/meelopen/antwoord/" in str(mail["text"])
        assert cast.visitor.family_name not in str(mail["text"])
        assert QUESTION not in str(mail["text"])

    def test_the_own_organisation_is_refused(self, cast: Cast, ask: Ask) -> None:
        with pytest.raises(operations.OwnOrganisationError):
            ask(make_host(cast.cohort, organisation=cast.own_organisation))

    def test_a_department_of_the_own_organisation_is_refused(self, cast: Cast, ask: Ask) -> None:
        department = make_organisation(parent_id=cast.own_organisation.id)
        with pytest.raises(operations.OwnOrganisationError):
            ask(make_host(cast.cohort, organisation=department))

    def test_the_line_manager_is_refused(self, cast: Cast, ask: Ask) -> None:
        make_agreement(cast.enrolment, manager_email="Truus@Elders.example")
        with pytest.raises(operations.LineManagerError):
            ask()

    def test_the_own_report_is_refused(self, session: Session, cast: Cast, ask: Ask) -> None:
        make_agreement(_enrolment_of_host(session, cast), manager_email=cast.visitor.email)
        with pytest.raises(operations.LineManagerError):
            ask(cast.host)

    def test_nobody_goes_twice_to_one_host(self, cast: Cast, ask: Ask) -> None:
        make_done_visit(cast.enrolment, cast.guest)
        with pytest.raises(operations.SamePairError):
            ask()

    def test_the_second_day_is_at_another_organisation(self, cast: Cast, ask: Ask) -> None:
        make_done_visit(cast.enrolment, cast.guest)
        colleague = make_host(cast.cohort, organisation=_organisation_of(cast.guest))
        with pytest.raises(operations.SameOrganisationError):
            ask(colleague)

    def test_after_two_organisations_one_may_come_back(self, cast: Cast, ask: Ask) -> None:
        for host in (cast.guest, cast.host):
            make_done_visit(cast.enrolment, host)
        assert ask(make_host(cast.cohort, organisation=_organisation_of(cast.guest)))

    def test_a_full_day_is_refused(self, cast: Cast, ask: Ask) -> None:
        slot = make_host_slot(cast.guest)
        make_visit(make_enrolment(cast.cohort), cast.guest, slot_id=slot.id, starts_at=slot.starts_at)
        with pytest.raises(operations.SlotFullError):
            ask(slot=slot)

    def test_a_host_receives_two_visitors_in_one_half_of_the_year(self, cast: Cast, ask: Ask) -> None:
        for days in (30, 31):
            day = clock.at(clock.today() + timedelta(days=days), 9)
            make_visit(make_enrolment(cast.cohort), cast.guest, starts_at=day)
        with pytest.raises(operations.HostFullError):
            ask()
        assert ask(slot=make_host_slot(cast.guest, days=120))

    def test_asking_is_in_time(self, cast: Cast, ask: Ask) -> None:
        with pytest.raises(operations.TooLateError):
            ask(slot=make_host_slot(cast.guest, days=6))
        assert ask(slot=make_host_slot(cast.guest, days=7))

    def test_a_visitor_is_in_one_place_at_a_time(self, cast: Cast, ask: Ask) -> None:
        slot = make_host_slot(cast.guest)
        make_visit(cast.enrolment, cast.host, starts_at=slot.starts_at + timedelta(hours=3))
        with pytest.raises(operations.AlreadyBookedError):
            ask(slot=slot)

    def test_three_requests_wait_at_most(self, cast: Cast, ask: Ask) -> None:
        for days in (30, 31, 32):
            day = clock.at(clock.today() + timedelta(days=days), 9)
            make_visit(cast.enrolment, state=VisitState.REQUESTED, starts_at=day)
        with pytest.raises(operations.TooManyOpenError):
            ask()

    def test_a_new_day_takes_the_place_of_one_that_fell_away(
        self, session: Session, cast: Cast, ask: Ask
    ) -> None:
        lost = make_visit(cast.enrolment, cast.guest, state=VisitState.CANCELLED)
        visit = ask(cast.host)
        lost = queries.get_visit(session, visit_id=lost.public_id)
        assert visit.replaces_id == lost.id
        assert lost.state is VisitState.REPLACED
        assert [change.to_state for change in lost.changes] == [VisitState.REQUESTED, VisitState.REPLACED]


def _organisation_of(host: Host) -> Organisation:
    return db.session.get_one(Organisation, host.organisation_id)


def _enrolment_of_host(session: Session, cast: Cast) -> Enrolment:
    found = find_enrolment(session, cohort=cast.cohort, person_id=cast.host_person.id)
    assert found is not None
    return found


class TestAnswer:
    def test_rejecting_frees_the_seat(
        self, session: Session, cast: Cast, ask: Ask, actor_of: ActorOf
    ) -> None:
        slot = make_host_slot(cast.host)
        visit = ask(slot=slot)
        actor = actor_of(cast.host_person)
        operations.reject_visit(session, actor=actor, visit=visit, reason=Reason.FULL_DIARY)
        assert queries.count_on_slot(session, slot=slot) == 0
        assert (visit.changes[-1].reason, visit.changes[-1].changed_by_id) == (
            Reason.FULL_DIARY,
            cast.host_person.id,
        )

    def test_an_answer_is_given_once(self, session: Session, cast: Cast, ask: Ask, actor_of: ActorOf) -> None:
        visit, actor = ask(cast.host), actor_of(cast.host_person)
        operations.accept_visit(session, actor=actor, visit=visit)
        with pytest.raises(operations.NotPossibleNowError):
            operations.reject_visit(session, actor=actor, visit=visit, reason=Reason.OTHER)

    def test_considering_sends_a_new_link(self, session: Session, cast: Cast, ask: Ask) -> None:
        visit = ask()
        operations.consider_visit(session, actor=ANONYMOUS, visit=visit, by_link=True)
        links = session.scalars(sa.select(HostLink).order_by(HostLink.id)).all()
        assert [link.revoked_at is None for link in links] == [False, True]
        assert len(mails_to(session, cast.guest.email)) == 2


class TestLinks:
    def test_a_link_works_once(self, session: Session, ask: Ask, token: Callable[..., str]) -> None:
        secret = token(ask(), LinkPurpose.ANSWER)
        operations.consume(session, token=secret, purpose=LinkPurpose.ANSWER)
        with pytest.raises(LinkGoneError) as gone:
            operations.consume(session, token=secret, purpose=LinkPurpose.ANSWER)
        assert gone.value.fault is LinkFault.USED

    def test_a_link_does_one_thing(self, session: Session, ask: Ask, token: Callable[..., str]) -> None:
        secret = token(ask(), LinkPurpose.ANSWER)
        with pytest.raises(LinkGoneError) as gone:
            operations.usable_link(session, token=secret, purpose=LinkPurpose.REPORT)
        assert gone.value.fault is LinkFault.UNKNOWN

    def test_a_newer_link_replaces_the_older(
        self, session: Session, ask: Ask, token: Callable[..., str]
    ) -> None:
        visit = ask()
        older, _newer = token(visit, LinkPurpose.ANSWER), token(visit, LinkPurpose.ANSWER)
        with pytest.raises(LinkGoneError) as gone:
            operations.usable_link(session, token=older, purpose=LinkPurpose.ANSWER)
        assert gone.value.fault is LinkFault.REVOKED

    def test_only_a_host_without_account_gets_links(self, session: Session, cast: Cast, ask: Ask) -> None:
        assert operations.issue_link(session, visit=ask(cast.host), purpose=LinkPurpose.ANSWER) is None


class TestMove:
    def test_both_calendars_move_and_history_stays(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf, heard: list[Event]
    ) -> None:
        visit = agreed()
        before, day = visit.starts_at, clock.today() + timedelta(days=40)
        _move(session, actor_of(cast.coordinator), visit, day=day)
        assert (visit.starts_at, visit.sequence) == (clock.at(day, 10), 1)
        assert visit.changes[-1].from_starts_at == before
        assert visit.slot_id is None
        assert [type(event) for event in heard[-1:]] == [VisitMoved]
        mails = [mails_to(session, who)[-1] for who in (cast.visitor.email, cast.guest.email)]
        for mail in mails:
            text = str(mail["calendar"]["text"])  # type: ignore[index]
            assert f"UID:{visit.public_id}@samenloop" in text
            assert "SEQUENCE:1" in text
            assert "20270105T100000" in text

    def test_over_midnight_is_refused(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit = agreed()
        with pytest.raises(operations.OverMidnightError):
            _move(session, actor_of(cast.coordinator), visit, starts=time(20), ends=time(2))

    def test_the_same_day_is_no_move(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit = agreed()
        local = clock.local(visit.starts_at)
        with pytest.raises(operations.NothingMovedError):
            _move(
                session,
                actor_of(cast.coordinator),
                visit,
                day=local.date(),
                starts=local.time(),
                ends=clock.local(visit.ends_at).time(),
            )


def _move(session: Session, actor: Actor, visit: Visit, **values: object) -> None:
    values = {"day": clock.today() + timedelta(days=40), "starts": time(10), "ends": time(16), **values}
    operations.move_visit(session, actor=actor, visit=visit, **values)  # type: ignore[arg-type]


class TestEnd:
    def test_withdrawing_and_not_coming_are_not_the_same(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit = agreed()
        operations.withdraw_visit(session, actor=actor_of(cast.visitor), visit=visit, reason=Reason.ILLNESS)
        assert visit.state is VisitState.WITHDRAWN
        with on_the_day(visit), pytest.raises(operations.NotPossibleNowError):
            operations.miss_visit(session, actor=actor_of(cast.coordinator), visit=visit)

    def test_a_host_cancels_on_the_day_itself(self, session: Session, cast: Cast, agreed: Ask) -> None:
        visit = agreed()
        with clock.moved_to(visit.starts_at - timedelta(hours=1)):
            operations.cancel_visit(
                session, actor=ANONYMOUS, visit=visit, reason=Reason.ILLNESS, by_link=True
            )
        mail = mails_to(session, cast.visitor.email)[-1]
        assert mail["calendar"]["method"] == "CANCEL"  # type: ignore[index]

    def test_nobody_tells_how_a_day_was_before_it(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        with pytest.raises(operations.NotOverYetError):
            operations.report_visit(session, actor=actor_of(cast.coordinator), visit=agreed(), report=REPORT)

    def test_a_report_keeps_real_hours_and_partly_absent(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit = agreed()
        with on_the_day(visit):
            operations.report_visit(session, actor=actor_of(cast.coordinator), visit=visit, report=REPORT)
        assert (visit.state, visit.real_minutes, visit.was_partly_absent) == (VisitState.DONE, 330, True)

    @pytest.mark.parametrize(
        ("minutes", "remark", "error"),
        [
            (420, "", operations.LongerNeedsRemarkError),
            (60 * 16, "Er kwam een spoedgeval.", operations.OverMidnightError),
        ],
    )
    def test_hours_beyond_the_plan(
        self,
        session: Session,
        cast: Cast,
        agreed: Ask,
        actor_of: ActorOf,
        minutes: int,
        remark: str,
        error: type[Exception],
    ) -> None:
        visit = agreed()
        report = Report(real_minutes=minutes, debrief_minutes=20, was_partly_absent=False, remark=remark)
        with on_the_day(visit), pytest.raises(error):
            operations.report_visit(session, actor=actor_of(cast.coordinator), visit=visit, report=report)


class TestSigning:
    def test_the_text_stays_as_it_was_read(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit = agreed()
        operations.sign_visit_agreement(session, actor=actor_of(cast.visitor), visit=visit, number=1)
        assert visit.signature is not None
        assert (visit.signature.text_number, visit.signature.name) == (1, cast.visitor.display_name)
        assert cast.guest.organisation.name in visit.signature.text
        with pytest.raises(operations.AlreadySignedError):
            operations.sign_visit_agreement(session, actor=actor_of(cast.visitor), visit=visit, number=1)

    def test_another_text_than_was_read_is_not_signed(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        with pytest.raises(ConflictError):
            operations.sign_visit_agreement(session, actor=actor_of(cast.visitor), visit=agreed(), number=2)

    def test_the_place_reaches_the_calendar_only_after_signing(
        self, session: Session, cast: Cast, agreed: Ask, actor_of: ActorOf
    ) -> None:
        visit = agreed()
        before = str(mails_to(session, cast.visitor.email)[-1]["calendar"])
        operations.sign_visit_agreement(session, actor=actor_of(cast.visitor), visit=visit, number=1)
        after = str(mails_to(session, cast.visitor.email)[-1]["calendar"])
        assert "Beukenlaan" not in before
        assert "Beukenlaan" in after


class TestSlots:
    def test_a_series_offers_each_week_up_to_its_last_day(
        self, session: Session, cast: Cast, actor_of: ActorOf
    ) -> None:
        day = clock.today() + timedelta(days=14)
        slots = operations.offer_slots(
            session,
            actor=actor_of(cast.host_person),
            host=queries.get_host(session, host_id=cast.host.public_id),
            day=day,
            starts=time(9),
            ends=time(15),
            capacity=2,
            lead_days=7,
            repeat=Repeat.FORTNIGHTLY,
            until=day + timedelta(days=30),
        )
        assert [clock.local(slot.starts_at).date() for slot in slots] == [
            day + timedelta(weeks=weeks) for weeks in (0, 2, 4)
        ]

    def test_a_day_that_somebody_asked_for_stays(
        self, session: Session, cast: Cast, ask: Ask, actor_of: ActorOf
    ) -> None:
        slot = make_host_slot(cast.host)
        ask(slot=slot)
        with pytest.raises(operations.SlotInUseError):
            operations.withdraw_slot(
                session,
                actor=actor_of(cast.host_person),
                slot=queries.get_host_of_slot(session, slot_id=slot.public_id),
            )
