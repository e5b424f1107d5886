"""Readers of the two ledgers; lists are scoped by who reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.accounts.queries.reader import READER, TAUGHT, reader
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.learning.models import Completion, Evidence, EvidenceState
from lms.learning.rules import EvidenceMark, OwnRequirement
from lms.programmes.models import ProgrammeVersion, Requirement, RequirementKind

# Requirements: what the certificate asks


def list_requirements(session: Session, *, cohort: Cohort) -> Sequence[Requirement]:
    """What the certificate asks of a cohort, in the programme's order."""
    statement = (
        sa.select(Requirement)
        .where(Requirement.programme_version_id == cohort.programme_version_id)
        .order_by(Requirement.position, Requirement.id)
    )
    return session.scalars(statement).all()


def list_requirements_of_kind(
    session: Session, *, cohort_id: int, kind: RequirementKind
) -> Sequence[Requirement]:
    """What the certificate asks of a cohort in one way."""
    statement = (
        sa.select(Requirement)
        .join(Cohort, Cohort.programme_version_id == Requirement.programme_version_id)
        .where(Cohort.id == cohort_id, Requirement.kind == kind)
        .order_by(Requirement.position)
    )
    return session.scalars(statement).all()


def get_own_requirement(session: Session, *, requirement_id: UUID, actor: Actor) -> OwnRequirement | None:
    """A requirement as the participant stands before it; the newest own enrolment on that version counts."""
    statement = (
        sa.select(Requirement, Enrolment)
        .join(Cohort, Cohort.programme_version_id == Requirement.programme_version_id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(
            Requirement.public_id == requirement_id,
            Enrolment.person_id == actor.person_id,
            Enrolment.state.in_(ACTIVE),
        )
        .options(
            joinedload(Enrolment.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
            joinedload(Enrolment.person),
        )
        .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    requirement, enrolment = row
    marks = evidence_marks(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
    completion = find_completion(session, enrolment_id=enrolment.id, requirement_id=requirement.id)
    return OwnRequirement(requirement, enrolment, marks, completion is not None)


# Made once, for its options are many.
_OF_STAFF = (
    sa.select(Cohort)
    .where(Cohort.public_id == sa.bindparam("cohort_id"))
    .options(
        joinedload(Cohort.programme_version, innerjoin=True).options(
            joinedload(ProgrammeVersion.programme, innerjoin=True),
            joinedload(ProgrammeVersion.requirements),
        )
    )
)


def get_cohort_of_staff(session: Session, *, cohort_id: UUID) -> Cohort:
    """A cohort with its programme and its requirements, for the policies and pages of its staff."""
    found = session.scalars(_OF_STAFF, {"cohort_id": cohort_id}).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def get_cohort_of_register(session: Session, *, cohort_id: int | UUID) -> Cohort:
    """The cohort that an event of the register or the plan is about, by either of its numbers."""
    key = Cohort.public_id if isinstance(cohort_id, UUID) else Cohort.id
    return session.scalars(sa.select(Cohort).where(key == cohort_id)).one()


def find_completion(session: Session, *, enrolment_id: int, requirement_id: int) -> Completion | None:
    """The standing completion of one requirement."""
    statement = sa.select(Completion).where(
        Completion.enrolment_id == enrolment_id,
        Completion.requirement_id == requirement_id,
        Completion.withdrawn_at.is_(None),
    )
    return session.scalars(statement).one_or_none()


def standing_completions(session: Session, *, requirement: Requirement) -> Mapping[int, Completion]:
    """Who stands as having met a requirement, by enrolment."""
    statement = sa.select(Completion).where(
        Completion.requirement_id == requirement.id, Completion.withdrawn_at.is_(None)
    )
    return {row.enrolment_id: row for row in session.scalars(statement)}


def lock_ledger(session: Session, *, enrolment_id: int) -> None:
    """Let judgements about one participant follow each other, so that each counts the one before."""
    session.execute(sa.select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())


# Evidence


def _whole_evidence() -> sa.Select[Evidence]:
    enrolment = joinedload(Evidence.enrolment)
    version = enrolment.joinedload(Enrolment.cohort).joinedload(Cohort.programme_version)
    return sa.select(Evidence).options(
        enrolment.joinedload(Enrolment.person),
        enrolment.joinedload(Enrolment.organisation),
        version.joinedload(ProgrammeVersion.programme),
        joinedload(Evidence.requirement),
        joinedload(Evidence.file),
        joinedload(Evidence.judged_by),
    )


def get_evidence(session: Session, *, evidence_id: UUID) -> Evidence:
    """A piece of evidence with its participant, cohort, requirement, file and judge."""
    found = session.scalars(_whole_evidence().where(Evidence.public_id == evidence_id)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def evidence_marks(session: Session, *, enrolment_id: int, requirement_id: int) -> Sequence[EvidenceMark]:
    """What was handed in for one requirement, oldest first, without content."""
    statement = (
        sa.select(Evidence.public_id, Evidence.state)
        .where(Evidence.enrolment_id == enrolment_id, Evidence.requirement_id == requirement_id)
        .order_by(Evidence.handed_in_at, Evidence.id)
    )
    return [EvidenceMark(*row) for row in session.execute(statement)]


def list_evidence(session: Session, *, enrolment: Enrolment) -> Mapping[int, Sequence[Evidence]]:
    """All that a participant handed in, by requirement, oldest first."""
    statement = (
        sa.select(Evidence)
        .where(Evidence.enrolment_id == enrolment.id)
        .options(joinedload(Evidence.file), joinedload(Evidence.judged_by))
        .order_by(Evidence.handed_in_at, Evidence.id)
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.requirement_id].append(row)
    return found


# What waits for a trainer: of the own cohorts, never the own evidence.
_WAITING = (
    Evidence.state == EvidenceState.WAITING,
    Cohort.public_id.in_(TAUGHT),
    Enrolment.person_id != READER,
    Enrolment.state.in_(ACTIVE),
)


def list_waiting_evidence(session: Session, *, actor: Actor) -> Sequence[Evidence]:
    """What waits for a trainer's judgement, oldest first; never the actor's own."""
    statement = (
        _whole_evidence()
        .join(Evidence.enrolment)
        .join(Enrolment.cohort)
        .where(*_WAITING)
        .order_by(Evidence.handed_in_at, Evidence.id)
    )
    return session.scalars(statement, reader(actor)).all()


# Made once, for it is on every page of a trainer.
COUNT_WAITING = (
    sa.select(sa.func.count(Evidence.id)).join(Evidence.enrolment).join(Enrolment.cohort).where(*_WAITING)
)


def count_waiting(session: Session, *, actor: Actor) -> int:
    """How much evidence waits for a trainer's judgement."""
    return session.scalar(COUNT_WAITING, reader(actor)) or 0
