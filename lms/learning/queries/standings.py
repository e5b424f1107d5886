"""How every requirement stands for everybody in a cohort, from the ledger, the register and the papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import attendance_figures
from lms.cohorts.rules import AttendanceFigures
from lms.core.reading import read_rows
from lms.learning import rules
from lms.learning.models import Completion, Evidence, TailoredDecision
from lms.learning.queries.ledger import list_requirements
from lms.learning.rules import CompletionMark, EvidenceMark, RequirementStanding
from lms.learning.slots import fact_readers
from lms.programmes.models import Requirement, RequirementKind


def cohort_standings(
    session: Session,
    *,
    cohort: Cohort,
    enrolments: Sequence[Enrolment] | None = None,
    requirements: Sequence[Requirement] | None = None,
    figures: Mapping[int, AttendanceFigures] | None = None,
) -> Mapping[int, Sequence[RequirementStanding]]:
    """How every requirement stands for everybody in a cohort, by enrolment; always as many queries.

    What is at hand saves a query: enrolments (with cohort and programme version), requirements, figures.
    """
    asked = list_requirements(session, cohort=cohort) if requirements is None else requirements
    marks = _marks_by_ledger_line(session, cohort=cohort, enrolments=enrolments)
    reached = {
        (mark.enrolment_id, mark.requirement_id): mark
        for mark in list_completions(session, cohort=cohort, enrolments=enrolments)
    }
    if figures is None:
        figures = attendance_figures(session, cohort=cohort, enrolments=enrolments)
    facts = {kind: read(session, cohort=cohort) for kind, read in fact_readers.items()}

    def line(enrolment_id: int, requirement: Requirement) -> RequirementStanding:
        key = (enrolment_id, requirement.id)
        return rules.standing(
            requirement,
            evidence=marks.get(key, ()),
            completion=reached.get(key),
            attendance=_figures_for(requirement, figures, enrolment_id),
            fact=facts.get(requirement.kind, {}).get(enrolment_id),
        )

    return {enrolment_id: [line(enrolment_id, item) for item in asked] for enrolment_id in figures}


# Made once, for every page with a ledger asks them: of these enrolments, or of all of a cohort.
_THESE: sa.BindParameter[Any] = sa.bindparam("enrolment_ids", expanding=True)
_ALL = sa.select(Enrolment.id).where(Enrolment.cohort_id == sa.bindparam("cohort_id"))
_MARKS = sa.select(
    Evidence.enrolment_id, Evidence.requirement_id, Evidence.public_id, Evidence.state
).order_by(Evidence.handed_in_at, Evidence.id)
_MARKS_OF_THESE = _MARKS.where(Evidence.enrolment_id.in_(_THESE))
_MARKS_OF_ALL = _MARKS.where(Evidence.enrolment_id.in_(_ALL))
_REACHED = (
    sa.select(
        Completion.enrolment_id,
        Completion.requirement_id,
        Completion.reached_at,
        TailoredDecision.public_id,
    )
    .outerjoin(TailoredDecision, TailoredDecision.id == Completion.decision_id)
    .where(Completion.withdrawn_at.is_(None))
    .order_by(Completion.reached_at, Completion.id)
)
_REACHED_BY_THESE = _REACHED.where(Completion.enrolment_id.in_(_THESE))
_REACHED_BY_ALL = _REACHED.where(Completion.enrolment_id.in_(_ALL))


def _whose(cohort: Cohort, enrolments: Sequence[Enrolment] | None) -> dict[str, Any]:
    """The values for either of such a pair of statements."""
    if enrolments is None:
        return {"cohort_id": cohort.id}
    return {"enrolment_ids": [row.id for row in enrolments]}


def _figures_for(
    requirement: Requirement, figures: Mapping[int, AttendanceFigures], enrolment_id: int
) -> AttendanceFigures | None:
    return figures.get(enrolment_id) if requirement.kind is RequirementKind.ATTENDANCE else None


def _marks_by_ledger_line(
    session: Session, *, cohort: Cohort, enrolments: Sequence[Enrolment] | None
) -> Mapping[tuple[int, int], Sequence[EvidenceMark]]:
    statement = _MARKS_OF_ALL if enrolments is None else _MARKS_OF_THESE
    found: dict[tuple[int, int], list[EvidenceMark]] = defaultdict(list)
    for enrolment_id, requirement_id, public_id, state in read_rows(
        session, statement, _whose(cohort, enrolments)
    ):
        found[enrolment_id, requirement_id].append(EvidenceMark(public_id, state))
    return found


def list_completions(
    session: Session, *, cohort: Cohort, enrolments: Sequence[Enrolment] | None = None
) -> Sequence[CompletionMark]:
    """The standing completions of a cohort, or of a few of it, the oldest first."""
    statement = _REACHED_BY_ALL if enrolments is None else _REACHED_BY_THESE
    return [CompletionMark(*row) for row in read_rows(session, statement, _whose(cohort, enrolments))]
