"""Opening a paper assignment, handing in, and saying who judges."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import IO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.accounts.queries import list_wearers
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError, NotFoundError, RefusedFileError
from lms.core.events import publish
from lms.core.files import DOCUMENTS, StoredFile, path_of, store_file
from lms.papers import documents, queries, rules
from lms.papers.events import AssessorAssigned, AssignmentChanged, AssignmentOpened, PaperHandedIn
from lms.papers.models import Assessor, Assignment, PaperVersion, Seat, Submission
from lms.papers.rules import GradingState, WindowState
from lms.programmes.models import Activity, ActivityKind

RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_GROUPS = 3
RECEIPT_GROUP = 4


class WindowOrderError(DomainError):
    """A window opens before it closes, and takes late papers no earlier than that."""

    status = 422


class NotOpenYetError(DomainError):
    """The paper cannot be handed in yet."""


class HandInClosedError(DomainError):
    """The paper can no longer be handed in."""


class AlreadyJudgedError(DomainError):
    """The newest version is being judged; another one cannot take its place."""


class NotATrainerError(DomainError):
    """Only a trainer of the cohort judges its papers."""

    status = 422


class TooCloseError(DomainError):
    """Nobody judges the own paper or that of somebody in the own organisation line (DR-34)."""

    status = 422


class SeatTakenError(DomainError):
    """A finished judgement keeps its assessor."""


def open_assignment(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    activity: Activity,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    late_until: datetime,
) -> Assignment:
    """Give a cohort its paper assignment, with the window in which papers are taken in."""
    if activity.kind is not ActivityKind.PAPER:
        raise NotFoundError
    _check_window(opens_at, closes_at, late_until)
    assignment = Assignment(
        cohort=cohort,
        activity=activity,
        title=title,
        opens_at=opens_at,
        closes_at=closes_at,
        late_until=late_until,
    )
    session.add(assignment)
    session.flush()
    publish(
        session,
        AssignmentOpened(actor=actor, cohort_id=cohort.public_id, assignment_id=assignment.public_id),
    )
    return assignment


def change_assignment(
    session: Session,
    *,
    actor: Actor,
    assignment: Assignment,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    late_until: datetime,
    version: int,
) -> None:
    """Move the window of a paper assignment or name it otherwise, unless somebody else did so first."""
    if assignment.version != version:
        raise ConflictError
    _check_window(opens_at, closes_at, late_until)
    assignment.title, assignment.opens_at = title, opens_at
    assignment.closes_at, assignment.late_until = closes_at, late_until
    publish(session, AssignmentChanged(actor=actor, assignment_id=assignment.public_id))


def _check_window(opens_at: datetime, closes_at: datetime, late_until: datetime) -> None:
    if not opens_at < closes_at <= late_until:
        raise WindowOrderError


def hand_in_paper(
    session: Session,
    *,
    actor: Actor,
    assignment: Assignment,
    enrolment: Enrolment,
    stream: IO[bytes],
    name: str,
    note: str = "",
) -> PaperVersion:
    """Take in a version: checked, on disk and hashed before its receipt exists, and frozen (DR-36)."""
    if enrolment.cohort_id != assignment.cohort_id:
        raise NotFoundError
    moment = clock.now()
    submission = _own_submission(session, assignment=assignment, enrolment=enrolment)
    is_late = _check_moment(submission, moment)
    stored, words = _keep(session, stream=stream, name=name)
    version = PaperVersion(
        submission=submission,
        number=len(submission.versions) + 1,
        file=stored,
        handed_in_at=moment,
        is_late=is_late,
        receipt=_new_receipt(),
        word_count=words,
        note=note,
    )
    _flush_or_discard(session, version, stored)
    _carry_drafts_over(session, submission=submission, version=version)
    publish(
        session,
        PaperHandedIn(
            actor=actor,
            assignment_id=assignment.public_id,
            enrolment_id=enrolment.public_id,
            version_id=version.public_id,
            number=version.number,
            is_late=is_late,
        ),
    )
    return version


def _own_submission(session: Session, *, assignment: Assignment, enrolment: Enrolment) -> Submission:
    """The participant's paper, locked until the transaction ends; made for the first version."""
    mine = sa.select(Submission.public_id).where(
        Submission.assignment_id == assignment.id, Submission.enrolment_id == enrolment.id
    )
    public_id = session.scalar(mine.with_for_update())
    if public_id is None:
        submission = Submission(assignment=assignment, enrolment=enrolment)
        session.add(submission)
        session.flush()
        public_id = submission.public_id
    return queries.get_submission(session, submission_id=public_id)


def _check_moment(submission: Submission, moment: datetime) -> bool:
    """Whether the paper is late; refused when it is too early, too late or already judged."""
    if rules.grading_state(submission) is GradingState.FINALISED:
        raise AlreadyJudgedError
    state = rules.chance(submission.assignment, submission, moment).state
    if state is WindowState.NOT_YET:
        raise NotOpenYetError
    if state is WindowState.CLOSED:
        raise HandInClosedError
    return state is WindowState.LATE


def _keep(session: Session, *, stream: IO[bytes], name: str) -> tuple[StoredFile, int]:
    stored = store_file(session, stream=stream, name=name, allowed=DOCUMENTS)
    try:
        return stored, documents.reading_of(stored).words
    except RefusedFileError:
        path_of(stored).unlink(missing_ok=True)
        raise


def _flush_or_discard(session: Session, version: PaperVersion, stored: StoredFile) -> None:
    session.add(version)
    try:
        session.flush()
    except BaseException:
        documents.forget(stored)
        path_of(stored).unlink(missing_ok=True)
        raise


def _carry_drafts_over(session: Session, *, submission: Submission, version: PaperVersion) -> None:
    """A draft follows the newest version: what an assessor already wrote is never left behind."""
    for assessment in submission.assessments:
        if assessment.finalised_at is None:
            assessment.paper_version = version
    session.flush()


def _new_receipt() -> str:
    groups = (
        "".join(secrets.choice(RECEIPT_SIGNS) for _ in range(RECEIPT_GROUP)) for _ in range(RECEIPT_GROUPS)
    )
    return "-".join(groups)


def assign_assessor(
    session: Session, *, actor: Actor, submission: Submission, person: Person, seat: Seat = Seat.FIRST
) -> Assessor:
    """Give somebody a seat to judge a paper; a draft goes along to who takes over."""
    cohort = submission.assignment.cohort
    if person.id not in {p.id for p in list_wearers(session, hat=Hat.TRAINER, scope=cohort.public_id)}:
        raise NotATrainerError
    if queries.is_too_close(session, person=person, submission=submission):
        raise TooCloseError
    assessor = submission.assessor_in(seat)
    if assessor is not None and _has_finished(submission, assessor):
        raise SeatTakenError
    if assessor is None:
        assessor = Assessor(submission=submission, person=person, seat=seat)
        session.add(assessor)
    assessor.person = person
    publish(
        session,
        AssessorAssigned(
            actor=actor, submission_id=submission.public_id, person_id=person.public_id, seat=seat
        ),
    )
    return assessor


def _has_finished(submission: Submission, assessor: Assessor) -> bool:
    return any(a.assessor_id == assessor.id and a.finalised_at is not None for a in submission.assessments)
