"""What is read for every page of a hat, whatever the page is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.queries.reader import reader
from lms.agreements.queries import select_declined
from lms.certification.queries import select_ready
from lms.cohorts.models import Cohort
from lms.cohorts.queries import select_invited
from lms.core.authorisation import Actor
from lms.learning.queries import COUNT_WAITING
from lms.papers.queries import COUNT_TO_GRADE


class WaitingWork(NamedTuple):
    """How many papers and how much evidence wait for a trainer."""

    papers: int = 0
    evidence: int = 0


# Made once, for it is on every page of a trainer.
_WAITING_WORK = sa.select(COUNT_TO_GRADE.scalar_subquery(), COUNT_WAITING.scalar_subquery())


def count_waiting_work(session: Session, *, actor: Actor) -> WaitingWork:
    """What waits for this trainer (1 query)."""
    return WaitingWork(*session.execute(_WAITING_WORK, reader(actor)).one())


class CohortCounts(NamedTuple):
    """By cohort: certificates that can be issued, invitations that stay open, managers who declined."""

    ready: Mapping[int, int]
    invited: Mapping[int, int]
    declined: Mapping[int, int]


# Made once, for every coordinator's start page asks it.
_COHORT_IDS: sa.BindParameter[Any] = sa.bindparam("cohort_ids", expanding=True)
_FOR_COORDINATOR = sa.union_all(
    select_ready(_COHORT_IDS).add_columns(sa.literal_column("0")),
    select_invited(_COHORT_IDS).add_columns(sa.literal_column("1")),
    select_declined(_COHORT_IDS).add_columns(sa.literal_column("2")),
)


def count_for_coordinator(session: Session, *, cohorts: Sequence[Cohort]) -> CohortCounts:
    """What waits for the coordinator in these cohorts (1 query)."""
    found: tuple[dict[int, int], ...] = ({}, {}, {})
    for cohort_id, number, place in session.execute(
        _FOR_COORDINATOR, {"cohort_ids": [cohort.id for cohort in cohorts]}
    ):
        found[place][cohort_id] = number
    return CohortCounts(*found)
