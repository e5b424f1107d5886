"""The queue of promised work, as an administrator sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.audit.models import AuditEntry
from lms.core import clock, outbox
from lms.core.outbox import Intent
from tests.factories import save
from tests.factories.accounts import make_hat, make_person

SignIn = Callable[[Person], FlaskClient]
TRIES = len(outbox.RETRY_AFTER)
CONTENT = {"to": "geheim@example.org", "subject": "Vertrouwelijk onderwerp", "text": "Vertrouwelijke tekst"}


def make_intent(**facts: object) -> Intent:
    return save(Intent(kind="mail", payload=CONTENT, **facts))


def administrator() -> Person:
    person = make_person()
    make_hat(person, Hat.ADMINISTRATOR)
    return person


def test_the_standing_counts_what_is_due_and_what_was_given_up(session: Session) -> None:
    later, before = clock.now() + timedelta(hours=1), clock.now() - timedelta(hours=1)
    make_intent(due_at=before)
    make_intent(due_at=later, attempts=1, last_error="OSError")
    make_intent(due_at=before, attempts=TRIES + 1, last_error="OSError")
    make_intent(due_at=before, done_at=before)
    assert outbox.queue_standing(session) == outbox.QueueStanding(due=1, given_up=1, last_done_at=before)


class TestQueueShow:
    def test_shows_kind_and_error_but_no_address_and_no_content(self, sign_in: SignIn) -> None:
        make_intent(attempts=2, last_error="SMTPConnectError")
        page = sign_in(administrator()).get("/wachtrij").text
        assert "SMTPConnectError" in page
        assert not any(words in page for words in CONTENT.values())

    def test_what_has_not_failed_is_not_listed(self, sign_in: SignIn) -> None:
        make_intent()
        assert "Werk dat mislukte" not in sign_in(administrator()).get("/wachtrij").text

    def test_the_start_page_tells_what_was_given_up(self, sign_in: SignIn) -> None:
        make_intent(attempts=TRIES + 1, last_error="OSError")
        assert "is opgegeven" in sign_in(administrator()).get("/").text


class TestWorkRetry:
    def test_work_that_was_given_up_gets_all_its_chances_again(
        self, sign_in: SignIn, session: Session
    ) -> None:
        intent = make_intent(attempts=TRIES + 1, last_error="OSError", due_at=clock.now() + timedelta(days=1))
        answer = sign_in(administrator()).post(f"/wachtrij/{intent.id}/opnieuw")
        assert answer.status_code == 303
        session.refresh(intent)
        assert (intent.attempts, intent.due_at) == (0, clock.now())
        told = session.scalars(sa.select(AuditEntry).where(AuditEntry.event.like("%WorkRetried%"))).one()
        assert not any(words in str(told.facts) for words in CONTENT.values())

    def test_work_that_is_done_is_not_found(self, sign_in: SignIn) -> None:
        intent = make_intent(attempts=1, last_error="OSError", done_at=clock.now())
        assert sign_in(administrator()).post(f"/wachtrij/{intent.id}/opnieuw").status_code == 404
