"""What accounts refuses."""

from __future__ import annotations

from lms.accounts.models import TokenPurpose
from lms.accounts.rules.passwords import PasswordFault
from lms.accounts.rules.sign_in import LinkFault
from lms.core.errors import DomainError, GoneError


class AddressInUseError(DomainError):
    """The e-mail address already belongs to somebody."""


class NameTakenError(DomainError):
    """Another organisation has this name."""


class WorkTermTakenError(DomainError):
    """The list of disciplines or functions holds this name already."""


class CircularOrganisationError(DomainError):
    """An organisation would become part of itself."""


class AboveOwnLevelError(DomainError):
    """The hat, or somebody's highest hat, is not below the level of who acts."""

    status = 403


class OrganisationMissingError(DomainError):
    """A director directs a named organisation."""


class EndsBeforeStartError(DomainError):
    """The last day lies before the first."""


class WrongPasswordError(DomainError):
    """Address and password do not belong together, or this person may not sign in."""


class WrongCodeError(DomainError):
    """The extra code is wrong, too old or already used."""


class WeakPasswordError(DomainError):
    """The new password is not good enough."""

    def __init__(self, fault: PasswordFault) -> None:
        super().__init__(fault)
        self.fault = fault


class LinkGoneError(GoneError):
    """A mailed link does not work any more; says why, never whose it was."""

    def __init__(self, purpose: TokenPurpose, fault: LinkFault) -> None:
        super().__init__(fault)
        self.purpose = purpose
        self.fault = fault
