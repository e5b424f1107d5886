"""What happens around shadow visits: ids and facts; texts stay where they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lms.core.events import SECRET, Event
from lms.shadowing.models import LinkPurpose, Reason


@dataclass(frozen=True, kw_only=True)
class HostEvent(Event):
    """Something happened to the profile or the days of a host."""

    host_id: UUID
    cohort_id: UUID


@dataclass(frozen=True, kw_only=True)
class HostAdded(HostEvent):
    """Somebody receives visitors from now on."""


@dataclass(frozen=True, kw_only=True)
class HostChanged(HostEvent):
    """The profile of a host was changed."""


@dataclass(frozen=True, kw_only=True)
class HostRetired(HostEvent):
    """A host takes no new visitors."""


@dataclass(frozen=True, kw_only=True)
class SlotsOffered(HostEvent):
    """A host offered days."""

    days: int


@dataclass(frozen=True, kw_only=True)
class SlotWithdrawn(HostEvent):
    """A host took back a day that nobody had."""

    slot_id: UUID


@dataclass(frozen=True, kw_only=True)
class WishWritten(Event):
    """A participant wrote a learning question, and perhaps preferred hosts."""

    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitEvent(Event):
    """Something happened to a visit."""

    visit_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitRequested(VisitEvent):
    """A participant asked for a day; a host without account gets a link."""

    link_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class PlaceMissed(Event):
    """A round gave a participant a place that was gone by then; nobody was asked."""

    cohort_id: UUID
    round_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitPlaced(VisitEvent):
    """The coordinator asked for a day for a participant who had no place."""


@dataclass(frozen=True, kw_only=True)
class VisitConsidered(VisitEvent):
    """The host needs some time; a host without account gets a new link to answer."""

    link_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class VisitAccepted(VisitEvent):
    """The host says yes; a host without account gets links to prepare and to change."""

    prepare_token: str | None = field(default=None, metadata=SECRET, repr=False)
    change_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class VisitEnding(VisitEvent):
    """A visit does not take place."""

    reason: Reason | None


@dataclass(frozen=True, kw_only=True)
class VisitRejected(VisitEnding):
    """The host said no."""


@dataclass(frozen=True, kw_only=True)
class VisitWithdrawn(VisitEnding):
    """The visitor took the request or the day back."""


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(VisitEnding):
    """The host, or the coordinator for the host, cancelled an agreed day."""


@dataclass(frozen=True, kw_only=True)
class VisitMissed(VisitEvent):
    """The visitor did not come."""


@dataclass(frozen=True, kw_only=True)
class VisitReplaced(VisitEvent):
    """Another visit came in the place of one that did not go on."""

    by_visit_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitMoved(VisitEvent):
    """A visit has another day or time; a host without account gets a new link to change."""

    from_starts_at: datetime
    change_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class VisitAgreementSigned(VisitEvent):
    """The visitor promised confidentiality, and sees place and address."""


@dataclass(frozen=True, kw_only=True)
class VisitPrepared(VisitEvent):
    """The host went through the list of what residents and colleagues must hear."""


@dataclass(frozen=True, kw_only=True)
class VisitDone(VisitEvent):
    """The day took place; what the host wrote stays with the visit."""

    real_minutes: int


@dataclass(frozen=True, kw_only=True)
class VisitReminded(VisitEvent):
    """Visitor and host were reminded; a host without account who has not prepared gets a new link."""

    days_before: int
    prepare_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class VisitReportAsked(VisitEvent):
    """The day is over: the host is asked how it was."""

    link_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class HostReminded(VisitEvent):
    """A silent host was reminded; a host without account gets a new link."""

    purpose: LinkPurpose
    link_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class HostReleased(VisitEvent):
    """A host without account will no longer receive this visitor: somebody else takes over."""


@dataclass(frozen=True, kw_only=True)
class HostReplaced(VisitEvent):
    """Somebody else answers for a host without account: new links, and the former ones stop working."""

    link_token: str | None = field(default=None, metadata=SECRET, repr=False)
    prepare_token: str | None = field(default=None, metadata=SECRET, repr=False)


@dataclass(frozen=True, kw_only=True)
class VisitReflectionFinished(VisitEvent):
    """The visitor finished the reflection; it stays private."""


@dataclass(frozen=True, kw_only=True)
class VisitReflectionShared(VisitEvent):
    """The visitor lets one person read the reflection."""

    reflection_id: UUID
    with_person_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitReflectionUnshared(VisitEvent):
    """The visitor no longer shares the reflection."""

    reflection_id: UUID


@dataclass(frozen=True, kw_only=True)
class TermProposed(VisitEvent):
    """The visitor proposed a word for the Begrippenwijzer; `waits_anew` when staff has to look at it."""

    waits_anew: bool


@dataclass(frozen=True, kw_only=True)
class TermAccepted(VisitEvent):
    """A proposed word is in the Begrippenwijzer of the cohort."""


@dataclass(frozen=True, kw_only=True)
class TermReturned(VisitEvent):
    """A proposed word went back to the visitor, with a remark."""
