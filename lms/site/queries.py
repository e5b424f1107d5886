"""What is read for every page of a hat, whatever the page is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.queries.reader import reader
from lms.admissions.queries import COUNT_TO_HANDLE
from lms.agreements.queries import HAS_STATEMENT, TO_SIGN, WAITING_AGREEMENT, select_declined
from lms.agreements.rules import OwnStanding
from lms.certification.queries import select_ready
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import (
    ABSENCES_TO_HANDLE,
    IN_BRIEF,
    OWN_COHORT,
    WAITING_CATCH_UP,
    StaffedCohort,
    select_invited,
)
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.learning.queries import COUNT_WAITING, TICKED
from lms.messages.queries import COUNT_UNREAD
from lms.papers.queries import COUNT_TO_GRADE, OwnPaper, own_paper, with_own_paper
from lms.trainings.models import TrainingPlan
from lms.trainings.queries import COURSE_COLUMNS, WAITING_PLANS, OwnCourse, own_course, with_own_course


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
    paper: OwnPaper
    course: OwnCourse | None


# Made once, for every participant's start page asks it.
_OWN_START = with_own_course(
    with_own_paper(IN_BRIEF.add_columns(WAITING_AGREEMENT.scalar_subquery(), HAS_STATEMENT))
)


def find_own_start(session: Session, *, actor: Actor) -> OwnStart | None:
    """What a participant's start page asks, but for what has a list of its own (1 query)."""
    values = {"person_id": actor.person_id, "moment": clock.now()}
    row: Any = session.execute(_OWN_START, values).one_or_none()
    if row is None:
        return None
    enrolment, waiting, has_statement, *facts = row
    return OwnStart(
        enrolment,
        OwnStanding(has_statement=bool(has_statement), waiting=waiting),
        paper=own_paper(facts[:-COURSE_COLUMNS]),
        course=own_course(facts[-COURSE_COLUMNS:]),
    )


class OwnWork(NamedTuple):
    """The activities that somebody ticked, and the catch-up tasks that wait for them with their last day."""

    done: frozenset[int]
    catch_up: Sequence[tuple[UUID, date | None]]


def _select_own_work() -> sa.CompoundSelect[Any]:
    """Two lists as one; a task has no activity."""
    task_id, due_on = WAITING_CATCH_UP.selected_columns
    return sa.union_all(
        WAITING_CATCH_UP.with_only_columns(sa.cast(sa.null(), sa.Integer()), task_id, due_on),
        TICKED.add_columns(sa.cast(sa.null(), task_id.type), sa.cast(sa.null(), due_on.type)),
    )


# Made once, for every participant's start page asks it.
_OWN_WORK = _select_own_work()


def read_own_work(session: Session, *, enrolment: Enrolment) -> OwnWork:
    """What a participant did, and what was missed and is to be made up (1 query)."""
    rows: Sequence[Any] = read_rows(session, _OWN_WORK, {"enrolment_id": enrolment.id})
    return OwnWork(
        done=frozenset(activity_id for activity_id, task_id, _due_on in rows if task_id is None),
        catch_up=[(task_id, due_on) for _activity_id, task_id, due_on in rows if task_id is not None],
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


class AtCohort(NamedTuple):
    """What waits for a trainer: one thing, or so many of a cohort, with a day or a moment if it has one."""

    public_id: UUID
    cohort_name: str
    number: int
    starts_on: date | None
    since: datetime | None


class TrainerWork(NamedTuple):
    """Plans of trainings that wait for a go; by cohort absences to handle, and agreements to sign."""

    plans: Sequence[AtCohort]
    absences: Sequence[AtCohort]
    to_sign: Sequence[AtCohort]


def _select_for_trainer() -> sa.CompoundSelect[Any]:
    """Three lists as one; the columns that a list has not are empty."""
    no_day = sa.cast(sa.null(), sa.Date())
    no_moment = sa.cast(sa.null(), TrainingPlan.submitted_at.type)
    plans, absences, to_sign = WAITING_PLANS, ABSENCES_TO_HANDLE, TO_SIGN
    plan_id, plan_cohort, since = plans.selected_columns
    absent_id, absent_cohort, absent = absences.selected_columns
    sign_id, sign_cohort, starts_on, unsigned = to_sign.selected_columns
    return sa.union_all(
        plans.with_only_columns(
            sa.literal_column("0", sa.Integer()), plan_id, plan_cohort, sa.literal_column("1"), no_day, since
        ),
        absences.with_only_columns(
            sa.literal_column("1"), absent_id, absent_cohort, absent, no_day, no_moment
        ),
        to_sign.with_only_columns(
            sa.literal_column("2"), sign_id, sign_cohort, unsigned, starts_on, no_moment
        ),
    )


# Made once, for every trainer's start page asks it.
_FOR_TRAINER = _select_for_trainer()


def read_trainer_work(session: Session, *, actor: Actor) -> TrainerWork:
    """What waits for a trainer in trainings, absences and agreements (1 query)."""
    found: tuple[list[AtCohort], ...] = ([], [], [])
    rows: Sequence[Any] = read_rows(session, _FOR_TRAINER, reader(actor))
    for place, *row in rows:
        found[place].append(AtCohort(*row))
    return TrainerWork(*found)
