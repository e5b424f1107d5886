"""The matrix of a cohort: who it shows, what waits, and who is behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.accounts.models import Organisation
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.learning.rules.ledger import RequirementStanding, RequirementState, is_behind


class MatrixFilter(StrEnum):
    """Whom the matrix shows."""

    ALL = "all"
    WAITING = "waiting"
    BEHIND = "behind"
    MUNICIPAL = "municipal"
    PARTNER = "partner"


@dataclass(frozen=True)
class MatrixRow:
    """One participant in the matrix, with the standing of every requirement."""

    enrolment: Enrolment
    standings: Sequence[RequirementStanding]
    is_behind: bool

    @property
    def is_waiting(self) -> bool:
        """Whether something of this participant waits for a trainer."""
        return any(standing.state is RequirementState.WAITING for standing in self.standings)

    def passes(self, wanted: MatrixFilter) -> bool:
        """Whether a filter keeps this row."""
        is_municipal = self.enrolment.organisation.kind.is_municipal
        return {
            MatrixFilter.ALL: True,
            MatrixFilter.WAITING: self.is_waiting,
            MatrixFilter.BEHIND: self.is_behind,
            MatrixFilter.MUNICIPAL: is_municipal,
            MatrixFilter.PARTNER: not is_municipal,
        }[wanted]


def matrix_rows(
    cohort: Cohort,
    *,
    enrolments: Sequence[Enrolment],
    standings: Mapping[int, Sequence[RequirementStanding]],
    day: date,
) -> Sequence[MatrixRow]:
    """Everybody who takes part, in the given order."""
    return [
        MatrixRow(
            enrolment=enrolment,
            standings=standings[enrolment.id],
            is_behind=is_behind(standings[enrolment.id], starts_on=cohort.starts_on, day=day),
        )
        for enrolment in enrolments
        if enrolment.state in ACTIVE
    ]


def organisations_in(rows: Sequence[MatrixRow]) -> Sequence[tuple[Organisation, int]]:
    """The organisations in the matrix with how many people, by name."""
    found = {row.enrolment.organisation_id: row.enrolment.organisation for row in rows}
    count = {key: sum(row.enrolment.organisation_id == key for row in rows) for key in found}
    return sorted(((found[key], count[key]) for key in found), key=lambda pair: pair[0].name)


def shown(
    rows: Sequence[MatrixRow], *, wanted: MatrixFilter, organisation_id: UUID | None = None
) -> Sequence[MatrixRow]:
    """The rows that a filter and an organisation keep."""
    return [
        row
        for row in rows
        if row.passes(wanted)
        and (organisation_id is None or row.enrolment.organisation.public_id == organisation_id)
    ]


def week_of(cohort: Cohort, *, day: date) -> int | None:
    """In which week of its programme a cohort is; None before the first and after the last day."""
    if not cohort.starts_on <= day <= cohort.ends_on:
        return None
    return (day - cohort.starts_on).days // 7 + 1
