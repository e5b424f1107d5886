"""What happens in rounds: ids and numbers; never who would rather not be with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.core.events import Event
from lms.matching.models import PinKind, RoundKind


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A cohort will be put together anew; nothing of it is final."""

    cohort_id: UUID
    round_id: UUID
    kind: RoundKind
    people: int


@dataclass(frozen=True, kw_only=True)
class RoundDiscarded(Event):
    """A round that was never published was thrown away."""

    cohort_id: UUID
    round_id: UUID
    kind: RoundKind


@dataclass(frozen=True, kw_only=True)
class RoundWeighed(Event):
    """What counts most in a round was changed."""

    round_id: UUID


@dataclass(frozen=True, kw_only=True)
class ArrangementsProposed(Event):
    """The matcher made proposals for a round."""

    round_id: UUID
    arrangements: int


@dataclass(frozen=True, kw_only=True)
class ArrangementCopied(Event):
    """Somebody makes an own version of an arrangement."""

    round_id: UUID
    arrangement_id: UUID


@dataclass(frozen=True, kw_only=True)
class ArrangementChanged(Event):
    """Somebody moved people in an own version, or undid it."""

    round_id: UUID
    arrangement_id: UUID


@dataclass(frozen=True, kw_only=True)
class ArrangementDiscarded(Event):
    """A proposal or own version was thrown away."""

    round_id: UUID
    arrangement_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoundPublished(Event):
    """A arrangement holds from now on; `replaced_id` is the round of before that it replaces."""

    cohort_id: UUID
    round_id: UUID
    arrangement_id: UUID
    kind: RoundKind
    replaced_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class RoundRepaired(Event):
    """Another arrangement of a published round holds from now on; only these enrolments are elsewhere."""

    cohort_id: UUID
    round_id: UUID
    arrangement_id: UUID
    kind: RoundKind
    changed: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """Somebody stopped, or was taken out of a round; nobody else moves by that (DR-08)."""

    round_id: UUID
    enrolment_id: UUID
    was_published: bool


@dataclass(frozen=True, kw_only=True)
class MemberCame(Event):
    """Somebody takes part in a round that was opened before."""

    round_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class PinAdded(Event):
    """Staff fixed something beforehand in a round."""

    round_id: UUID
    pin_id: UUID
    kind: PinKind


@dataclass(frozen=True, kw_only=True)
class PinRemoved(Event):
    """Something that was fixed beforehand no longer is."""

    round_id: UUID
    pin_id: UUID
    kind: PinKind


@dataclass(frozen=True, kw_only=True)
class LineManagerEntered(Event):
    """Staff wrote down who is whose line manager in a cohort."""

    cohort_id: UUID
    enrolment_id: UUID
    manager_enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class LineManagerRemoved(Event):
    """Somebody of a cohort is no longer written down as another's line manager."""

    cohort_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class LearningGoalsSaved(Event):
    """Somebody chose about which fields of work to learn more."""

    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class OwnVetoesSaved(Event):
    """Somebody kept an own list; neither whose names nor how many, and nobody but administrators hears it."""

    technical: ClassVar[bool] = True
