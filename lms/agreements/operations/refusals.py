"""What agreements refuse."""

from __future__ import annotations

from lms.agreements.rules import LinkFault
from lms.core.errors import DomainError, GoneError


class AgreementReplacedError(DomainError):
    """There is a newer version; the old one can be read and no longer signed."""


class AgreementDeclinedError(DomainError):
    """The line manager declined this version; it waits for a new one."""


class AlreadySignedError(DomainError):
    """This signature is there already."""


class NotYoursToSignError(DomainError):
    """Nobody signs for another."""

    status = 403


class SigningForAnotherError(DomainError):
    """The name under the line manager's signature is that of another signer."""

    status = 422


class RemarkTooShortError(DomainError):
    """Who declines says in a sentence why."""

    status = 422


class LinkGoneError(GoneError):
    """A line manager's link cannot sign any more; says why, never whose agreement it was."""

    def __init__(self, fault: LinkFault, *, is_readable: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.is_readable = is_readable
