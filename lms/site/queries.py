"""What is read for every page of a hat, whatever the page is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries.reader import reader
from lms.admissions.queries import COUNT_TO_HANDLE
from lms.agreements.queries import HAS_STATEMENT, WAITING_AGREEMENT, select_declined
from lms.agreements.rules import OwnStanding
from lms.certification.queries import select_ready
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import HAS_CATCH_UP, IN_BRIEF, OWN_COHORT, StaffedCohort, select_invited
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.learning.queries import COUNT_WAITING
from lms.messages.queries import COUNT_UNREAD
from lms.papers.queries import COUNT_TO_GRADE, OwnPaper, own_paper, with_own_paper
from lms.trainings.queries import COURSE_COLUMNS, OwnCourse, own_course, with_own_course


class OwnFacts(NamedTuple):
    """What every page tells of its reader: unread notices, the own cohort, and the work that waits."""

    unread: int = 0
    own_cohort: UUID | None = None
    papers: int = 0
    evidence: int = 0
    applications: int = 0


@cache
def _own_facts(*, trains: bool, coordinates: bool) -> sa.Select[int, UUID, int, int, int]:
    """The statement for these hats, made once, for it runs at every page."""
    nothing: sa.ColumnElement[int] = sa.literal_column("0", sa.Integer())
    return sa.select(
        COUNT_UNREAD.scalar_subquery(),
        OWN_COHORT.scalar_subquery(),
        COUNT_TO_GRADE.scalar_subquery() if trains else nothing,
        COUNT_WAITING.scalar_subquery() if trains else nothing,
        COUNT_TO_HANDLE.scalar_subquery() if coordinates else nothing,
    )


def read_own_facts(session: Session, *, actor: Actor) -> OwnFacts:
    """What every page tells of this reader (1 query)."""
    statement = _own_facts(trains=actor.wears(Hat.TRAINER), coordinates=actor.wears(Hat.COORDINATOR))
    return OwnFacts(*read_rows(session, statement, {**reader(actor), "day": clock.today()})[0])


class OwnStart(NamedTuple):
    """The enrolment with which somebody takes part, and what the rooms ask with it."""

    enrolment: Enrolment
    signing: OwnStanding
    has_catch_up: bool
    paper: OwnPaper
    course: OwnCourse | None


# Made once, for every participant's start page asks it.
_OWN_START = with_own_course(
    with_own_paper(IN_BRIEF.add_columns(WAITING_AGREEMENT.scalar_subquery(), HAS_STATEMENT, HAS_CATCH_UP))
)


def find_own_start(session: Session, *, actor: Actor) -> OwnStart | None:
    """What a participant's start page asks, but for what has a list of its own (1 query)."""
    values = {"person_id": actor.person_id, "moment": clock.now()}
    row: Any = session.execute(_OWN_START, values).one_or_none()
    if row is None:
        return None
    enrolment, waiting, has_statement, has_catch_up, *facts = row
    return OwnStart(
        enrolment,
        OwnStanding(has_statement=bool(has_statement), waiting=waiting),
        has_catch_up=bool(has_catch_up),
        paper=own_paper(facts[:-COURSE_COLUMNS]),
        course=own_course(facts[-COURSE_COLUMNS:]),
    )


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


def count_for_coordinator(session: Session, *, cohorts: Sequence[StaffedCohort]) -> CohortCounts:
    """What waits for the coordinator in these cohorts (1 query)."""
    found: tuple[dict[int, int], ...] = ({}, {}, {})
    values = {"cohort_ids": [cohort.id for cohort in cohorts]}
    for cohort_id, number, place in read_rows(session, _FOR_COORDINATOR, values):
        found[place][cohort_id] = number
    return CohortCounts(*found)
