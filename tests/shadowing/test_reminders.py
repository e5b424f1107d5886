"""What the worker does each hour, and what becomes evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.queries import get_enrolment
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.learning.models import Evidence, EvidenceState
from lms.messages.letters import stop_path
from lms.messages.models import Notice
from lms.messages.operations import stop_reminders
from lms.messages.rules import reminder_key
from lms.programmes.models import Requirement, RequirementKind
from lms.shadowing import operations, queries
from lms.shadowing.models import LinkPurpose, Reason, Visit, VisitState
from lms.shadowing.rules import Report
from tests.factories import save
from tests.factories.cohorts import make_enrolment
from tests.factories.shadowing import make_own_host, make_visit
from tests.shadowing.conftest import Cast, mails_to, on_the_day

ActorOf = Callable[[Person], Actor]
TEXT = "Ik belde altijd te vroeg op de dag. " * 4


class TestReminders:
    def test_a_week_and_a_day_before_each_once(self, session: Session, cast: Cast) -> None:
        visit = make_visit(cast.enrolment, cast.host)
        told = []
        for before in (timedelta(days=8), timedelta(days=6), timedelta(days=5), timedelta(hours=20)):
            with clock.moved_to(visit.starts_at - before):
                for _hour in "12":
                    operations.send_due(session)
            told.append(session.scalar(sa.select(sa.func.count()).select_from(Notice)))
        assert told == [0, 2, 2, 4]

    def test_a_guest_who_has_not_prepared_gets_a_link(self, session: Session, cast: Cast) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        with clock.moved_to(visit.starts_at - timedelta(days=6)):
            operations.send_due(session)
        (mail,) = mails_to(session, cast.guest.email)
        assert "/meelopen/voorbereiding/" in str(mail["text"])
        assert cast.visitor.family_name not in str(mail["text"])

    def test_a_guest_can_end_them_and_keeps_the_links(self, session: Session, cast: Cast) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        with clock.moved_to(visit.starts_at - timedelta(days=6)):
            operations.send_due(session)
        (first,) = mails_to(session, cast.guest.email)
        assert first["fewer_path"] == stop_path(cast.guest.email, visit.public_id)
        stop_reminders(session, key=reminder_key(cast.guest.email, visit.public_id))
        with clock.moved_to(visit.starts_at - timedelta(hours=20)):
            operations.send_due(session)
            assert len(mails_to(session, cast.guest.email)) == 1
            loaded = queries.get_visit(session, visit_id=visit.public_id)
            with pytest.raises(operations.NoReminderWantedError):
                operations.remind_host(session, actor=SYSTEM, visit=loaded)
            token = str(first["text"]).partition("/meelopen/voorbereiding/")[2].split()[0]
            assert operations.usable_link(session, token=token, purpose=LinkPurpose.PREPARE)
            operations.cancel_visit(session, actor=SYSTEM, visit=loaded, reason=Reason.ILLNESS)
        (_first, last) = mails_to(session, cast.guest.email)
        assert last["fewer_path"] == ""

    def test_after_the_day_the_host_is_asked_once(self, session: Session, cast: Cast) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        with on_the_day(visit):
            operations.send_due(session)
            operations.send_due(session)
        (mail,) = mails_to(session, cast.guest.email)
        assert "/meelopen/verslag/" in str(mail["text"])

    @pytest.mark.parametrize("state", [VisitState.REQUESTED, VisitState.CANCELLED, VisitState.DONE])
    def test_only_agreed_days_are_reminded_of(self, session: Session, cast: Cast, state: VisitState) -> None:
        visit = make_visit(cast.enrolment, cast.host, state=state)
        with clock.moved_to(visit.starts_at - timedelta(hours=20)):
            operations.send_due(session)
        assert session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 0


@pytest.fixture
def asked(session: Session, cast: Cast) -> None:
    """The certificate asks for two visits and one day as a host."""
    for position, key in enumerate(("meeloopdag_1", "meeloopdag_2", "gastdag"), 1):
        ask_for(cast, key, position=position)


def ask_for(cast: Cast, key: str, **values: int) -> None:
    save(
        Requirement(
            **{
                "programme_version_id": cast.enrolment.cohort.programme_version_id,
                "position": 1,
                "key": key,
                "kind": RequirementKind.EVIDENCE,
                "title": key,
                "short_title": key,
                "planned_week": 12,
                **values,
            }
        )
    )


def _report(session: Session, actor: Actor, visit: Visit) -> None:
    report = Report(real_minutes=330, debrief_minutes=20, was_partly_absent=False, remark="")
    operations.report_visit(
        session, actor=actor, visit=queries.get_visit(session, visit_id=visit.public_id), report=report
    )


def _reflect(session: Session, actor: Actor, visit: Visit) -> None:
    operations.save_reflection(
        session,
        actor=actor,
        visit=queries.get_visit(session, visit_id=visit.public_id),
        text=TEXT,
        finished=True,
        version=0,
    )


def _evidence(session: Session) -> list[tuple[int, str, EvidenceState]]:
    rows = session.execute(
        sa.select(Evidence.enrolment_id, Requirement.key, Evidence.state)
        .join(Requirement, Requirement.id == Evidence.requirement_id)
        .order_by(Evidence.id)
    )
    return [tuple(row) for row in rows]


class TestEvidence:
    @pytest.mark.parametrize("order", ["report first", "reflection first"])
    def test_a_day_with_its_reflection_waits_for_a_trainer(
        self, session: Session, cast: Cast, asked: None, actor_of: ActorOf, order: str
    ) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        steps = [
            lambda: _report(session, actor_of(cast.coordinator), visit),
            lambda: _reflect(session, actor_of(cast.visitor), visit),
        ]
        with on_the_day(visit):
            for step in steps if order == "report first" else reversed(steps):
                assert _evidence(session) == []
                step()
        assert _evidence(session) == [(cast.enrolment.id, "meeloopdag_1", EvidenceState.WAITING)]

    def test_the_evidence_holds_facts_and_not_the_reflection(
        self, session: Session, cast: Cast, asked: None, actor_of: ActorOf
    ) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        with on_the_day(visit):
            _report(session, actor_of(cast.coordinator), visit)
            _reflect(session, actor_of(cast.visitor), visit)
        text = session.scalars(sa.select(Evidence.text)).one()
        assert "5,5 uur" in text
        assert "te vroeg" not in text

    def test_the_second_day_counts_for_the_second_requirement(
        self, session: Session, cast: Cast, asked: None, actor_of: ActorOf
    ) -> None:
        for host, days in ((cast.guest, 21), (cast.host, 28)):
            day = clock.at(clock.today() + timedelta(days=days), 9)
            visit = make_visit(cast.enrolment, host, starts_at=day)
            with on_the_day(visit):
                _report(session, actor_of(cast.coordinator), visit)
                _reflect(session, actor_of(cast.visitor), visit)
        own = [key for number, key, _state in _evidence(session) if number == cast.enrolment.id]
        assert own == ["meeloopdag_1", "meeloopdag_2"]

    def test_a_requirement_that_asks_two_days_under_a_name_of_its_own_gets_both(
        self, session: Session, cast: Cast, actor_of: ActorOf
    ) -> None:
        ask_for(cast, "meeloopdag-bij-een-ander", target=2)
        for host, days in ((cast.guest, 21), (cast.host, 28)):
            day = clock.at(clock.today() + timedelta(days=days), 9)
            visit = make_visit(cast.enrolment, host, starts_at=day)
            with on_the_day(visit):
                _report(session, actor_of(cast.coordinator), visit)
                _reflect(session, actor_of(cast.visitor), visit)
        assert [key for _who, key, _state in _evidence(session)] == ["meeloopdag-bij-een-ander"] * 2

    def test_a_participant_who_hosts_has_hosted(
        self, session: Session, cast: Cast, asked: None, actor_of: ActorOf
    ) -> None:
        visitor = make_enrolment(cast.cohort)
        host = make_own_host(get_enrolment(session, enrolment_id=cast.enrolment.public_id))
        visit = make_visit(visitor, host)
        with on_the_day(visit):
            _report(session, actor_of(cast.coordinator), visit)
        assert _evidence(session) == [(cast.enrolment.id, "gastdag", EvidenceState.WAITING)]

    def test_no_show_is_no_evidence(
        self, session: Session, cast: Cast, asked: None, actor_of: ActorOf
    ) -> None:
        visit = make_visit(cast.enrolment, cast.guest)
        with on_the_day(visit):
            _reflect(session, actor_of(cast.visitor), visit)
            operations.miss_visit(
                session,
                actor=actor_of(cast.coordinator),
                visit=queries.get_visit(session, visit_id=visit.public_id),
            )
        assert _evidence(session) == []
