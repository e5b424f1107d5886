"""Why something with a visit cannot be done; the manifest holds the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from lms.core import clock
from lms.core.errors import DomainError
from lms.shadowing import rules
from lms.shadowing.rules import DayFault, HostFault


class OwnOrganisationError(DomainError):
    """The host works for the visitor's own organisation (DR-01)."""

    status = 403


class LineManagerError(DomainError):
    """Host and visitor are line manager and report (DR-05)."""

    status = 403


class SamePairError(DomainError):
    """This visitor and this host have a visit already (DR-07)."""


class SameOrganisationError(DomainError):
    """The visitor has a visit at this organisation and not yet at another one (DR-07)."""


class RetiredHostError(DomainError):
    """The host takes no new visitors."""


class SlotFullError(DomainError):
    """Somebody else took the last seat."""


class SlotGoneError(DomainError):
    """The host took the day back."""


class TooLateError(DomainError):
    """The host wants to be asked earlier."""


class HostFullError(DomainError):
    """The host has two visitors in this half of the year (DR-07)."""


class TooManyOpenError(DomainError):
    """Three requests wait for an answer already."""


class AlreadyBookedError(DomainError):
    """The visitor has another visit at that time."""


class HostAwayError(DomainError):
    """The host walks along elsewhere on this day."""


class NoReminderWantedError(DomainError):
    """The host without account asked for no more reminders of this visit."""


class NotPossibleNowError(DomainError):
    """The visit does not stand as it did: somebody was first."""


class OverMidnightError(DomainError):
    """A visit ends on the day on which it begins."""

    status = 422


class TooShortError(DomainError):
    """A visit takes at least four hours."""

    status = 422


class TooLongError(DomainError):
    """A visit takes at most eight hours."""

    status = 422


class DayInPastError(DomainError):
    """The day lies behind us."""

    status = 422


OF_HOST: Mapping[HostFault, type[DomainError]] = {
    HostFault.OWN_ORGANISATION: OwnOrganisationError,
    HostFault.LINE_MANAGER: LineManagerError,
    HostFault.SAME_PAIR: SamePairError,
    HostFault.SAME_ORGANISATION_AGAIN: SameOrganisationError,
    HostFault.RETIRED: RetiredHostError,
}

_OF_DAY: Mapping[DayFault, type[DomainError]] = {
    DayFault.OVER_MIDNIGHT: OverMidnightError,
    DayFault.TOO_SHORT: TooShortError,
    DayFault.TOO_LONG: TooLongError,
}


def times_of_day(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """The moments of a coming day to walk along, or the refusal that says why it is none."""
    fault = rules.day_fault(starts, ends)
    if fault is not None:
        raise _OF_DAY[fault]
    starts_at = clock.at(day, starts.hour, starts.minute)
    if starts_at <= clock.now():
        raise DayInPastError
    return starts_at, clock.at(day, ends.hour, ends.minute)
