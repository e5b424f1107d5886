"""Overviews of many papers: per assignment, per trainer, per cohort; scoped by who reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.accounts.models import BY_NAME, Person
from lms.accounts.queries.reader import READER, TAUGHT, reader
from lms.accounts.rules.names import PersonName
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core.authorisation import Actor
from lms.core.reading import read_rows
from lms.learning.rules import RequirementState
from lms.papers import rules
from lms.papers.models import Assessment, Assessor, Assignment, PaperVersion, Seat, Submission
from lms.papers.queries.papers import standing_options, submission_options
from lms.programmes.models import ProgrammeVersion


@dataclass(frozen=True)
class PaperRow:
    """One participant in an overview: the paper, how the work on it stands, and when it is due."""

    enrolment: Enrolment
    submission: Submission | None
    state: rules.GradingState
    due_on: date | None


@dataclass(frozen=True)
class PaperToGrade:
    """A paper that waits for a judgement: whose, for which assignment, and by when."""

    submission_id: UUID
    author: PersonName
    assignment: str
    due_on: date


def list_submissions(session: Session, *, assignment: Assignment) -> Sequence[Submission]:
    """The papers of an assignment, by family name of the author."""
    statement = (
        sa.select(Submission)
        .join(Submission.enrolment)
        .join(Enrolment.person)
        .where(Submission.assignment_id == assignment.id)
        .options(*submission_options())
        .order_by(*BY_NAME, Submission.id)
    )
    return session.scalars(statement).unique().all()


def list_rows(session: Session, *, assignment: Assignment) -> Sequence[PaperRow]:
    """Everybody who takes part, with or without a paper, by family name."""
    papers = {s.enrolment_id: s for s in list_submissions(session, assignment=assignment)}
    enrolments = list_enrolments(session, cohort=assignment.cohort)
    return [_row(e, papers.get(e.id)) for e in enrolments if e.state in ACTIVE or e.id in papers]


def _judged_by_reader() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Assessor.submission_id == Submission.id,
        Assessor.person_id == READER,
        Assessor.seat == Seat.FIRST,
    )


def _without_assessor() -> sa.ColumnElement[bool]:
    return ~sa.exists().where(Assessor.submission_id == Submission.id)


def _in_own_cohorts() -> Sequence[sa.ColumnElement[bool]]:
    """Papers that were handed in, in the cohorts that the reader teaches; never the own one."""
    return (
        Cohort.public_id.in_(TAUGHT),
        Enrolment.person_id != READER,
        Submission.versions.any(),
    )


def list_gradings(session: Session, *, actor: Actor) -> Sequence[PaperRow]:
    """Papers that the actor judges or that nobody judges yet, in own cohorts: open work first, by day due."""
    statement = (
        sa.select(Submission)
        .join(Submission.assignment)
        .join(Assignment.cohort)
        .join(Submission.enrolment)
        .where(*_in_own_cohorts(), sa.or_(_judged_by_reader(), _without_assessor()))
        .options(
            contains_eager(Submission.enrolment).options(
                joinedload(Enrolment.person), joinedload(Enrolment.organisation)
            ),
            contains_eager(Submission.assignment).options(
                contains_eager(Assignment.cohort)
                .joinedload(Cohort.programme_version)
                .joinedload(ProgrammeVersion.programme)
            ),
            *standing_options(),
        )
    )
    rows = [_row(s.enrolment, s) for s in session.scalars(statement, reader(actor)).unique()]
    return sorted(
        rows,
        key=lambda row: (
            row.state is rules.GradingState.RELEASED,
            row.due_on or date.max,
            row.enrolment.person.sort_name,
            row.enrolment.id,
        ),
    )


def list_to_grade(session: Session, *, actor: Actor) -> Sequence[PaperToGrade]:
    """The papers that wait for the actor's judgement, the first due on top (1 query)."""
    found = [_paper_to_grade(row) for row in read_rows(session, _TO_GRADE, reader(actor))]
    return sorted(found, key=lambda item: (item.due_on, item.author.sort_name, str(item.submission_id)))


def _paper_to_grade(row: Any) -> PaperToGrade:
    submission_id, title, closes_at, working_days, handed_in_at, *names = row
    return PaperToGrade(
        submission_id=submission_id,
        author=PersonName(*names),
        assignment=title,
        due_on=rules.grade_due_on(handed_in_at=handed_in_at, closes_at=closes_at, working_days=working_days),
    )


def count_to_grade(session: Session, *, actor: Actor) -> int:
    """How many papers wait for the actor's judgement."""
    return session.scalar(COUNT_TO_GRADE, reader(actor)) or 0


def _to_grade(wanted: sa.Select[*tuple[Any, ...]]) -> sa.Select[Any]:
    """Papers of which the newest version has no final form yet."""
    newest = (
        sa.select(sa.func.max(PaperVersion.id))
        .where(PaperVersion.submission_id == Submission.id)
        .correlate(Submission)
        .scalar_subquery()
    )
    judged = sa.exists().where(Assessment.paper_version_id == newest, Assessment.finalised_at.is_not(None))
    return (
        wanted.join(Submission.assignment)
        .join(Assignment.cohort)
        .join(Submission.enrolment)
        .where(*_in_own_cohorts(), _judged_by_reader(), ~judged)
    )


# Made once, for they are on every page of a trainer.
COUNT_TO_GRADE = _to_grade(sa.select(sa.func.count(Submission.id)))
_HANDED_IN_AT = (
    sa.select(sa.func.max(PaperVersion.handed_in_at))
    .where(PaperVersion.submission_id == Submission.id)
    .scalar_subquery()
)
_TO_GRADE = _to_grade(
    sa.select(
        Submission.public_id,
        Assignment.title,
        Assignment.closes_at,
        Assignment.grade_within_working_days,
        _HANDED_IN_AT,
        Person.given_name,
        Person.prefix,
        Person.family_name,
    )
).join(Enrolment.person)


def paper_states(session: Session, *, cohort: Cohort) -> Mapping[int, rules.PaperState]:
    """How the paper of everybody in a cohort stands, by enrolment."""
    statement = (
        sa.select(Submission)
        .join(Submission.assignment)
        .where(Assignment.cohort_id == cohort.id)
        .options(*standing_options())
    )
    states = {s.enrolment_id: rules.paper_state(s) for s in session.scalars(statement).unique()}
    everybody = session.scalars(sa.select(Enrolment.id).where(Enrolment.cohort_id == cohort.id))
    return {number: states.get(number, rules.PaperState.NONE) for number in everybody}


# Made once, for every participant's start page asks it.
_HANDED_IN = (
    sa.select(Submission.enrolment_id, Submission.released_at, sa.func.max(PaperVersion.handed_in_at))
    .join(Submission.assignment)
    .join(Submission.versions)
    .where(Assignment.cohort_id == sa.bindparam("cohort_id"))
    .group_by(Submission.enrolment_id, Submission.released_at)
)
_HANDED_IN_BY_ONE = _HANDED_IN.where(Submission.enrolment_id == sa.bindparam("enrolment_id"))


def ledger_states(
    session: Session, *, cohort: Cohort, enrolment: Enrolment | None = None
) -> Mapping[int, RequirementState]:
    """What the ledger of requirements is told of papers, by enrolment: judged, or waiting; one query."""
    values = {"cohort_id": cohort.id}
    rows = (
        read_rows(session, _HANDED_IN, values)
        if enrolment is None
        else read_rows(session, _HANDED_IN_BY_ONE, {**values, "enrolment_id": enrolment.id})
    )
    return {
        enrolment_id: rules.ledger_state(released_at=released_at, handed_in_at=handed_in_at)
        for enrolment_id, released_at, handed_in_at in rows
    }


def _row(enrolment: Enrolment, submission: Submission | None) -> PaperRow:
    due = rules.due_on(submission) if submission is not None else None
    return PaperRow(enrolment, submission, rules.grading_state(submission), due)
