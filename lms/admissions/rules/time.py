"""How long links work, until when a talk can be moved, and when an application is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lms.admissions.models import Application, ApplicationLink, ApplicationState, IntakeSlot, LinkPurpose
from lms.core import clock

LINK_LASTS = {LinkPurpose.RESUME: timedelta(days=30), LinkPurpose.FOLLOW: timedelta(days=90)}
DRAFT_KEPT = timedelta(days=60)
WITHDRAWN_KEPT = timedelta(days=30)
REJECTED_KEPT = timedelta(days=365)


class LinkFault(StrEnum):
    """Why a link to an application does not work any more."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


def fault_of_link(link: ApplicationLink | None, *, moment: datetime) -> LinkFault | None:
    """Why this link, with its application, does not work at this moment; None when it does."""
    if link is None:
        return LinkFault.UNKNOWN
    if link.application.state is ApplicationState.WITHDRAWN:
        return LinkFault.WITHDRAWN
    if link.used_at is not None:
        return LinkFault.USED
    if link.replaced_at is not None:
        return LinkFault.REPLACED
    return LinkFault.EXPIRED if link.expires_at <= moment else None


def may_still_change(slot: IntakeSlot, *, hours: int, moment: datetime) -> bool:
    """Whether an applicant can still move or cancel this talk: until so many hours ahead."""
    return moment <= slot.starts_at - timedelta(hours=hours)


def talk_uid(application: Application) -> str:
    """Under which name calendars know the talk with an applicant, whatever time is chosen."""
    return f"{application.public_id}@samenloop"


def series_of_slots(
    *, day: date, first: time, number: int, minutes: int, pause: int
) -> Sequence[tuple[datetime, datetime]]:
    """So many talks after each other on a day, with a pause between two, on the Dutch clock."""
    starts_at = clock.at(day, first.hour, first.minute)
    step = timedelta(minutes=minutes + pause)
    starts = [starts_at + place * step for place in range(number)]
    return [(start, start + timedelta(minutes=minutes)) for start in starts]


def erased_on(application: Application) -> date:
    """The day on which an application is erased (AC-15): a rejected one after a year, others sooner.

    What led to a place, or still waits for one, is kept until the cohort ends.
    """
    if application.state is ApplicationState.DRAFT:
        return clock.local(application.changed_at + DRAFT_KEPT).date()
    if application.state is ApplicationState.WITHDRAWN:
        return clock.local(application.changed_at + WITHDRAWN_KEPT).date()
    if application.state is ApplicationState.REJECTED and application.decided_at is not None:
        return clock.local(application.decided_at + REJECTED_KEPT).date()
    return application.round.cohort.ends_on
