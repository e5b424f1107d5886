"""Paper assignments, submissions, versions and judgements for tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from lms.accounts.models import Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.extensions import db
from lms.core.files import FileKind, StoredFile
from lms.papers.models import (
    Assessment,
    Assessor,
    Assignment,
    GradeEntry,
    GradeEvent,
    Mark,
    Outcome,
    PaperVersion,
    Seat,
    Submission,
)
from lms.programmes.models import Activity, ActivityKind, Criterion, Level, Module
from tests.factories import counter, save
from tests.factories.cohorts import make_cohort, make_enrolment, make_trainer
from tests.factories.programmes import make_version

OPENS_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CLOSES_AT = datetime(2026, 12, 10, 22, 59, tzinfo=UTC)
LATE_UNTIL = datetime(2026, 12, 12, 22, 59, tzinfo=UTC)
MOTIVATION = "Dit laat je zien op meer dan één plek in je paper."
TEXTS = {
    "strength": "Je begint bij de zorg van de inwoner.",
    "growth_point": "Weeg je bronnen tegen elkaar af.",
    "feed_forward": "Neem dit mee in je eindgesprek.",
}


def make_assignment(cohort: Cohort | None = None, **values: Any) -> Assignment:
    """The paper of a cohort, open from 2 November until 10 December 2026, 23.59."""
    cohort = cohort or make_cohort(version=make_version())
    activity_id = db.session.scalar(
        sa.select(Activity.id)
        .join(Activity.module)
        .where(
            Module.programme_version_id == cohort.programme_version_id, Activity.kind == ActivityKind.PAPER
        )
    )
    return save(
        Assignment(
            **{
                "cohort_id": cohort.id,
                "activity_id": activity_id,
                "title": "Praktijkonderzoek",
                "opens_at": OPENS_AT,
                "closes_at": CLOSES_AT,
                "late_until": LATE_UNTIL,
                **values,
            }
        )
    )


def make_submission(
    assignment: Assignment | None = None, enrolment: Enrolment | None = None, **values: Any
) -> Submission:
    """The paper of one participant, without versions yet."""
    assignment = assignment or make_assignment()
    enrolment = enrolment or make_enrolment(db.session.get_one(Cohort, assignment.cohort_id))
    return save(Submission(**{"assignment_id": assignment.id, "enrolment_id": enrolment.id, **values}))


def make_paper_version(
    submission: Submission | None = None,
    *,
    content: bytes = b"%PDF-1.7 een paper",
    name: str = "paper.pdf",
    kind: FileKind = FileKind.PDF,
    **values: Any,
) -> PaperVersion:
    """One file handed in; its bytes lie in the data folder."""
    submission = submission or make_submission()
    n = counter.next()
    stored_as = hashlib.sha256(f"paper {n}".encode()).hexdigest()[:48]
    folder = Path(current_app.config["SETTINGS"].data_dir) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / stored_as).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    stored = save(StoredFile(name=name, kind=kind, size=len(content), sha256=digest, stored_as=stored_as))
    return save(
        PaperVersion(
            **{
                "submission_id": submission.id,
                "number": 1,
                "file_id": stored.id,
                "handed_in_at": clock.now(),
                "receipt": f"TEST-{n:04d}",
                "word_count": 4120,
                **values,
            }
        )
    )


def make_assessor(submission: Submission, person: Person | None = None, **values: Any) -> Assessor:
    """The first assessor of a paper: a trainer of its cohort."""
    if person is None:
        assignment = db.session.get_one(Assignment, submission.assignment_id)
        person = make_trainer(db.session.get_one(Cohort, assignment.cohort_id))
    return save(
        Assessor(**{"submission_id": submission.id, "person_id": person.id, "seat": Seat.FIRST, **values})
    )


def make_assessment(
    version: PaperVersion, assessor: Assessor, *, levels: str | None = "vv", **values: Any
) -> Assessment:
    """A form about a version; `levels` are o, v, g or u for each criterion, a dot leaves one open."""
    letters = dict(zip("ovgu", Level, strict=True))
    marks = [
        Mark(criterion_id=criterion.id, level=letters.get(letter), motivation=MOTIVATION)
        for criterion, letter in zip(_criteria(version), levels or "", strict=levels is not None)
        if letter != "."
    ]
    return save(
        Assessment(
            **{
                "submission_id": version.submission_id,
                "paper_version_id": version.id,
                "assessor_id": assessor.id,
                "saved_at": clock.now(),
                "marks": marks,
                **TEXTS,
                **values,
            }
        )
    )


def make_finalised(version: PaperVersion, assessor: Assessor, **values: Any) -> Assessment:
    """A finished form, not released."""
    return make_assessment(version, assessor, **{"finalised_at": clock.now(), **values})


def make_released(
    submission: Submission,
    assessment: Assessment,
    *,
    grade: Decimal | None = Decimal("6.0"),
    outcome: Outcome = Outcome.PASSED,
) -> Submission:
    """A released judgement, with its line in the grade log."""
    submission.released_at = clock.now()
    submission.released_grade, submission.released_outcome = grade, outcome
    save(
        GradeEntry(
            submission_id=submission.id,
            assessment_id=assessment.id,
            event=GradeEvent.RELEASED,
            grade=grade,
            outcome=outcome,
            entered_at=clock.now(),
        )
    )
    return save(submission)


def _criteria(version: PaperVersion) -> list[Criterion]:
    statement = (
        sa.select(Criterion)
        .join(Cohort, Cohort.programme_version_id == Criterion.programme_version_id)
        .join(Assignment, Assignment.cohort_id == Cohort.id)
        .join(Submission, Submission.assignment_id == Assignment.id)
        .where(Submission.id == version.submission_id)
        .order_by(Criterion.position)
    )
    return list(db.session.scalars(statement))
