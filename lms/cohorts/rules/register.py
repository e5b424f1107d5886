"""The register of a day part as it opens: what is recorded of everybody, or else what they said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lms.accounts.rules.names import PersonName
from lms.cohorts.models import AbsenceReason, AttendanceStatus, ProposalKind
from lms.cohorts.rules.attendance import AttendanceEntry

PROPOSED = {
    ProposalKind.PRESENT: AttendanceStatus.PRESENT,
    ProposalKind.ABSENT: AttendanceStatus.ABSENT,
    ProposalKind.ILL: AttendanceStatus.ILL,
}


class SaidOfOneself(NamedTuple):
    """What a participant said of a day part."""

    kind: ProposalKind
    made_at: datetime
    absence_reason: AbsenceReason | None
    absence_note: str


@dataclass(frozen=True)
class RegisterRow:
    """One participant in the register of a day part: what is recorded, what was proposed."""

    enrolment_id: int
    public_id: UUID
    person_id: int
    name: PersonName
    organisation: str
    attendance: AttendanceEntry | None = None
    proposal: SaidOfOneself | None = None
    is_corrected: bool = False

    @property
    def entry(self) -> AttendanceEntry:
        """How the register opens: what is recorded, or else what was proposed, or else present."""
        if self.attendance is not None:
            return self.attendance
        if self.proposal is None:
            return AttendanceEntry(AttendanceStatus.PRESENT)
        said = self.proposal
        return AttendanceEntry(PROPOSED[said.kind], 0, said.absence_reason, said.absence_note)


def in_register_order(rows: Iterable[RegisterRow]) -> Sequence[RegisterRow]:
    """By family name; the enrolment decides between namesakes."""
    return sorted(rows, key=lambda row: (row.name.sort_name, row.enrolment_id))
