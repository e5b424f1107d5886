"""What can go wrong in the domain, and the status with which the web answers it."""

from __future__ import annotations

from collections.abc import Sequence


class DomainError(Exception):
    """A refusal by a rule; the manifest of its feature holds the sentence that people read."""

    status = 409


class NotFoundError(DomainError):
    """There is no such object, or none that this person may know of."""

    status = 404


class ConflictError(DomainError):
    """Somebody else was first; carries both texts so that nothing is lost."""

    def __init__(
        self, *, yours: Sequence[tuple[str, str]] = (), theirs: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__("conflict")
        self.yours = yours
        self.theirs = theirs


class GoneError(DomainError):
    """A link or code that is expired, used or withdrawn."""

    status = 410


class SignedOutError(DomainError):
    """The session ended while somebody was typing; the typed text is shown again, not lost."""

    status = 401


class RefusedFileError(DomainError):
    """A file that we do not keep: wrong type, empty, too large, encrypted or infected."""

    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
