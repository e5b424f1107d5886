"""Whoever asked for work that takes a while hears how it ended, in the own language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from lms.accounts.queries import actor_for
from lms.core.outbox import MAIL, Intent
from lms.jobs import operations
from lms.jobs.models import Job, JobState
from lms.messages.models import Mailing, Notice
from tests.factories.accounts import make_person
from tests.factories.jobs import make_job

Notices = Callable[[], list[Notice]]
Outbox = Callable[[], list[Intent]]


@pytest.fixture
def running(session: Session) -> Job:
    return make_job(make_person(locale="en"), state=JobState.RUNNING, done=2)


def test_work_that_is_done_waits_on_the_start_page(session: Session, running: Job, notices: Notices) -> None:
    operations.take_step(session, job_id=running.public_id)
    session.flush()
    (told,) = notices()
    assert (told.person_id, told.title, told.line) == (running.owner_id, "The work is done", "Tellen")
    assert told.path == f"/werk/{running.public_id}"
    assert told.mailing is Mailing.AWAITS_DIGEST


def test_work_that_got_stuck_is_mailed_at_once_without_its_reason(
    session: Session, running: Job, outbox: Outbox
) -> None:
    operations.fail_job(session, job_id=running.public_id, error="CohortFullError")
    session.flush()
    (mail,) = [row.payload for row in outbox() if row.kind == MAIL]
    assert mail["subject"] == "The work got stuck"
    assert "CohortFull" not in str(mail)


def test_who_stops_the_work_knows(session: Session, running: Job, notices: Notices) -> None:
    owner = actor_for(session, person=make_person())
    operations.stop_job(session, actor=owner, job=running)
    session.flush()
    assert notices() == []
