"""What people do with lists and invitations."""

from lms.rosters.operations.imports import (
    confirm_import,
    discard_import,
    judge_list,
    note_list_given_out,
    purge_rows,
    take_rows_in,
)
from lms.rosters.operations.invitations import (
    invite_next,
    mark_bounced,
    start_round,
    withdraw_invitation_of,
)

__all__ = [
    "confirm_import",
    "discard_import",
    "invite_next",
    "judge_list",
    "mark_bounced",
    "note_list_given_out",
    "purge_rows",
    "start_round",
    "take_rows_in",
    "withdraw_invitation_of",
]
