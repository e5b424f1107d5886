"""How invitations stand, rounds to exactly whom they are meant for, and mails that come back."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from lms.accounts.models import Person, Token
from lms.accounts.operations import accept_invitation, invite_person, note_bounce, withdraw_invitation
from lms.accounts.queries import actor_for, last_invitations
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.core import clock, mail
from lms.core.authorisation import SYSTEM
from lms.core.jobs import Jobs
from lms.core.outbox import MAIL, Intent
from lms.jobs.models import Job
from lms.jobs.operations import take_step
from lms.rosters import queries
from lms.rosters.models import InvitationRound, RoundKind
from lms.rosters.operations import start_round
from lms.rosters.operations.invitations import ListChangedError, NobodyToInviteError, mark_of, people_of
from lms.rosters.rules import InvitationStatus
from tests.factories.accounts import PASSWORD, make_account, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment
from tests.support.promises import mails

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort()


@pytest.fixture
def coordinator(session: Session, cohort: Cohort) -> Person:
    return make_coordinator(cohort)


def make_invited(cohort: Cohort, **values: Any) -> Enrolment:
    return make_enrolment(cohort, make_person(**values), state=EnrolmentState.INVITED)


def person_of(session: Session, enrolment: Enrolment) -> Person:
    return session.get_one(Person, enrolment.person_id)


def invite(session: Session, enrolment: Enrolment) -> str:
    link = invite_person(session, actor=SYSTEM, person=person_of(session, enrolment))
    session.commit()
    return link


def newest(session: Session, enrolment: Enrolment) -> Token:
    return last_invitations(session, person_ids=[enrolment.person_id])[enrolment.person_id]


def deliver(session: Session) -> None:
    for intent in session.scalars(sa.select(Intent).where(Intent.kind == MAIL)):
        intent.done_at = clock.now()
    session.commit()


def waiting_mail(session: Session) -> dict[str, Any]:
    statement = sa.select(Intent.payload).where(Intent.kind == MAIL, Intent.done_at.is_(None))
    return session.scalars(statement).one()


def statuses(session: Session, cohort: Cohort) -> list[InvitationStatus]:
    session.expire_all()
    standings = queries.list_standings(session, cohort=cohort)
    return [row.status for row in sorted(standings, key=lambda row: row.enrolment.id)]


class TestStanding:
    def test_goes_from_not_sent_by_way_of_sent_to_accepted(self, session: Session, cohort: Cohort) -> None:
        enrolment = make_invited(cohort)
        assert statuses(session, cohort) == [InvitationStatus.NOT_SENT]
        link = invite(session, enrolment)
        assert statuses(session, cohort) == [InvitationStatus.ON_ITS_WAY]
        deliver(session)
        assert statuses(session, cohort) == [InvitationStatus.SENT]
        accept_invitation(session, token=link, password=PASSWORD)
        assert statuses(session, cohort) == [InvitationStatus.ACCEPTED]

    def test_expires_after_two_weeks(self, session: Session, cohort: Cohort) -> None:
        invite(session, make_invited(cohort))
        with clock.moved_to(clock.now() + timedelta(days=14)):
            assert statuses(session, cohort) == [InvitationStatus.EXPIRED]

    def test_knows_what_came_back_and_what_was_withdrawn(self, session: Session, cohort: Cohort) -> None:
        back, withdrawn = make_invited(cohort), make_invited(cohort)
        for enrolment, act in ((back, note_bounce), (withdrawn, withdraw_invitation)):
            invite(session, enrolment)
            person, link = person_of(session, enrolment), newest(session, enrolment)
            act(session, actor=SYSTEM, person=person, invitation=link)
        session.commit()
        assert statuses(session, cohort) == [InvitationStatus.BOUNCED, InvitationStatus.WITHDRAWN]

    def test_a_new_invitation_kills_the_old_link(self, session: Session, cohort: Cohort) -> None:
        enrolment = make_invited(cohort)
        invite(session, enrolment)
        old = newest(session, enrolment)
        invite(session, enrolment)
        session.refresh(old)
        assert old.revoked_at is not None
        assert newest(session, enrolment).revoked_at is None

    def test_a_refusal_by_the_mail_server_is_marked_by_itself(
        self,
        session: Session,
        cohort: Cohort,
        settings: Settings,
        app: Flask,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def refuse(*_arguments: object) -> None:
            raise mail.RefusedAddressError(550)

        invite(session, make_invited(cohort))
        monkeypatch.setattr(mail, "deliver", refuse)
        Jobs(settings).run_due()
        assert statuses(session, cohort) == [InvitationStatus.BOUNCED]

    def test_a_server_that_is_busy_marks_nothing(
        self, session: Session, cohort: Cohort, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_arguments: object) -> None:
            raise smtplib.SMTPDataError(451, b"later")

        invite(session, make_invited(cohort))
        monkeypatch.setattr(mail, "deliver", busy)
        Jobs(settings).run_due()
        assert statuses(session, cohort) == [InvitationStatus.ON_ITS_WAY]

    def test_a_mail_that_comes_back_later_is_noted_by_a_command(
        self, session: Session, cohort: Cohort, app: Flask
    ) -> None:
        enrolment = make_invited(cohort)
        invite(session, enrolment)
        deliver(session)
        message_id = newest(session, enrolment).message_id
        assert message_id
        runner = app.test_cli_runner()
        assert runner.invoke(args=["mail", "bounce", message_id]).exit_code == 0
        assert statuses(session, cohort) == [InvitationStatus.BOUNCED]
        assert "No mail" in runner.invoke(args=["mail", "bounce", "<onbekend@samenloop>"]).output


class TestRounds:
    def start(
        self, session: Session, cohort: Cohort, coordinator: Person, kind: RoundKind
    ) -> InvitationRound:
        actor = actor_for(session, person=coordinator)
        people = people_of(queries.list_standings(session, cohort=cohort), kind=kind)
        found = start_round(session, actor=actor, cohort=cohort, kind=kind, mark=mark_of(people))
        session.commit()
        return found

    def carry_out(self, session: Session, found: InvitationRound) -> None:
        assert found.job_id
        while take_step(session, job_id=found.job_id):
            session.commit()
        session.commit()

    def addresses(self, session: Session) -> list[str]:
        return [mail["to"] for mail in mails(session) if "to" in mail]

    def test_a_first_round_reaches_whoever_was_never_invited(
        self, session: Session, cohort: Cohort, coordinator: Person
    ) -> None:
        make_enrolment(cohort, make_account())
        invite(session, make_invited(cohort, email="was.al@test.example"))
        fresh = [make_invited(cohort, email=f"nieuw{n}@test.example") for n in range(12)]
        session.execute(sa.delete(Intent))
        self.carry_out(session, self.start(session, cohort, coordinator, RoundKind.FIRST))
        assert sorted(self.addresses(session)) == sorted(f"nieuw{n}@test.example" for n in range(len(fresh)))

    def test_a_reminder_goes_only_to_whoever_did_not_answer(
        self, session: Session, cohort: Cohort, coordinator: Person
    ) -> None:
        silent, late, back = (
            make_invited(cohort, email=f"{n}@test.example") for n in ("stil", "laat", "terug")
        )
        make_invited(cohort, email="nooit@test.example")
        answered = make_invited(cohort, email="antwoord@test.example")
        link = invite(session, answered)
        accept_invitation(session, token=link, password=PASSWORD)
        for enrolment in (silent, late, back):
            invite(session, enrolment)
        deliver(session)
        note_bounce(session, actor=SYSTEM, person=person_of(session, back), invitation=newest(session, back))
        newest(session, late).expires_at = clock.now() - timedelta(hours=1)
        session.execute(sa.delete(Intent).where(Intent.kind != MAIL))
        session.execute(sa.update(Intent).values(payload={}))
        session.commit()
        self.carry_out(session, self.start(session, cohort, coordinator, RoundKind.REMINDER))
        assert sorted(self.addresses(session)) == ["laat@test.example", "stil@test.example"]
        texts = [row.payload["text"] for row in session.scalars(sa.select(Intent)) if "text" in row.payload]
        assert all("We stuurden je al eerder een link." in text for text in texts)

    def test_two_reminders_of_the_same_list_are_one(
        self, session: Session, cohort: Cohort, coordinator: Person
    ) -> None:
        invite(session, make_invited(cohort))
        deliver(session)
        shown = mark_of(people_of(queries.list_standings(session, cohort=cohort), kind=RoundKind.REMINDER))
        with clock.moved_to(clock.now() + timedelta(minutes=1)):
            rounds = [self.start(session, cohort, coordinator, RoundKind.REMINDER) for _ in range(2)]
        with clock.moved_to(clock.now() + timedelta(minutes=2)):
            for found in rounds:
                self.carry_out(session, found)
                deliver(session)
                session.refresh(found)
        assert [(row.invited, row.passed_over) for row in rounds] == [(1, 0), (0, 1)]
        with pytest.raises(ListChangedError):
            start_round(
                session,
                actor=actor_for(session, person=coordinator),
                cohort=cohort,
                kind=RoundKind.REMINDER,
                mark=shown,
            )

    def test_a_reminder_can_be_stopped_and_the_invitation_stays(
        self, session: Session, cohort: Cohort, coordinator: Person, client: FlaskClient
    ) -> None:
        enrolment = make_invited(cohort, email="stil@test.example")
        invite(session, enrolment)
        assert not waiting_mail(session)["fewer_path"]
        deliver(session)
        self.carry_out(session, self.start(session, cohort, coordinator, RoundKind.REMINDER))
        stop = waiting_mail(session)["fewer_path"]
        deliver(session)
        client.post(stop, data={"List-Unsubscribe": "One-Click"})
        with pytest.raises(NobodyToInviteError):
            self.start(session, cohort, coordinator, RoundKind.REMINDER)
        assert statuses(session, cohort) == [InvitationStatus.SENT]

    def test_who_answers_while_a_round_is_on_its_way_is_passed_over(
        self, session: Session, cohort: Cohort, coordinator: Person
    ) -> None:
        people = [make_invited(cohort) for _ in range(3)]
        found = self.start(session, cohort, coordinator, RoundKind.FIRST)
        link = invite(session, people[1])
        accept_invitation(session, token=link, password=PASSWORD)
        session.commit()
        self.carry_out(session, found)
        session.refresh(found)
        assert (found.invited, found.passed_over) == (2, 1)


class TestPages:
    def test_the_list_shows_how_everybody_stands(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        make_invited(cohort)
        invite(session, make_invited(cohort))
        page = sign_in(coordinator).get(f"/leergroepen/{cohort.public_id}/uitnodigingen").text
        assert "nog niet verstuurd" in page
        assert "onderweg" in page
        assert "Nodig 1 mens uit" in page

    def test_a_round_is_sent_to_exactly_the_list_that_was_shown(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        make_invited(cohort)
        client = sign_in(coordinator)
        address = f"/leergroepen/{cohort.public_id}/uitnodigingen/eerste"
        mark = re.search(r'name="mark" value="(\w+)"', client.get(address).text)
        assert mark
        make_invited(cohort, email="later@test.example")
        refused = client.post(address, data={"mark": mark.group(1)})
        assert refused.status_code == 409
        assert "De lijst is intussen veranderd." in refused.text
        assert session.scalar(sa.select(sa.func.count(Job.id))) == 0
        mark = re.search(r'name="mark" value="(\w+)"', refused.text)
        assert mark
        sent = client.post(address, data={"mark": mark.group(1)})
        job = session.scalars(sa.select(Job)).one()
        assert (sent.headers["Location"], job.total) == (f"/werk/{job.public_id}", 2)

    def test_nobody_to_remind_is_told(
        self, session: Session, sign_in: SignIn, cohort: Cohort, coordinator: Person
    ) -> None:
        client = sign_in(coordinator)
        address = f"/leergroepen/{cohort.public_id}/uitnodigingen/herinnering"
        assert "Niemand wacht op deze mail" in client.get(address).text
        assert client.post(address, data={"mark": "x"}).status_code == 409

    @pytest.mark.parametrize(
        ("act", "status"),
        [("intrekken", InvitationStatus.WITHDRAWN), ("niet-aangekomen", InvitationStatus.BOUNCED)],
    )
    def test_an_invitation_is_withdrawn_or_marked(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        act: str,
        status: InvitationStatus,
    ) -> None:
        enrolment = make_invited(cohort)
        invite(session, enrolment)
        client = sign_in(coordinator)
        address = f"/inschrijvingen/{enrolment.public_id}/uitnodiging/{act}"
        assert client.post(address).status_code == 303
        assert statuses(session, cohort) == [status]
        assert client.post(address).status_code == 409

    def test_the_list_costs_the_same_for_many(
        self,
        session: Session,
        sign_in: SignIn,
        cohort: Cohort,
        coordinator: Person,
        count_queries: Callable[[Callable[[], object]], int],
    ) -> None:
        client = sign_in(coordinator)
        address = f"/leergroepen/{cohort.public_id}/uitnodigingen"
        for _ in range(3):
            invite(session, make_invited(cohort))
        few = count_queries(lambda: client.get(address))
        for _ in range(30):
            invite(session, make_invited(cohort))
        assert count_queries(lambda: client.get(address)) == few <= 12
