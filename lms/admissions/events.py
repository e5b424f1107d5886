"""What happens to applications: ids and facts only, never what people wrote or what was advised."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from lms.admissions.models import LinkPurpose
from lms.core.events import SECRET, Event


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """People can apply for a cohort, from a day until a day."""

    cohort_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Event):
    """The days or the numbers of an application round changed."""

    cohort_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """Nobody can apply for a cohort any more."""

    cohort_id: UUID


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """Somebody saved an application to go on later."""

    cohort_id: UUID
    application_id: UUID
    link_token: str | None = field(default=None, repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Event):
    """Somebody threw the own draft away."""

    cohort_id: UUID
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    """Somebody applied for a cohort."""

    cohort_id: UUID
    application_id: UUID
    link_token: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """Somebody took an application back."""

    cohort_id: UUID
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class LinkRenewed(Event):
    """Somebody asked for a new link to an application; the former ones no longer work."""

    application_id: UUID
    purpose: LinkPurpose
    link_token: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class InvitedToIntake(Event):
    """An applicant may choose a time for the intake talk."""

    cohort_id: UUID
    application_id: UUID
    link_token: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class SlotsOffered(Event):
    """There are times for intake talks."""

    cohort_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class SlotWithdrawn(Event):
    """A time for an intake talk is off."""

    cohort_id: UUID
    slot_id: UUID
    application_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class IntakeBooked(Event):
    """An applicant chose a time for the intake talk, perhaps instead of an earlier choice."""

    cohort_id: UUID
    application_id: UUID
    slot_id: UUID
    former_slot_id: UUID | None = None
    link_token: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class IntakeCancelled(Event):
    """An intake talk does not take place; with a link its applicant may choose another time."""

    cohort_id: UUID
    application_id: UUID
    slot_id: UUID
    link_token: str | None = field(default=None, repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class IntakeRecorded(Event):
    """The record of an intake talk was written or changed."""

    cohort_id: UUID
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class WaitingListReordered(Event):
    """Somebody got another place on the waiting list."""

    cohort_id: UUID
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlacementDecided(Event):
    """A decision on an application; its letter waits behind the link."""

    cohort_id: UUID
    application_id: UUID
    link_token: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class ApplicantPlaced(PlacementDecided):
    """An applicant takes part in the cohort."""

    enrolment_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicantPutOnWaitingList(PlacementDecided):
    """An applicant waits for a place."""

    place: int


@dataclass(frozen=True, kw_only=True)
class ApplicantRejected(PlacementDecided):
    """An applicant does not get a place."""


@dataclass(frozen=True, kw_only=True)
class ApplicationsErased(Event):
    """Applications whose time had passed were erased, with all that was written about them."""

    number: int
