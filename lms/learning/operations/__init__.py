"""What happens in the two ledgers: ticking, writing, handing in, judging, recording facts, and deciding."""

from lms.learning.operations.bookkeeping import (
    ActivityLockedError,
    NothingToShareError,
    answer_question,
    mark_done,
    share_reflection,
    write_reflection,
)
from lms.learning.operations.decisions import (
    AlreadyDecidedError,
    AlreadyProposedError,
    NoSecondPersonError,
    NothingToDecideError,
    ReasonTooShortError,
    RemarkNeededError,
    decide_tailored_decision,
    propose_tailored_decision,
    withdraw_tailored_decision,
)
from lms.learning.operations.evidence import (
    AlreadyJudgedError,
    EnoughHandedInError,
    EvidenceTooThinError,
    NotByEvidenceError,
    OwnEvidenceError,
    RemarkTooShortError,
    hand_in_evidence,
    judge_evidence,
)
from lms.learning.operations.facts import record_fact, settle_attendance

__all__ = [
    "ActivityLockedError",
    "AlreadyDecidedError",
    "AlreadyJudgedError",
    "AlreadyProposedError",
    "EnoughHandedInError",
    "EvidenceTooThinError",
    "NoSecondPersonError",
    "NotByEvidenceError",
    "NothingToDecideError",
    "NothingToShareError",
    "OwnEvidenceError",
    "ReasonTooShortError",
    "RemarkNeededError",
    "RemarkTooShortError",
    "answer_question",
    "decide_tailored_decision",
    "hand_in_evidence",
    "judge_evidence",
    "mark_done",
    "propose_tailored_decision",
    "record_fact",
    "settle_attendance",
    "share_reflection",
    "withdraw_tailored_decision",
    "write_reflection",
]
