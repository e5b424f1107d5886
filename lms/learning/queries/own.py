"""The ledger of one participant, as it stands on everybody's own start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.cohorts.queries import attendance_figures
from lms.cohorts.rules import AttendanceFigures
from lms.learning import rules
from lms.learning.models import Completion, Evidence, TailoredDecision
from lms.learning.rules import CompletionMark, EvidenceMark, RequirementStanding, RequirementState
from lms.learning.slots import fact_readers
from lms.programmes.models import Requirement, RequirementKind

_ENROLMENT = sa.bindparam("enrolment_id", type_=sa.Integer())

# Made once: every requirement of the version, once for each piece of evidence, with its standing completion.
_OWN_LEDGER = (
    sa.select(
        Requirement,
        Completion.reached_at,
        TailoredDecision.public_id,
        Evidence.public_id,
        Evidence.state,
    )
    .outerjoin(
        Completion,
        sa.and_(
            Completion.requirement_id == Requirement.id,
            Completion.enrolment_id == _ENROLMENT,
            Completion.withdrawn_at.is_(None),
        ),
    )
    .outerjoin(TailoredDecision, TailoredDecision.id == Completion.decision_id)
    .outerjoin(
        Evidence, sa.and_(Evidence.requirement_id == Requirement.id, Evidence.enrolment_id == _ENROLMENT)
    )
    .where(Requirement.programme_version_id == sa.bindparam("version_id"))
    .order_by(Requirement.position, Requirement.id, Evidence.handed_in_at, Evidence.id)
)


def standing_of(
    session: Session,
    *,
    enrolment: Enrolment,
    figures: Mapping[int, AttendanceFigures] | None = None,
    facts: Mapping[RequirementKind, RequirementState | None] | None = None,
) -> Sequence[RequirementStanding]:
    """How every requirement stands for one participant, in the programme's order.

    `figures`, `facts`: the attendance, and what features above tell, from a caller who has read it.
    """
    values = {"version_id": enrolment.cohort.programme_version_id, "enrolment_id": enrolment.id}
    rows = session.execute(_OWN_LEDGER, values).all()
    if figures is None:
        figures = attendance_figures(session, cohort=enrolment.cohort, enrolments=[enrolment])
    known = facts or {}
    told = {
        kind: known[kind]
        if kind in known
        else read(session, cohort=enrolment.cohort, enrolment=enrolment).get(enrolment.id)
        for kind, read in fact_readers.items()
    }
    attendance = figures.get(enrolment.id)
    return [
        _line(enrolment, requirement, list(group), attendance=attendance, fact=told.get(requirement.kind))
        for requirement, group in groupby(rows, key=lambda row: row[0])
    ]


def _line(
    enrolment: Enrolment,
    requirement: Requirement,
    rows: Sequence[Any],
    *,
    attendance: AttendanceFigures | None,
    fact: RequirementState | None,
) -> RequirementStanding:
    _requirement, reached_at, decision_id, *_evidence = rows[0]
    return rules.standing(
        requirement,
        evidence=[EvidenceMark(*row[3:]) for row in rows if row[3] is not None],
        completion=CompletionMark(enrolment.id, requirement.id, reached_at, decision_id)
        if reached_at is not None
        else None,
        attendance=attendance if requirement.kind is RequirementKind.ATTENDANCE else None,
        fact=fact,
    )
