"""Workers that die between two commits of long work, and those that go on after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa

from lms.core import clock
from lms.core.extensions import db
from lms.core.jobs import Jobs
from lms.core.outbox import LEASE

Begun = TypeVar("Begun")


class WorkerDied(BaseException):
    """What no handler in the worker may swallow, as it cannot swallow a kill."""


@contextmanager
def listening(event: str, call: Callable[..., None]) -> Iterator[None]:
    sa.event.listen(db.engine, event, call)
    try:
        yield
    finally:
        sa.event.remove(db.engine, event, call)


def dying_at_each_commit(worker: Jobs, begin: Callable[[], Begun]) -> Iterator[Begun]:
    """The same work for every commit at which its worker can die, once another worker finished it."""
    points, is_over = 0, False
    while not is_over:
        begun, left = begin(), [points]

        def die(_connection: object, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                raise WorkerDied

        try:
            with listening("commit", die):
                worker.run_due()
        except WorkerDied:
            db.session.remove()
        with clock.moved_to(clock.now() + LEASE + timedelta(minutes=1)):
            worker.run_every_minute()
            worker.run_due()
        yield begun
        is_over = left[0] >= 0
        points += 1
    assert points > 4, "the worker never died"
