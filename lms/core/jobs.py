"""The worker: huey runs the relay that carries out promised intents, and the schedule; never domain logic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from config import Settings
from lms.core import bounces, files, form_keys, mail, outbox
from lms.core.database import refresh_statistics
from lms.core.unit_of_work import apart, unit_of_work

Job = Callable[[Session, UUID, dict[str, Any]], None]
"""Does slow work outside the database; the session it gets is for reading."""

Nightly = Callable[[Session], None]

log = structlog.get_logger()


class Jobs:
    """Which handler carries out which kind of intent, and what runs every minute, hour and night."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.handlers: dict[str, Job] = {outbox.MAIL: self._deliver_mail}
        self.every_minute: list[Nightly] = []
        self.hourly: list[Nightly] = []
        self.nightly: list[Nightly] = [
            form_keys.prune,
            outbox.prune,
            bounces.prune_addresses,
            files.sweep_strays,
            refresh_statistics,
        ]

    def _deliver_mail(self, _session: Session, _intent_id: UUID, payload: dict[str, Any]) -> None:
        mail.deliver(mail.compose(payload, self.settings), self.settings)

    def run_due(self) -> int:
        """Carry out every due intent, each outside any writing transaction; returns how many succeeded."""
        succeeded = 0
        while True:
            with unit_of_work() as session:
                intent = outbox.claim_next(session)
                if intent is None:
                    return succeeded
                intent_id, kind, payload = intent.id, intent.kind, dict(intent.payload)
            succeeded += self._carry_out(intent_id, kind, payload)

    def _carry_out(self, intent_id: UUID, kind: str, payload: dict[str, Any]) -> bool:
        # Mail servers and pictures are slow: nobody who wants to write waits for a job.
        try:
            with apart(write=False) as session:
                self.handlers[kind](session, intent_id, payload)
            with unit_of_work() as session:
                outbox.finish(session, intent_id=intent_id)
        except mail.RefusedAddressError as refusal:
            log.warning("mail_bounced", intent=str(intent_id), code=refusal.code)
            with unit_of_work() as session:
                outbox.bounce(session, intent_id=intent_id)
            return False
        except Exception as failure:  # a failing job must not stop the ones behind it
            log.warning("intent_failed", kind=kind, intent=str(intent_id), error=type(failure).__name__)
            with unit_of_work() as session:
                outbox.postpone(session, intent_id=intent_id, error=type(failure).__name__)
            return False
        return True

    def run_nightly(self) -> None:
        """Run what every feature does each night, each part in its own transaction."""
        self._run(self.nightly)

    def run_every_minute(self) -> None:
        """Run what some features do each minute, in the same way."""
        self._run(self.every_minute)

    def run_hourly(self) -> None:
        """Run what every feature does each hour, in the same way."""
        self._run(self.hourly)

    def _run(self, parts: Sequence[Nightly]) -> None:
        for part in parts:
            try:
                with unit_of_work() as session:
                    part(session)
            except Exception as failure:  # one part must not keep the others from their work
                log.error("part_of_schedule_failed", part=part.__qualname__, error=type(failure).__name__)


def make_huey(settings: Settings) -> Huey:
    """The queue: a file in the data folder, or Redis when several hosts share one."""
    if settings.redis_url:
        return RedisHuey("samenloop", url=settings.redis_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("samenloop", filename=str(settings.data_dir / "queue.db"), fsync=False)


@contextmanager
def waiting_for_database() -> Iterator[None]:
    """A database that is away is told in one line; what waits is carried out a minute later."""
    try:
        yield
    except (OperationalError, NoFreeConnection) as away:
        log.warning("database_unavailable", error=type(away).__name__)


def register_tasks(app: Flask, huey: Huey, jobs: Jobs) -> None:
    """Declare the relay and the schedule on the queue, and let commits wake the relay."""

    @huey.task()
    def relay() -> None:
        with app.app_context(), waiting_for_database():
            jobs.run_due()

    @huey.periodic_task(crontab(minute="*"))
    def relay_every_minute() -> None:
        with app.app_context(), waiting_for_database():
            jobs.run_every_minute()
            jobs.run_due()

    @huey.periodic_task(crontab(hour="3", minute="10"))
    def every_night() -> None:
        with app.app_context():
            jobs.run_nightly()

    @huey.periodic_task(crontab(minute="5"))
    def every_hour() -> None:
        with app.app_context():
            jobs.run_hourly()

    outbox.on_nudge(relay)
