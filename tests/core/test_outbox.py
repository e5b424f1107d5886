from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.outbox import Intent, claim_next, consider_mailed, queue_job, queue_mail


def test_mails_of_long_ago_are_considered_sent_and_forgotten(
    session: Session, outbox: Callable[[], list[Intent]]
) -> None:
    with clock.moved_to(clock.now() - timedelta(days=9)):
        queue_mail(session, to="noor@test.example", subject="Er wacht iets", text="https://test.example")
        session.flush()
    queue_mail(session, to="bram@test.example", subject="Er wacht iets", text="https://test.example")
    consider_mailed(session, before=clock.now() - timedelta(days=3))
    old, new = outbox()
    assert (old.done_at, list(old.payload)) == (clock.now(), ["message_id"])
    assert new.done_at is None
    assert claim_next(session) is new


def test_other_work_of_long_ago_is_still_done(session: Session, outbox: Callable[[], list[Intent]]) -> None:
    with clock.moved_to(clock.now() - timedelta(days=9)):
        queue_job(session, kind="papers.draw", payload={})
        session.flush()
    consider_mailed(session, before=clock.now())
    assert outbox()[0].done_at is None
