"""How a list is read and judged, how an invitation stands, and what may be asked of both."""

from lms.rosters.rules.heads import Column, Heads, MissingHeadsError, SheetRow, TooWideError, read_heads
from lms.rosters.rules.invitations import (
    InvitationStatus,
    Standing,
    awaits_first,
    may_be_reminded,
    standing_of,
    was_invited_since,
)
from lms.rosters.rules.judging import (
    Judgement,
    Known,
    KnownPerson,
    ListRow,
    NoteKind,
    ProblemKind,
    Remark,
    judge,
    rows_of,
)

__all__ = [
    "Column",
    "Heads",
    "InvitationStatus",
    "Judgement",
    "Known",
    "KnownPerson",
    "ListRow",
    "MissingHeadsError",
    "NoteKind",
    "ProblemKind",
    "Remark",
    "SheetRow",
    "Standing",
    "TooWideError",
    "awaits_first",
    "judge",
    "may_be_reminded",
    "read_heads",
    "rows_of",
    "standing_of",
    "was_invited_since",
]
