"""What is read for every page of a hat, whatever the page is about."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.learning.queries import select_waiting
from lms.papers.queries import select_to_grade


class WaitingWork(NamedTuple):
    """How many papers and how much evidence wait for a trainer."""

    papers: int = 0
    evidence: int = 0


def count_waiting_work(session: Session, *, actor: Actor) -> WaitingWork:
    """What waits for this trainer (1 query)."""
    statement = sa.select(select_to_grade(actor).scalar_subquery(), select_waiting(actor).scalar_subquery())
    return WaitingWork(*session.execute(statement).one())
