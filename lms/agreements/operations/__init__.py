"""What people do with agreements: draft, sign, decline, change, remind, write texts, and promise."""

from lms.agreements.operations.confidentiality import AlreadyPromisedError, sign_statement
from lms.agreements.operations.drafting import (
    AlreadyDraftedError,
    HoursOutOfRangeError,
    NothingChangedError,
    draft_agreement,
    revise_agreement,
)
from lms.agreements.operations.links import NoLinkNeededError, remind_signers, send_link, usable_link
from lms.agreements.operations.managers import ManagerIsSignerError
from lms.agreements.operations.refusals import (
    AgreementDeclinedError,
    AgreementReplacedError,
    AlreadySignedError,
    LinkGoneError,
    NotYoursToSignError,
    RemarkTooShortError,
    SigningForAnotherError,
)
from lms.agreements.operations.signing import decline_by_link, sign_as, sign_by_link
from lms.agreements.operations.texts import UnchangedTextError, UnknownPlaceError, write_text

__all__ = [
    "AgreementDeclinedError",
    "AgreementReplacedError",
    "AlreadyDraftedError",
    "AlreadyPromisedError",
    "AlreadySignedError",
    "HoursOutOfRangeError",
    "LinkGoneError",
    "ManagerIsSignerError",
    "NoLinkNeededError",
    "NotYoursToSignError",
    "NothingChangedError",
    "RemarkTooShortError",
    "SigningForAnotherError",
    "UnchangedTextError",
    "UnknownPlaceError",
    "decline_by_link",
    "draft_agreement",
    "remind_signers",
    "revise_agreement",
    "send_link",
    "sign_as",
    "sign_by_link",
    "sign_statement",
    "usable_link",
    "write_text",
]
