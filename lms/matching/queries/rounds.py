"""Readers of rounds, their arrangements and what is fixed in them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core.errors import NotFoundError
from lms.matching.models import Arrangement, Round, RoundKind, RoundMember, RoundPin, RoundState
from lms.matching.rules.newcomers import Newcomer
from lms.programmes.models import ProgrammeVersion


def _with_cohort() -> ORMOption:
    return (
        joinedload(Round.cohort).joinedload(Cohort.programme_version).joinedload(ProgrammeVersion.programme)
    )


def _with_people() -> Sequence[ORMOption]:
    enrolment = selectinload(Round.members).joinedload(RoundMember.enrolment)
    return (
        enrolment.joinedload(Enrolment.person),
        enrolment.joinedload(Enrolment.organisation),
        enrolment.joinedload(Enrolment.discipline),
        enrolment.joinedload(Enrolment.job_role),
    )


def get_round(session: Session, *, round_id: UUID) -> Round:
    """A round with its cohort, people, arrangements and what is fixed."""
    statement = (
        sa.select(Round)
        .where(Round.public_id == round_id)
        .options(
            _with_cohort(),
            *_with_people(),
            selectinload(Round.arrangements).joinedload(Arrangement.published_by),
            selectinload(Round.pins),
        )
        .execution_options(populate_existing=True)
    )
    round_ = session.scalars(statement).one_or_none()
    if round_ is None:
        raise NotFoundError
    for row in (*round_.members, *round_.arrangements, *round_.pins):
        set_committed_value(row, "round", round_)
    return round_


def lock_round(session: Session, *, round_id: int) -> None:
    """Nobody else changes what hangs on a round until this transaction ends."""
    session.scalar(sa.select(Round.id).where(Round.id == round_id).with_for_update())


def get_arrangement(session: Session, *, arrangement_id: UUID) -> Arrangement:
    """A arrangement with its round, and that round's cohort, people, arrangements and what is fixed."""
    statement = (
        sa.select(Round.public_id).join(Round.arrangements).where(Arrangement.public_id == arrangement_id)
    )
    round_id = session.scalars(statement).one_or_none()
    if round_id is None:
        raise NotFoundError
    round_ = get_round(session, round_id=round_id)
    return next(row for row in round_.arrangements if row.public_id == arrangement_id)


def get_pin(session: Session, *, pin_id: UUID) -> RoundPin:
    """Something that is fixed, with its round and that round's cohort."""
    statement = (
        sa.select(RoundPin)
        .where(RoundPin.public_id == pin_id)
        .options(
            joinedload(RoundPin.round)
            .joinedload(Round.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme)
        )
    )
    pin = session.scalars(statement).one_or_none()
    if pin is None:
        raise NotFoundError
    return pin


def get_member(session: Session, *, round_id: UUID, enrolment_id: UUID) -> RoundMember:
    """Somebody in a round."""
    round_ = get_round(session, round_id=round_id)
    found = next((row for row in round_.members if row.enrolment.public_id == enrolment_id), None)
    if found is None:
        raise NotFoundError
    return found


def get_newcomer(session: Session, *, round_id: UUID, enrolment_id: UUID) -> Newcomer:
    """Somebody of the same cohort who may take part in a round."""
    round_ = get_round(session, round_id=round_id)
    enrolment = get_enrolment(session, enrolment_id=enrolment_id)
    if enrolment.cohort_id != round_.cohort_id:
        raise NotFoundError
    return Newcomer(round=round_, enrolment=enrolment)


def list_rounds(session: Session, *, cohort: Cohort) -> Sequence[Round]:
    """The rounds of a cohort with their arrangements, the newest first."""
    statement = (
        sa.select(Round)
        .where(Round.cohort_id == cohort.id)
        .options(
            joinedload(Round.opened_by),
            selectinload(Round.arrangements),
            selectinload(Round.members),
        )
        .order_by(Round.created_at.desc(), Round.id.desc())
    )
    rounds = session.scalars(statement).all()
    for round_ in rounds:
        for row in round_.arrangements:
            set_committed_value(row, "round", round_)
    return rounds


def find_draft(session: Session, *, cohort_id: int, kind: RoundKind) -> Round | None:
    """The round of this kind that is not published yet."""
    statement = sa.select(Round).where(
        Round.cohort_id == cohort_id, Round.kind == kind, Round.state == RoundState.DRAFT
    )
    return session.scalars(statement).one_or_none()


def find_published(session: Session, *, cohort_id: int, kind: RoundKind) -> Round | None:
    """The newest round of this kind that holds now."""
    statement = (
        sa.select(Round)
        .where(Round.cohort_id == cohort_id, Round.kind == kind, Round.state == RoundState.PUBLISHED)
        .order_by(Round.number.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()


def last_number(session: Session, *, cohort_id: int, kind: RoundKind) -> int:
    """The number of the newest round of this kind; 0 when there was none."""
    statement = sa.select(sa.func.max(Round.number)).where(Round.cohort_id == cohort_id, Round.kind == kind)
    return session.scalar(statement) or 0


def list_rounds_with(session: Session, *, enrolment_id: int) -> Sequence[Round]:
    """The rounds that are not replaced in which somebody is placed, with their people and arrangements."""
    inside = sa.select(RoundMember.round_id).where(
        RoundMember.enrolment_id == enrolment_id, RoundMember.left_at.is_(None)
    )
    statement = (
        sa.select(Round.public_id)
        .where(Round.id.in_(inside), Round.state != RoundState.REPLACED)
        .order_by(Round.id)
    )
    return [get_round(session, round_id=round_id) for round_id in session.scalars(statement)]
