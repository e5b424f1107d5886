"""A worker that dies anywhere in a round: every mail has one Message-ID, none is lost or sent for nothing."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
from collections import defaultdict
from contextvars import ContextVar
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from huey.api import Task
from huey.signals import SIGNAL_COMPLETE
from sqlalchemy.orm import Session

from config import Settings
from lms.accounts.models import Person, Token
from lms.accounts.operations import invite_person
from lms.accounts.queries import actor_for
from lms.accounts.rules.sign_in import hash_secret
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.core import clock, mail
from lms.core.authorisation import SYSTEM
from lms.core.extensions import db
from lms.core.jobs import Jobs
from lms.core.outbox import LEASE, MAIL, Intent
from lms.core.unit_of_work import unit_of_work
from lms.jobs.models import Job, JobState
from lms.rosters import queries
from lms.rosters.models import InvitationRound, RoundKind
from lms.rosters.operations import invitations, start_round
from lms.rosters.operations.invitations import mark_of, people_of
from tests.factories.accounts import make_organisation
from tests.factories.cohorts import make_cohort, make_coordinator
from tests.rosters.killing import dying_at_each_commit, listening

LINK = re.compile(r"/uitnodigingen/([\w-]+)")
EVERY_MINUTE = "lms.core.jobs.relay_every_minute"
BEAT, DONE = b".", b"!"
KILLS = 20
SEED = 20261121


def begin_round(people: int) -> UUID:
    """A round to this many people who were never invited; the id of its job."""
    cohort = make_cohort(maximum_size=people)
    coordinator, organisation = make_coordinator(cohort), make_organisation()
    addresses = [f"persoon{n}@leergroep{cohort.id}.example" for n in range(people)]
    with unit_of_work() as session:
        rows = [
            {"given_name": "Sanne", "family_name": "Berg", "email": address, "email_key": address}
            for address in addresses
        ]
        session.execute(sa.insert(Person), rows)
        ids = session.scalars(sa.select(Person.id).where(Person.email_key.in_(addresses))).all()
        enrolment = {
            "cohort_id": cohort.id,
            "organisation_id": organisation.id,
            "state": EnrolmentState.INVITED,
            "joined_on": clock.today(),
        }
        session.execute(sa.insert(Enrolment), [{**enrolment, "person_id": number} for number in ids])
    with unit_of_work() as session:
        cohort = session.get_one(Cohort, cohort.id, populate_existing=True)
        chosen = people_of(queries.list_standings(session, cohort=cohort), kind=RoundKind.FIRST)
        actor = actor_for(session, person=session.get_one(Person, coordinator.id))
        found = start_round(session, actor=actor, cohort=cohort, kind=RoundKind.FIRST, mark=mark_of(chosen))
        job_id = found.job_id
    assert job_id
    return job_id


def roll_an_invitation_back() -> None:
    """Somebody's invitation that never happened: no mail may tell of it."""
    session = db.session()
    person = session.scalars(sa.select(Person).where(Person.given_name == "Sanne").limit(1)).one()
    invite_person(session, actor=SYSTEM, person=person)
    session.rollback()


def check(store: Session, folder: Path, job_id: UUID, people: int, handed: dict[str, set[str]]) -> None:
    store.rollback()
    store.expire_all()
    job = store.scalars(sa.select(Job).where(Job.public_id == job_id)).one()
    assert (job.state, job.done, job.facts) == (JobState.DONE, people, {"invited": people, "passed_over": 0})
    round_id = UUID(job.payload["round_id"])
    cohort_id = store.scalars(
        sa.select(InvitationRound.cohort_id).where(InvitationRound.public_id == round_id)
    ).one()
    members = sa.select(Enrolment.person_id).where(Enrolment.cohort_id == cohort_id)
    links = store.scalars(sa.select(Token).where(Token.person_id.in_(members))).all()
    letters = {
        letter["To"]: letter
        for letter in (
            message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")
        )
    }
    known = {link.token_hash: link.message_id for link in links}
    told = {hash_secret(token_in(letter)): letter["Message-ID"] for letter in letters.values()}
    assert len(links) == len(list(folder.iterdir())) == len(letters) == people
    assert told == known
    assert {address: {letters[address]["Message-ID"]} for address in letters} == handed
    waiting = sa.select(sa.func.count()).where(Intent.kind == MAIL, Intent.done_at.is_(None))
    assert store.scalar(waiting) == 0
    store.rollback()


def token_in(letter: Any) -> str:
    found = LINK.search(letter.get_body(("plain",)).get_content())
    assert found
    return found.group(1)


def work_until_killed(app: Flask, beat: int, log: Path, lived: int) -> None:
    """The life of one worker process, as `lms worker` runs it: huey's consumer with its threads and schedule.

    Each statement that it sends is one beat of its heart; the task of the schedule that ends is told too.
    """
    db.engine.dispose(close=False)
    db.session.remove()
    deliver, huey = mail.deliver, app.extensions["huey"]

    def noted(message: Any, settings: Settings) -> None:
        with log.open("a") as lines:
            lines.write(f"{message['To']} {message['Message-ID']}\n")
        deliver(message, settings)

    mail.deliver = noted
    # The consumer's threads do not share this one's context, so the clock itself must stand elsewhere.
    clock._moved_to = ContextVar("moved_to", default=clock.now() + lived * 2 * LEASE)
    minute = huey._registry.string_to_task(EVERY_MINUTE)()

    @huey.signal(SIGNAL_COMPLETE)
    def tell(_signal: str, task: Task) -> None:
        # The schedule may run more of its own meanwhile.
        if task.id == minute.id:
            os.write(beat, DONE)

    with listening("before_cursor_execute", lambda *_: os.write(beat, BEAT)):
        huey.enqueue(minute)
        app.test_cli_runner().invoke(args=["worker", "--threads", "1"], catch_exceptions=False)


def live(app: Flask, log: Path, *, lived: int, beats: int | None) -> None:
    """Let a worker process live for so many beats, then kill it; or let it finish its work, then end it."""
    ear, mouth = os.pipe()
    app.extensions["huey"].storage.close()
    child = multiprocessing.get_context("fork").Process(
        target=work_until_killed, args=(app, mouth, log, lived)
    )
    child.start()
    os.close(mouth)
    heard = 0
    while (beats is None or heard < beats) and (sound := os.read(ear, 1)) == BEAT:
        heard += 1
    if beats is None:
        child.terminate()
    else:
        child.kill()
    child.join()
    os.close(ear)
    assert beats is None or heard == beats, "the work was done before the worker could be killed"
    assert beats is not None or (sound, child.exitcode) == (DONE, 0)


def test_twenty_killed_workers_send_every_mail_of_a_round_of_500_under_one_message_id(
    kernel: Flask, worker: Jobs, store: Session, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance, log = random.Random(SEED), tmp_path_factory.mktemp("log") / "handed.txt"
    job_id = begin_round(500)
    for lived in range(KILLS):
        live(kernel, log, lived=lived, beats=chance.randrange(1, 400))
        roll_an_invitation_back()
    live(kernel, log, lived=KILLS, beats=None)
    handed: dict[str, set[str]] = defaultdict(set)
    for line in log.read_text().splitlines():
        address, message_id = line.split()
        handed[address].add(message_id)
    check(store, worker.settings.data_dir / "mail", job_id, 500, handed)


def test_dying_at_any_commit_of_a_round_changes_nothing_of_its_outcome(
    worker: Jobs, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "AT_ONCE", 2)
    handed: dict[str, set[str]] = defaultdict(set)
    deliver = mail.deliver

    def noted(message: Any, settings: Settings) -> None:
        handed[message["To"]].add(message["Message-ID"])
        deliver(message, settings)

    monkeypatch.setattr(mail, "deliver", noted)
    folder = worker.settings.data_dir / "mail"

    def begin() -> UUID:
        handed.clear()
        for path in folder.glob("*"):
            path.unlink()
        return begin_round(3)

    for job_id in dying_at_each_commit(worker, begin):
        check(store, folder, job_id, 3, handed)
