"""What admissions refuses."""

from __future__ import annotations

from lms.admissions.rules.time import LinkFault
from lms.core.errors import DomainError, GoneError


class RoundClosedError(DomainError):
    """Nobody can apply for this cohort now."""


class AlreadyAppliedError(DomainError):
    """There is an application of this address for this cohort already."""


class StepRefusedError(DomainError):
    """An application in this state cannot take that step."""


class SlotTakenError(DomainError):
    """Somebody else chose this time first, or it is off."""


class TooLateToChangeError(DomainError):
    """The talk is too near to be moved or cancelled."""


class IntakeUnfinishedError(DomainError):
    """An advice needs a reason."""

    status = 422


class NotSoManyPlacesError(DomainError):
    """Every place is taken."""


class UnknownOrganisationError(DomainError):
    """Only people of an organisation that takes part can be placed."""

    status = 422


class OwnApplicationError(DomainError):
    """Nobody decides on the own application."""

    status = 403


class LinkGoneError(GoneError):
    """A link to an application does not work any more; says why, never whose it was."""

    def __init__(self, fault: LinkFault) -> None:
        super().__init__(fault)
        self.fault = fault


class SlotsImpossibleError(DomainError):
    """Times for talks lie ahead, and nobody holds two at once."""

    status = 422


class EndsBeforeStartError(DomainError):
    """The last day to apply lies before the first, or the maximum below the minimum."""

    status = 422
