"""The relay carries out what was promised, without keeping anybody from writing meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from config import Settings
from lms.core import clock
from lms.core.database import writing
from lms.core.jobs import Jobs
from lms.core.outbox import Intent, queue_job


def test_no_job_holds_the_database_while_it_works(
    session: Session, settings: Settings, outbox: Callable[[], list[Intent]]
) -> None:
    held: list[bool] = []

    def slow(_session: Session, _intent_id: UUID, _payload: dict[str, Any]) -> None:
        held.append(writing.get())

    queue_job(session, kind="slow", payload={"page": 1})
    session.commit()
    jobs = Jobs(settings)
    jobs.handlers["slow"] = slow
    assert jobs.run_due() == 1
    assert held == [False]
    assert outbox()[0].done_at == clock.now()


def test_a_job_that_fails_comes_back_later(
    session: Session, settings: Settings, outbox: Callable[[], list[Intent]]
) -> None:
    def broken(_session: Session, _intent_id: UUID, _payload: dict[str, Any]) -> None:
        raise OSError("away")

    queue_job(session, kind="broken", payload={})
    session.commit()
    jobs = Jobs(settings)
    jobs.handlers["broken"] = broken
    assert jobs.run_due() == 0
    [intent] = outbox()
    assert (intent.done_at, intent.last_error) == (None, "OSError")
    assert intent.due_at > clock.now()
