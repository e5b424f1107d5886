"""What happened to lists of participants and rounds of invitations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Event
from lms.rosters.models import RoundKind


@dataclass(frozen=True, kw_only=True)
class ListJudged(Event):
    """A list was sent and judged; nobody was taken in yet."""

    cohort_id: UUID
    import_id: UUID
    fit: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class ListConfirmed(Event):
    """The fit rows of a list are taken in from now on."""

    cohort_id: UUID
    import_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListTakenIn(Event):
    """All fit rows of a list were taken in, or dropped for what changed meanwhile."""

    cohort_id: UUID
    import_id: UUID
    taken_in: int
    dropped: int


@dataclass(frozen=True, kw_only=True)
class ListDiscarded(Event):
    """A judged list was thrown away."""

    cohort_id: UUID
    import_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoundStarted(Event):
    """A round of invitations or reminders began."""

    cohort_id: UUID
    round_id: UUID
    kind: RoundKind
    people: int


@dataclass(frozen=True, kw_only=True)
class RoundEnded(Event):
    """Everybody of a round was invited, or passed over because they had answered."""

    cohort_id: UUID
    round_id: UUID
    invited: int
    passed_over: int


@dataclass(frozen=True, kw_only=True)
class ListGivenOut(Event):
    """Somebody took the list of participants of a cohort along as a file."""

    cohort_id: UUID
    people: int


@dataclass(frozen=True, kw_only=True)
class AllListsGivenOut(Event):
    """Somebody asked for the participants of all own cohorts as one file."""

    export_id: UUID
    cohorts: int
