from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.notices import CalendarPart, Delivery
from lms.core.outbox import Intent
from lms.messages import operations, queries, subscribers
from lms.messages.models import Mailing, Notice, Preference
from lms.messages.rules import KEPT, KEPT_READ, UnknownNoticeKindError
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.messages import make_notice, make_preference

AT_ONCE, DAILY, NEVER_OFF = "papers.judgement_ready", "learning.evidence_judged", "papers.received"
Outbox = Callable[[], list[Intent]]


def tell(session: Session, recipient: object, kind: str = AT_ONCE, **values: object) -> None:
    words = {
        "title": "Je beoordeling staat klaar",
        "line": "Lees haar in Samenloop.",
        "url": "/paper",
        **values,
    }
    operations.notify(session, recipient=recipient, kind=kind, **words)  # type: ignore[arg-type]
    session.flush()


class TestNotify:
    def test_an_urgent_notice_is_shown_and_mailed_at_once(self, session: Session, outbox: Outbox) -> None:
        person = make_person(locale="en", given_name="Mila")
        tell(session, person, url="http://elsewhere.example/paper?x=1#y")
        (notice,), (mail,) = session.scalars(sa.select(Notice)).all(), outbox()
        assert (notice.title, notice.path, notice.read_at) == (
            "Je beoordeling staat klaar",
            "/paper?x=1#y",
            None,
        )
        assert notice.mailing is Mailing.PROMISED
        assert (mail.payload["to"], mail.payload["name"], mail.payload["locale"]) == (
            person.email,
            "Mila",
            "en",
        )
        assert mail.payload["path"] == "/paper?x=1#y"
        assert mail.payload["fewer_path"].startswith("/minder-post/")

    def test_a_daily_kind_waits_for_the_digest(self, session: Session, outbox: Outbox) -> None:
        tell(session, make_person(), DAILY)
        assert outbox() == []
        assert session.scalars(sa.select(Notice)).one().mailing is Mailing.AWAITS_DIGEST

    @pytest.mark.parametrize(
        ("delivery", "mailing"),
        [
            (Delivery.AT_ONCE, Mailing.PROMISED),
            (Delivery.DAILY, Mailing.AWAITS_DIGEST),
            (Delivery.OFF, Mailing.NONE),
        ],
    )
    def test_the_own_choice_wins_from_the_default(
        self, session: Session, delivery: Delivery, mailing: Mailing
    ) -> None:
        person = make_person()
        make_preference(person, DAILY, delivery)
        make_preference(make_person(), DAILY, Delivery.AT_ONCE)
        tell(session, person, DAILY)
        assert session.scalars(sa.select(Notice)).one().mailing is mailing

    def test_a_choice_that_the_kind_no_longer_allows_counts_as_none(self, session: Session) -> None:
        person = make_person()
        make_preference(person, NEVER_OFF, Delivery.OFF)
        tell(session, person, NEVER_OFF)
        assert session.scalars(sa.select(Notice)).one().mailing is Mailing.PROMISED

    @pytest.mark.parametrize(("delivery", "mails"), [(Delivery.DAILY, 1), (Delivery.OFF, 0)])
    def test_a_meeting_for_the_calendar_does_not_wait_and_off_is_off(
        self, session: Session, outbox: Outbox, delivery: Delivery, mails: int
    ) -> None:
        person, part = make_person(), {"method": "CANCEL", "text": "BEGIN:VCALENDAR\r\n"}
        make_preference(person, DAILY, delivery)
        tell(session, person, DAILY, calendar=CalendarPart(**part))
        assert [mail.payload["calendar"] for mail in outbox()] == [part] * mails

    def test_who_is_erased_hears_nothing_and_who_is_suspended_gets_no_mail(
        self, session: Session, outbox: Outbox
    ) -> None:
        suspended = make_person(suspended_at=NOW)
        tell(session, make_person(erased_at=NOW))
        tell(session, suspended)
        assert [notice.person_id for notice in session.scalars(sa.select(Notice))] == [suspended.id]
        assert outbox() == []

    def test_a_kind_that_no_manifest_declares_is_refused(self, session: Session) -> None:
        person = make_person()
        with pytest.raises(UnknownNoticeKindError):
            tell(session, person, "papers.gossip")

    def test_long_words_are_cut_and_keep_to_one_line(self, session: Session) -> None:
        tell(session, make_person(), title="x\n" * 300, line="y " * 600)
        notice = session.scalars(sa.select(Notice)).one()
        assert (len(notice.title), notice.title[-1], "\n" in notice.title) == (200, "…", False)
        assert len(notice.line) <= 500


class TestChooseDeliveries:
    def test_a_choice_is_kept_once_and_changed_in_place(self, session: Session) -> None:
        person = make_person()
        for delivery in (Delivery.OFF, Delivery.AT_ONCE):
            operations.choose_deliveries(session, person_id=person.id, choices={DAILY: delivery})
        assert queries.chosen_deliveries(session, person_id=person.id) == {DAILY: Delivery.AT_ONCE}

    def test_off_is_refused_where_it_is_not_allowed(self, session: Session) -> None:
        person = make_person()
        with pytest.raises(ValueError, match="cannot be off"):
            operations.choose_deliveries(session, person_id=person.id, choices={NEVER_OFF: Delivery.OFF})

    def test_what_waits_for_the_digest_is_dropped_when_its_kind_is_turned_off(self, session: Session) -> None:
        person = make_person()
        notice = make_notice(person, kind=DAILY, mailing=Mailing.AWAITS_DIGEST)
        other = make_notice(make_person(), kind=DAILY, mailing=Mailing.AWAITS_DIGEST)
        operations.choose_deliveries(session, person_id=person.id, choices={DAILY: Delivery.OFF})
        assert (notice.mailing, other.mailing) == (Mailing.NONE, Mailing.AWAITS_DIGEST)


class TestDigest:
    """NOW is eleven o'clock in the Netherlands: this morning's mail holds what came before seven."""

    EARLIER = NOW - timedelta(hours=5)

    def waiting(self, person: object, **values: object) -> Notice:
        facts = {"kind": DAILY, "mailing": Mailing.AWAITS_DIGEST, "created_at": self.EARLIER, **values}
        return make_notice(person, **facts)  # type: ignore[arg-type]

    def test_everybody_gets_one_mail_with_all_that_waits(self, session: Session, outbox: Outbox) -> None:
        noor, mila = make_person(), make_person(locale="en")
        titles = [self.waiting(noor).title, self.waiting(noor).title]
        self.waiting(mila)
        subscribers.send_digests(session)
        mails = {intent.payload["to"]: intent.payload for intent in outbox()}
        assert mails.keys() == {noor.email, mila.email}
        assert [item["title"] for item in mails[noor.email]["items"]] == titles
        assert mails[mila.email]["subject"] == "Your daily summary from Samenloop"
        assert {n.mailing for n in session.scalars(sa.select(Notice))} == {Mailing.PROMISED}

    def test_a_second_run_sends_nothing(self, session: Session, outbox: Outbox) -> None:
        self.waiting(make_person())
        for _run in range(2):
            subscribers.send_digests(session)
        assert len(outbox()) == 1

    def test_the_mail_of_a_morning_has_one_place_in_the_outbox(
        self, session: Session, outbox: Outbox
    ) -> None:
        person = make_person()
        first = self.waiting(person)
        subscribers.send_digests(session)
        first.mailing = Mailing.AWAITS_DIGEST
        session.commit()
        with pytest.raises(sa.exc.IntegrityError):
            subscribers.send_digests(session)

    def test_a_run_that_dies_half_way_sends_nothing_and_the_next_sends_all(
        self, session: Session, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people = [make_person(), make_person()]
        for person in people:
            self.waiting(person)
        promise, done = operations.promise_digest, list[object]()

        def die_at_the_second(*arguments: object, **values: object) -> None:
            if done:
                raise KeyboardInterrupt
            done.append(promise(*arguments, **values))  # type: ignore[arg-type]

        monkeypatch.setattr(operations, "promise_digest", die_at_the_second)
        with pytest.raises(KeyboardInterrupt), session.begin_nested():
            subscribers.send_digests(session)
        assert outbox() == []
        monkeypatch.setattr(operations, "promise_digest", promise)
        subscribers.send_digests(session)
        assert sorted(intent.payload["to"] for intent in outbox()) == sorted(p.email for p in people)

    @pytest.mark.parametrize("hour", [5, 6])
    def test_before_seven_it_is_yesterdays_morning(self, session: Session, outbox: Outbox, hour: int) -> None:
        self.waiting(make_person(), created_at=clock.at(clock.today(), 4))
        with clock.moved_to(clock.at(clock.today(), hour, 59)):
            subscribers.send_digests(session)
        assert outbox() == []

    def test_what_came_after_seven_waits_until_tomorrow(self, session: Session, outbox: Outbox) -> None:
        self.waiting(make_person(), created_at=NOW)
        subscribers.send_digests(session)
        assert outbox() == []
        with clock.moved_to(NOW + timedelta(days=1)):
            subscribers.send_digests(session)
        assert len(outbox()) == 1

    def test_what_is_read_meanwhile_is_not_mailed(self, session: Session, outbox: Outbox) -> None:
        person = make_person()
        operations.read_notice(session, notice=self.waiting(person))
        self.waiting(make_person(suspended_at=NOW))
        subscribers.send_digests(session)
        assert outbox() == []


class TestForgetting:
    def test_notices_stay_two_months_after_reading_and_half_a_year_in_all(self, session: Session) -> None:
        person = make_person()
        kept = [
            make_notice(person, created_at=NOW - KEPT + timedelta(days=1)),
            make_notice(person, read_at=NOW - KEPT_READ + timedelta(days=1)),
        ]
        make_notice(person, created_at=NOW - KEPT - timedelta(days=1))
        make_notice(person, read_at=NOW - KEPT_READ - timedelta(days=1))
        operations.prune(session)
        assert session.scalars(sa.select(Notice).order_by(Notice.id)).all() == kept

    def test_who_is_erased_leaves_no_notices_and_no_choices(self, session: Session) -> None:
        person, other = make_person(), make_person()
        for somebody in (person, other):
            make_notice(somebody)
            make_preference(somebody, DAILY, Delivery.OFF)
        operations.forget_person(session, person_id=person.public_id)
        assert [n.person_id for n in session.scalars(sa.select(Notice))] == [other.id]
        assert [p.person_id for p in session.scalars(sa.select(Preference))] == [other.id]


def test_the_same_is_told_to_each_once_and_in_the_own_language(session: Session, outbox: Outbox) -> None:
    here, there = make_person(locale="nl"), make_person(locale="en")
    operations.notify_each(
        session,
        recipients=[here, there, here],
        kind=AT_ONCE,
        words=lambda: (gettext("Er is een aanmelding binnen"), "Kijk maar."),
        url="/paper",
        calendar=lambda person: CalendarPart(method="REQUEST", text=person.email),
    )
    session.flush()
    told = sorted(
        (mail.payload["subject"], mail.payload["to"], mail.payload["calendar"]["text"]) for mail in outbox()
    )
    assert told == [
        ("An application has come in", there.email, there.email),
        ("Er is een aanmelding binnen", here.email, here.email),
    ]
