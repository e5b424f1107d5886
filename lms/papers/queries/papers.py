"""Readers of one assignment, paper, version or form, and of who may judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Hat, Membership, Person
from lms.accounts.queries import list_wearers, organisation_family
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.errors import NotFoundError
from lms.papers import rules
from lms.papers.models import (
    Assessment,
    Assessor,
    Assignment,
    GradeEntry,
    PaperVersion,
    Submission,
)
from lms.programmes.models import Activity, ActivityKind, Module, ProgrammeVersion

Row = TypeVar("Row")
MOST_PAGES = 120


def _to_programme() -> ORMOption:
    return (
        joinedload(Assignment.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme)
    )


def standing_options() -> Sequence[ORMOption]:
    """What it takes to say how papers stand: three more queries, however many papers there are."""
    return (
        selectinload(Submission.versions).joinedload(PaperVersion.file),
        joinedload(Submission.assessors).joinedload(Assessor.person),
        selectinload(Submission.assessments),
        selectinload(Submission.grade_log).joinedload(GradeEntry.entered_by),
    )


def submission_options() -> Sequence[ORMOption]:
    """A paper with its author, cohort and programme, and what it takes to say how it stands."""
    return (
        joinedload(Submission.enrolment).joinedload(Enrolment.person),
        joinedload(Submission.enrolment).joinedload(Enrolment.organisation),
        joinedload(Submission.assignment)
        .joinedload(Assignment.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
        joinedload(Submission.assignment).joinedload(Assignment.activity),
        *standing_options(),
    )


def get_assignment(session: Session, *, assignment_id: UUID) -> Assignment:
    """An assignment with its cohort, its programme and its activity."""
    statement = (
        sa.select(Assignment)
        .where(Assignment.public_id == assignment_id)
        .options(_to_programme(), joinedload(Assignment.activity))
    )
    return _found(session.scalars(statement).one_or_none())


def list_assignments(session: Session, *, cohort: Cohort) -> Sequence[Assignment]:
    """The paper assignments of a cohort, the earliest first."""
    statement = (
        sa.select(Assignment)
        .where(Assignment.cohort_id == cohort.id)
        .options(_to_programme(), joinedload(Assignment.activity))
        .order_by(Assignment.closes_at, Assignment.id)
    )
    return session.scalars(statement).all()


def list_paper_activities(session: Session, *, cohort: Cohort) -> Sequence[Activity]:
    """The activities of a cohort's programme that are a paper, in the order of the programme."""
    statement = (
        sa.select(Activity)
        .join(Activity.module)
        .where(
            Module.programme_version_id == cohort.programme_version_id, Activity.kind == ActivityKind.PAPER
        )
        .order_by(Module.position, Activity.position)
    )
    return session.scalars(statement).all()


def find_assignment_for(session: Session, *, enrolment: Enrolment) -> Assignment | None:
    """The paper assignment of a participant's cohort: the one that closes first."""
    statement = (
        sa.select(Assignment)
        .where(Assignment.cohort_id == enrolment.cohort_id)
        .options(_to_programme(), joinedload(Assignment.activity))
        .order_by(Assignment.closes_at, Assignment.id)
        .limit(1)
    )
    return session.scalars(statement).first()


def find_submission_for(session: Session, *, enrolment: Enrolment) -> Submission | None:
    """A participant's paper with its versions and judgements, if anything was handed in."""
    statement = (
        sa.select(Submission)
        .join(Submission.assignment)
        .where(Submission.enrolment_id == enrolment.id)
        .options(*submission_options())
        .order_by(Assignment.closes_at, Assignment.id)
        .limit(1)
    )
    return session.scalars(statement).unique().first()


# Made once, for its options are many.
_SUBMISSION = (
    sa.select(Submission)
    .where(Submission.public_id == sa.bindparam("submission_id"))
    .options(*submission_options())
)


def get_submission(session: Session, *, submission_id: UUID) -> Submission:
    """A paper with its author, cohort, versions, assessors, forms and grade log."""
    found = session.scalars(_SUBMISSION, {"submission_id": submission_id})
    return _found(found.unique().one_or_none())


def get_version(session: Session, *, version_id: UUID) -> PaperVersion:
    """One version with its file and its paper."""
    submission = joinedload(PaperVersion.submission)
    statement = (
        sa.select(PaperVersion)
        .where(PaperVersion.public_id == version_id)
        .options(
            joinedload(PaperVersion.file),
            submission.joinedload(Submission.assignment)
            .joinedload(Assignment.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
            submission.joinedload(Submission.enrolment).joinedload(Enrolment.person),
        )
    )
    return _found(session.scalars(statement).one_or_none())


def get_page(session: Session, *, version_id: UUID, number: int) -> rules.PaperPage:
    """One page of a version; whether the file has that page shows when it is drawn."""
    if not 1 <= number <= MOST_PAGES:
        raise NotFoundError
    return rules.PaperPage(get_version(session, version_id=version_id), number)


def get_assessment(session: Session, *, assessment_id: int) -> Assessment:
    """One form with its marks and its assessor, as it is in the database now."""
    return list_assessments(session, assessment_ids=[assessment_id])[assessment_id]


def list_assessments(session: Session, *, assessment_ids: Sequence[int]) -> Mapping[int, Assessment]:
    """These forms with their marks and assessors, as they are in the database now, by their number."""
    statement = (
        sa.select(Assessment)
        .where(Assessment.id.in_(assessment_ids))
        .options(joinedload(Assessment.marks), joinedload(Assessment.assessor).joinedload(Assessor.person))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(statement).unique()}


def find_released_assessment(session: Session, *, submission: Submission) -> Assessment | None:
    """The form whose judgement the participant may read now, if any."""
    standing = rules.standing_releases(submission.grade_log)
    released = standing[-1].assessment_id if standing and submission.released_at else None
    return get_assessment(session, assessment_id=released) if released is not None else None


# Apart from each other: joined in one statement every criterion would come with every condition.
_RUBRIC = (
    sa.select(ProgrammeVersion)
    .where(ProgrammeVersion.id == sa.bindparam("version_id"))
    .options(joinedload(ProgrammeVersion.criteria), selectinload(ProgrammeVersion.conditions))
)


def get_rubric(session: Session, *, submission: Submission) -> ProgrammeVersion:
    """The criteria and entry conditions by which a paper is judged."""
    values = {"version_id": submission.assignment.cohort.programme_version_id}
    return session.scalars(_RUBRIC, values).unique().one()


def list_possible_assessors(session: Session, *, submission: Submission) -> Sequence[Person]:
    """The trainers of the cohort who are not the author and work in another line of organisations (DR-34)."""
    trainers = list_wearers(session, hat=Hat.TRAINER, scope=submission.assignment.cohort.public_id)
    close = _too_close(session, submission=submission, person_ids=[p.id for p in trainers])
    return [p for p in trainers if p.id not in close]


def is_too_close(session: Session, *, person: Person, submission: Submission) -> bool:
    """Whether somebody is the author, or works for the author's organisation or a part of it (DR-34)."""
    return person.id in _too_close(session, submission=submission, person_ids=[person.id])


def _too_close(session: Session, *, submission: Submission, person_ids: Sequence[int]) -> frozenset[int]:
    author, day = submission.enrolment, clock.today()
    line = organisation_family(session, organisation_ids={author.organisation_id})
    colleagues = sa.select(Membership.person_id).where(
        Membership.person_id.in_(person_ids),
        Membership.organisation_id.in_(line),
        Membership.starts_on <= day,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    return frozenset({*session.scalars(colleagues), author.person_id})


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row
