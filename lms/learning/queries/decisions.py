"""Readers of tailored decisions: one, those of a cohort, and those that wait for a second pair of eyes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.accounts.models import Person
from lms.accounts.queries.reader import COORDINATED, READER, TAUGHT, reader
from lms.accounts.rules.names import PersonName
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.core.reading import read_rows
from lms.learning.models import DecisionState, TailoredDecision
from lms.learning.rules import Deviation
from lms.programmes.models import Programme, ProgrammeVersion, Requirement


class OpenDecision(NamedTuple):
    """A proposal that waits for a second pair of eyes: which, since when, and about whom."""

    public_id: UUID
    proposed_at: datetime
    cohort_name: str
    person: PersonName


def get_deviation(session: Session, *, enrolment_id: UUID, requirement_id: UUID) -> Deviation:
    """A participant and a requirement of the version that the participant follows."""
    enrolment = get_enrolment(session, enrolment_id=enrolment_id)
    requirement = session.scalars(
        sa.select(Requirement).where(
            Requirement.public_id == requirement_id,
            Requirement.programme_version_id == enrolment.cohort.programme_version_id,
        )
    ).one_or_none()
    if requirement is None:
        raise NotFoundError
    return Deviation(requirement, enrolment)


def get_decision(session: Session, *, decision_id: UUID) -> TailoredDecision:
    """A tailored decision with its participant, cohort, requirement and the two people."""
    enrolment = joinedload(TailoredDecision.enrolment)
    found = session.scalars(
        sa.select(TailoredDecision)
        .where(TailoredDecision.public_id == decision_id)
        .options(
            enrolment.joinedload(Enrolment.person),
            enrolment.joinedload(Enrolment.organisation),
            enrolment.joinedload(Enrolment.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme),
            joinedload(TailoredDecision.requirement),
            joinedload(TailoredDecision.proposed_by),
            joinedload(TailoredDecision.decided_by),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def find_open_decision(
    session: Session, *, enrolment_id: int, requirement_id: int
) -> TailoredDecision | None:
    """The proposal about one requirement of one participant that waits."""
    return session.scalars(
        sa.select(TailoredDecision).where(
            TailoredDecision.enrolment_id == enrolment_id,
            TailoredDecision.requirement_id == requirement_id,
            TailoredDecision.state == DecisionState.PROPOSED,
        )
    ).one_or_none()


def list_decisions(session: Session, *, cohort: Cohort) -> Sequence[TailoredDecision]:
    """The tailored decisions of a cohort, what waits first, then the newest."""
    statement = (
        sa.select(TailoredDecision)
        .join(TailoredDecision.enrolment)
        .where(Enrolment.cohort_id == cohort.id)
        .options(
            contains_eager(TailoredDecision.enrolment).joinedload(Enrolment.person),
            joinedload(TailoredDecision.requirement),
            joinedload(TailoredDecision.proposed_by),
            joinedload(TailoredDecision.decided_by),
        )
        .order_by(
            (TailoredDecision.state != DecisionState.PROPOSED),
            TailoredDecision.proposed_at.desc(),
            TailoredDecision.id.desc(),
        )
    )
    return session.scalars(statement).all()


# Made once, for every start page of a trainer or coordinator asks it.
_OPEN = (
    sa.select(
        TailoredDecision.public_id,
        TailoredDecision.proposed_at,
        Cohort.name,
        Person.given_name,
        Person.prefix,
        Person.family_name,
    )
    .join(TailoredDecision.enrolment)
    .join(Enrolment.person)
    .join(Enrolment.cohort)
    .join(Cohort.programme_version)
    .join(ProgrammeVersion.programme)
    .where(
        TailoredDecision.state == DecisionState.PROPOSED,
        TailoredDecision.proposed_by_id.is_distinct_from(READER),
        Enrolment.person_id != READER,
        Enrolment.state.in_(ACTIVE),
        sa.or_(Cohort.public_id.in_(TAUGHT), Programme.public_id.in_(COORDINATED)),
    )
    .order_by(TailoredDecision.proposed_at, TailoredDecision.id)
)


def list_open_decisions(session: Session, *, actor: Actor) -> Sequence[OpenDecision]:
    """The proposals on which this trainer or coordinator may decide: never the own ones, the oldest first."""
    return [
        OpenDecision(public_id, proposed_at, cohort_name, PersonName(*names))
        for public_id, proposed_at, cohort_name, *names in read_rows(session, _OPEN, reader(actor))
    ]
