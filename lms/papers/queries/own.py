"""The own paper, as columns of the statement for everybody's own start page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms.cohorts.models import Enrolment
from lms.core.reading import first
from lms.learning.rules import RequirementState
from lms.papers import rules
from lms.papers.models import Assignment, PaperVersion, Submission


class HandInWindow(NamedTuple):
    """From when, until when, and with an agreed delay until when a paper can be handed in."""

    opens_at: datetime
    closes_at: datetime
    late_until: datetime


@dataclass(frozen=True)
class OwnPaper:
    """When somebody can hand in a paper, when that was done, and when its judgement was released."""

    window: HandInWindow | None
    handed_in_at: datetime | None
    released_at: datetime | None

    @property
    def ledger_state(self) -> RequirementState | None:
        """What the ledger of requirements is told of it."""
        if self.handed_in_at is None:
            return None
        return rules.ledger_state(handed_in_at=self.handed_in_at, released_at=self.released_at)


# Made once, for a statement of everybody's start page: the paper of the own cohort that closes first, and
# the first that was handed in.
_OF_COHORT, _WINDOW, _OWN = aliased(Assignment), aliased(Assignment), aliased(Submission)
_FIRST_ASSIGNMENT = (
    sa.select(_OF_COHORT.id)
    .where(_OF_COHORT.cohort_id == Enrolment.cohort_id)
    .correlate(Enrolment)
    .order_by(_OF_COHORT.closes_at, _OF_COHORT.id)
    .limit(first(1))
    .scalar_subquery()
)
_FIRST_HANDED_IN = (
    sa.select(_OWN.id)
    .join(_OWN.assignment)
    .where(_OWN.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .order_by(Assignment.closes_at, Assignment.id)
    .limit(first(1))
    .scalar_subquery()
)
_HANDED_IN_AT = (
    sa.select(sa.func.max(PaperVersion.handed_in_at))
    .where(PaperVersion.submission_id == Submission.id)
    .correlate(Submission)
    .scalar_subquery()
)


def with_own_paper(statement: sa.Select[Any]) -> sa.Select[Any]:
    """A statement about enrolments that tells of each what `own_paper` reads."""
    return (
        statement.outerjoin(_WINDOW, _WINDOW.id == _FIRST_ASSIGNMENT)
        .outerjoin(Submission, Submission.id == _FIRST_HANDED_IN)
        .add_columns(
            _HANDED_IN_AT, Submission.released_at, _WINDOW.opens_at, _WINDOW.closes_at, _WINDOW.late_until
        )
    )


def own_paper(values: Sequence[Any]) -> OwnPaper:
    """What those columns say."""
    handed_in_at, released_at, *window = values
    return OwnPaper(HandInWindow(*window) if window[0] is not None else None, handed_in_at, released_at)
