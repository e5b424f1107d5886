"""The reciprocity ledger: how many days an organisation received its people and hosted others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.accounts.models import Organisation
from lms.shadowing.models import Visit


@dataclass(frozen=True)
class LedgerLine:
    """One organisation: days and minutes that its people walked along elsewhere, and that it hosted."""

    organisation: Organisation
    received: int
    received_minutes: int
    hosted: int
    hosted_minutes: int

    @property
    def balance(self) -> int:
        """Days hosted less days received: below nought it still owes."""
        return self.hosted - self.received


def ledger_lines(
    visits: Sequence[Visit], *, organisations: Sequence[Organisation], heads: Mapping[int, int]
) -> Sequence[LedgerLine]:
    """Done visits counted per organisation, departments under their head; who owes most comes first."""
    received: dict[int, list[int]] = {row.id: [] for row in organisations}
    hosted: dict[int, list[int]] = {row.id: [] for row in organisations}
    for visit in visits:
        minutes = visit.real_minutes or 0
        received.setdefault(heads[visit.enrolment.organisation_id], []).append(minutes)
        hosted.setdefault(heads[visit.host.organisation_id], []).append(minutes)
    lines = [
        LedgerLine(
            organisation=row,
            received=len(received[row.id]),
            received_minutes=sum(received[row.id]),
            hosted=len(hosted[row.id]),
            hosted_minutes=sum(hosted[row.id]),
        )
        for row in organisations
    ]
    return sorted(lines, key=lambda line: (line.balance, line.organisation.name))
