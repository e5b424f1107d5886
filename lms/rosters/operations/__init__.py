"""What people do with lists and invitations."""

from lms.rosters.operations.exports import finish_export, gather_rows, purge_exports, start_export
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
    remind_of_invitation,
    start_round,
    withdraw_invitation_of,
)

__all__ = [
    "confirm_import",
    "discard_import",
    "finish_export",
    "gather_rows",
    "invite_next",
    "judge_list",
    "mark_bounced",
    "note_list_given_out",
    "purge_exports",
    "purge_rows",
    "remind_of_invitation",
    "start_export",
    "start_round",
    "take_rows_in",
    "withdraw_invitation_of",
]
