"""Steps that tests of judging share."""

from __future__ import annotations

import io
from decimal import Decimal

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.cohorts.models import Enrolment
from lms.core.authorisation import Actor
from lms.learning.models import Completion
from lms.papers import operations, queries
from lms.papers.models import (
    Assessment,
    GradeEntry,
    GradeEvent,
    Outcome,
    PaperVersion,
    Submission,
)
from lms.papers.rules import FormTexts
from lms.programmes.models import Criterion, Level
from tests.factories.papers import (
    MOTIVATION,
    TEXTS,
)


def reread(session: Session, submission: Submission) -> Submission:
    public_id = submission.public_id
    session.expire_all()
    return queries.get_submission(session, submission_id=public_id)


def marks_of(session: Session, submission: Submission, levels: str) -> dict[int, tuple[Level | None, str]]:
    letters = dict(zip("ovgu", Level, strict=True))
    criteria: list[Criterion] = queries.get_rubric(session, submission=submission).criteria
    return {c.id: (letters.get(x), MOTIVATION) for c, x in zip(criteria, levels, strict=True)}


def save_form(
    session: Session,
    judge: Actor,
    paper: Submission,
    levels: str = "vv",
    *,
    version: int = 0,
    **texts: object,
) -> Assessment:
    paper = reread(session, paper)
    return operations.save_assessment(
        session,
        actor=judge,
        submission=paper,
        marks=marks_of(session, paper, levels),
        texts=FormTexts(**{**TEXTS, **texts}),  # type: ignore[arg-type]
        version=version,
    )


def finish(
    session: Session, judge: Actor, paper: Submission, levels: str = "vv", **texts: object
) -> Submission:
    paper = reread(session, paper)
    current = paper.current_assessment
    save_form(session, judge, paper, levels, version=current.version if current else 0, **texts)
    operations.finalise_assessment(session, actor=judge, submission=paper)
    return reread(session, paper)


def release(session: Session, judge: Actor, paper: Submission) -> Submission:
    operations.release_grades(session, actor=judge, submissions=[paper])
    return reread(session, paper)


def log_of(session: Session, paper: Submission) -> list[tuple[GradeEvent, Decimal | None, Outcome | None]]:
    lines = sa.select(GradeEntry).where(GradeEntry.submission_id == paper.id).order_by(GradeEntry.id)
    return [(e.event, e.grade, e.outcome) for e in session.scalars(lines)]


def standing_completions(session: Session, enrolment: Enrolment) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Completion)
            .where(Completion.enrolment_id == enrolment.id, Completion.withdrawn_at.is_(None))
        )
        or 0
    )


def send(client: FlaskClient, content: bytes, name: str = "paper.docx", **fields: str) -> TestResponse:
    data = {"own_work": "y", "note": "", "form_key": "een", "file": (io.BytesIO(content), name), **fields}
    return client.post("/paper/inleveren", data=data)


def versions(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(PaperVersion)) or 0


def form_fields(session: Session, paper: Submission, levels: str, **fields: str) -> dict[str, str]:
    letters = {"o": "insufficient", "v": "sufficient", "g": "good", "u": "excellent", ".": ""}
    data = {"version": "0", "form_key": "vorm", **TEXTS}
    criteria = queries.get_rubric(session, submission=reread(session, paper)).criteria
    for criterion, letter in zip(criteria, levels, strict=True):
        data[f"level_{criterion.id}"] = letters[letter]
        data[f"motivation_{criterion.id}"] = MOTIVATION
    return {**data, **fields}


def without_keys(page: str) -> str:
    """The page without the values that differ between any two readings."""
    lines = page.splitlines()
    return "\n".join(line for line in lines if "form_key" not in line and "csrf_token" not in line)
