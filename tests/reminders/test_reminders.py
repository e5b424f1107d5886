from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations import invite_person
from lms.agreements.models import (
    ConfidentialityStatement,
    LearningAgreement,
    Signature,
    SignerRole,
    SigningLink,
)
from lms.audit.models import AuditEntry
from lms.cohorts.models import Enrolment
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.core.errors import ConflictError
from lms.core.outbox import MAIL, Intent
from lms.learning.models import EvidenceState
from lms.messages.letters import stop_path
from lms.messages.models import Mailing, Notice
from lms.messages.operations import stop_reminders
from lms.messages.rules import reminder_key
from lms.papers.models import Assignment
from lms.programmes.models import Requirement
from lms.reminders import operations, policies, queries, rules
from lms.reminders.models import Anchor, Reminder, ReminderKind
from lms.reminders.rules import Subject
from tests.conftest import NOW
from tests.factories import save
from tests.factories.agreements import make_agreement
from tests.factories.learning import make_completion, make_evidence, requirement_of
from tests.factories.papers import make_paper_version, make_submission
from tests.factories.reminders import make_reminder
from tests.reminders.conftest import House

SignIn = Callable[[Person], FlaskClient]
ActorOf = Callable[[Person], Actor]
STATEMENT = Subject(ReminderKind.STATEMENT)


def names(session: Session, house: House, subject: Subject) -> list[str]:
    found = queries.list_who_must_act(session, cohort=house.cohort, subject=subject)
    return [row.person.given_name for row in found]


def waiting(enrolment: Enrolment, *, without: SignerRole, **values: object) -> LearningAgreement:
    """A version that everybody signed but one."""
    agreement = make_agreement(enrolment, **{"completed_at": None, **values})
    for row in agreement_signatures(agreement):
        if row.role is without:
            sa.orm.object_session(row).delete(row)  # type: ignore[union-attr]
    sa.orm.object_session(agreement).commit()  # type: ignore[union-attr]
    return agreement


def agreement_signatures(agreement: LearningAgreement) -> list[Signature]:
    session = sa.orm.object_session(agreement)
    assert session is not None
    return list(session.scalars(sa.select(Signature).where(Signature.agreement_id == agreement.id)))


def sign_statement(enrolment: Enrolment) -> None:
    save(
        ConfidentialityStatement(
            enrolment_id=enrolment.id, text_number=1, text="x", content_hash="x", name="x", signed_at=NOW
        )
    )


def planned(session: Session, reminder: Reminder) -> Reminder:
    return queries.get_reminder(session, reminder_id=reminder.public_id)


def reminded(session: Session) -> set[int]:
    return set(session.scalars(sa.select(Notice.person_id)))


class TestMoment:
    @pytest.mark.parametrize(
        ("anchor", "offset", "moment"),
        [
            (Anchor.START, -7, datetime(2026, 9, 3, 7, tzinfo=UTC)),
            (Anchor.START, 0, datetime(2026, 9, 10, 7, tzinfo=UTC)),
            (Anchor.START, 60, datetime(2026, 11, 9, 8, tzinfo=UTC)),
            (Anchor.DEADLINE, -3, datetime(2026, 12, 7, 8, tzinfo=UTC)),
            (Anchor.DEADLINE, 1, datetime(2026, 12, 11, 8, tzinfo=UTC)),
        ],
    )
    def test_is_nine_o_clock_on_a_dutch_wall(self, anchor: Anchor, offset: int, moment: datetime) -> None:
        subject = Subject(
            ReminderKind.PAPER, assignment=Assignment(closes_at=datetime(2026, 12, 10, 22, 59, tzinfo=UTC))
        )
        found = rules.planned_moment(subject, anchor=anchor, offset_days=offset, starts_on=date(2026, 9, 10))
        assert found == moment

    def test_evidence_is_due_in_its_planned_week(self) -> None:
        subject = Subject(ReminderKind.EVIDENCE, requirement=Requirement(planned_week=1))
        assert subject.deadline_on(date(2026, 9, 7)) == date(2026, 9, 14)

    @pytest.mark.parametrize("kind", [kind for kind in ReminderKind if kind not in ("paper", "evidence")])
    def test_a_signature_or_invitation_has_no_last_day(self, kind: ReminderKind) -> None:
        with pytest.raises(rules.NoDeadlineError):
            rules.planned_moment(
                Subject(kind), anchor=Anchor.DEADLINE, offset_days=0, starts_on=date(2026, 9, 10)
            )


class TestWhoMustAct:
    def test_statement_until_it_is_signed(self, session: Session, house: House) -> None:
        assert names(session, house, STATEMENT) == ["Mila", "Noor"]
        sign_statement(house.noor)
        assert names(session, house, STATEMENT) == ["Mila"]

    def test_agreement_only_while_a_version_waits_for_the_participant(
        self, session: Session, house: House
    ) -> None:
        waiting(house.noor, without=SignerRole.PARTICIPANT)
        waiting(house.mila, without=SignerRole.TRAINER)
        assert names(session, house, Subject(ReminderKind.SIGNATURE)) == ["Noor"]

    @pytest.mark.parametrize("column", ["replaced_at", "declined_at", "completed_at"])
    def test_agreement_that_no_longer_waits_reminds_nobody(
        self, session: Session, house: House, column: str
    ) -> None:
        waiting(house.noor, without=SignerRole.PARTICIPANT, **{column: NOW})
        assert names(session, house, Subject(ReminderKind.SIGNATURE)) == []

    def test_manager_also_of_who_is_still_invited(self, session: Session, house: House) -> None:
        for enrolment in (house.invited, house.stopped):
            waiting(enrolment, without=SignerRole.LINE_MANAGER)
        assert names(session, house, Subject(ReminderKind.MANAGER_SIGNATURE)) == ["Ida"]

    def test_manager_whose_address_is_a_trainers_gets_no_link(self, session: Session, house: House) -> None:
        waiting(house.noor, without=SignerRole.LINE_MANAGER, manager_email=house.trainer.email)
        assert names(session, house, Subject(ReminderKind.MANAGER_SIGNATURE)) == []

    def test_paper_until_a_version_is_in_or_the_window_is_over(self, session: Session, house: House) -> None:
        subject = Subject(ReminderKind.PAPER, assignment=house.assignment)
        make_submission(house.assignment, house.mila)
        assert names(session, house, subject) == ["Mila", "Noor"]
        make_paper_version(make_submission(house.assignment, house.noor))
        assert names(session, house, subject) == ["Mila"]
        with clock.moved_to(house.assignment.late_until + timedelta(minutes=1)):
            assert names(session, house, subject) == []

    def test_evidence_until_enough_is_in_and_what_came_back_counts_as_none(
        self, session: Session, house: House
    ) -> None:
        requirement = requirement_of(house.cohort, "intervisie")
        subject = Subject(ReminderKind.EVIDENCE, requirement=requirement)
        for _ in range(requirement.target):
            make_evidence(house.noor, requirement)
            make_evidence(house.mila, requirement, state=EvidenceState.RETURNED)
        assert names(session, house, subject) == ["Mila"]
        make_completion(house.mila, requirement)
        assert names(session, house, subject) == []

    def test_invitation_that_was_mailed_and_not_used(self, session: Session, house: House) -> None:
        subject = Subject(ReminderKind.INVITATION)
        session.get_one(Person, house.invited.person_id).password_hash = None
        assert names(session, house, subject) == []
        invite_person(session, actor=SYSTEM, person=session.get_one(Person, house.invited.person_id))
        for intent in session.scalars(sa.select(Intent).where(Intent.kind == MAIL)):
            intent.done_at = clock.now()
        session.commit()
        assert names(session, house, subject) == ["Ida"]

    @pytest.mark.parametrize("column", ["suspended_at", "erased_at"])
    def test_nobody_whom_no_mail_would_reach(self, session: Session, house: House, column: str) -> None:
        setattr(session.get_one(Person, house.noor.person_id), column, NOW)
        session.commit()
        assert names(session, house, STATEMENT) == ["Mila"]


class TestSending:
    def test_at_its_moment_and_not_before_and_once(self, session: Session, house: House) -> None:
        reminder = make_reminder(house.cohort, offset_days=80)
        moment = rules.moment_of(planned(session, reminder))
        with clock.moved_to(moment - timedelta(minutes=1)):
            operations.send_due(session)
        assert reminded(session) == set()
        with clock.moved_to(moment):
            operations.send_due(session)
            operations.send_due(session)
        notices = session.scalars(sa.select(Notice)).all()
        assert sorted(row.person_id for row in notices) == sorted(
            (house.noor.person_id, house.mila.person_id)
        )
        assert {row.mailing for row in notices} == {Mailing.PROMISED}
        assert reminder.sent_at == moment

    def test_reaches_exactly_the_list_that_was_shown(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        reminder = planned(session, make_reminder(house.cohort))
        sign_statement(house.mila)
        shown = {row.person_id for row in queries.list_to_remind(session, reminder=reminder)}
        number = operations.send_now(session, actor=actor_of(house.trainer), reminder=reminder)
        assert reminded(session) == shown == {house.noor.person_id}
        assert number == 1

    def test_who_got_it_by_hand_does_not_get_it_again_at_its_moment(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        reminder = planned(session, make_reminder(house.cohort))
        sign_statement(house.mila)
        operations.send_now(session, actor=actor_of(house.trainer), reminder=reminder)
        session.execute(sa.delete(ConfidentialityStatement))
        with clock.moved_to(rules.moment_of(reminder)):
            operations.send_due(session)
        assert session.scalars(sa.select(Notice.person_id).order_by(Notice.id)).all() == [
            house.noor.person_id,
            house.mila.person_id,
        ]

    def test_nobody_left_is_a_refusal(self, session: Session, house: House, actor_of: ActorOf) -> None:
        reminder = planned(session, make_reminder(house.cohort))
        operations.send_now(session, actor=actor_of(house.trainer), reminder=reminder)
        with pytest.raises(rules.NobodyToRemindError):
            operations.send_now(session, actor=actor_of(house.trainer), reminder=reminder)

    def test_stopped_reminder_goes_nowhere(self, session: Session, house: House, actor_of: ActorOf) -> None:
        reminder = planned(session, make_reminder(house.cohort))
        operations.stop_reminder(session, actor=actor_of(house.trainer), reminder=reminder)
        with clock.moved_to(rules.moment_of(reminder)):
            operations.send_due(session)
        assert reminded(session) == set()
        with pytest.raises(rules.ReminderStoppedError):
            operations.send_now(session, actor=actor_of(house.trainer), reminder=reminder)

    def test_manager_gets_a_new_link_and_no_notice(self, session: Session, house: House) -> None:
        agreement = waiting(house.noor, without=SignerRole.LINE_MANAGER)
        make_reminder(house.cohort, kind=ReminderKind.MANAGER_SIGNATURE, offset_days=1)
        operations.send_due(session)
        sent = session.scalars(sa.select(Intent.payload).where(Intent.kind == MAIL)).all()
        assert [payload["to"] for payload in sent] == [agreement.manager_email]
        assert sent[0]["fewer_path"] == stop_path(agreement.manager_email, agreement.public_id)
        assert session.scalar(sa.select(sa.func.count(SigningLink.id))) == 1
        assert reminded(session) == set()

    def test_manager_who_wants_no_reminder_is_not_on_the_list(self, session: Session, house: House) -> None:
        agreement = waiting(house.noor, without=SignerRole.LINE_MANAGER)
        subject = Subject(ReminderKind.MANAGER_SIGNATURE)
        assert queries.list_who_must_act(session, cohort=house.cohort, subject=subject)
        stop_reminders(session, key=reminder_key(agreement.manager_email, agreement.public_id))
        assert not queries.list_who_must_act(session, cohort=house.cohort, subject=subject)

    def test_invited_person_gets_a_new_link(self, session: Session, house: House) -> None:
        person = session.get_one(Person, house.invited.person_id)
        person.password_hash = None
        invite_person(session, actor=SYSTEM, person=person)
        for intent in session.scalars(sa.select(Intent)):
            intent.done_at = clock.now()
        make_reminder(house.cohort, kind=ReminderKind.INVITATION, offset_days=1)
        operations.send_due(session)
        fresh = session.scalars(sa.select(Intent.payload).where(Intent.done_at.is_(None))).all()
        assert [payload["to"] for payload in fresh] == [person.email]

    def test_every_kind_with_an_account_says_that_something_waits(
        self, session: Session, house: House
    ) -> None:
        requirement = requirement_of(house.cohort, "intervisie")
        waiting(house.noor, without=SignerRole.PARTICIPANT)
        for values in (
            {"kind": ReminderKind.SIGNATURE},
            {"kind": ReminderKind.STATEMENT},
            {"kind": ReminderKind.PAPER, "assignment_id": house.assignment.id},
            {"kind": ReminderKind.EVIDENCE, "requirement_id": requirement.id},
        ):
            make_reminder(house.cohort, offset_days=1, **values)
        operations.send_due(session)
        told = session.scalars(sa.select(Notice.path).where(Notice.person_id == house.noor.person_id)).all()
        assert sorted(told) == [
            f"/dossier/eisen/{requirement.public_id}/bewijs",
            "/geheimhoudingsverklaring",
            "/leerovereenkomsten",
            "/paper",
        ]
        events = session.scalars(
            sa.select(AuditEntry.event).where(AuditEntry.event == "reminders.ReminderSent")
        ).all()
        assert len(events) == 4


class TestPlanning:
    def test_a_moment_in_the_past_is_refused(self, session: Session, house: House, actor_of: ActorOf) -> None:
        with pytest.raises(rules.MomentPassedError):
            operations.plan_reminder(
                session,
                actor=actor_of(house.trainer),
                cohort=house.cohort,
                subject=STATEMENT,
                anchor=Anchor.START,
                offset_days=1,
            )

    def test_of_two_who_change_one_the_second_hears_so(
        self, session: Session, house: House, actor_of: ActorOf
    ) -> None:
        reminder = planned(session, make_reminder(house.cohort))
        change = {
            "actor": actor_of(house.trainer),
            "reminder": reminder,
            "anchor": Anchor.START,
            "version": 1,
        }
        operations.change_reminder(session, subject=STATEMENT, offset_days=101, **change)
        with pytest.raises(ConflictError):
            operations.change_reminder(session, subject=STATEMENT, offset_days=102, **change)

    def test_what_went_out_stays_as_it_was(self, session: Session, house: House, actor_of: ActorOf) -> None:
        reminder = planned(session, make_reminder(house.cohort, sent_at=NOW))
        with pytest.raises(rules.ReminderSentError):
            operations.stop_reminder(session, actor=actor_of(house.trainer), reminder=reminder)

    @pytest.mark.parametrize("kind", sorted(rules.BY_LINK))
    def test_trainer_never_sends_links(
        self, session: Session, house: House, actor_of: ActorOf, kind: ReminderKind
    ) -> None:
        reminder = planned(session, make_reminder(house.cohort, kind=kind))
        assert policies.may_see_reminder(actor_of(house.trainer), reminder)
        assert not policies.may_change_reminder(actor_of(house.trainer), reminder)
        assert policies.may_change_reminder(actor_of(house.coordinator), reminder)
