"""Jobs for tests, and a kind of job that only counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.slots import JobKind, JobPage
from lms.jobs.models import Job
from lms.jobs.rules import HELD_FOR
from lms.jobs.slots import kinds
from tests.factories import save
from tests.factories.accounts import make_person

COUNTING = "test.counting"


def count_one(_session: Session, _actor: Actor, _job: Any) -> int:
    return 1


def declare_counting() -> None:
    """A kind whose steps do nothing but count."""
    page = JobPage(line="Tellen", outcome="Alles is geteld.", label="Bekijk de telling", url="/telling")
    kinds.setdefault(COUNTING, JobKind(key=COUNTING, title="Tellen", step=count_one, page=lambda _job: page))


def make_job(owner: Person | None = None, **values: Any) -> Job:
    """A job of three units that has not begun."""
    declare_counting()
    owner = owner or make_person()
    return save(
        Job(
            **{
                "kind": COUNTING,
                "owner_id": owner.id,
                "payload": {},
                "total": 3,
                "held_until": clock.now() + HELD_FOR,
                **values,
            }
        )
    )
