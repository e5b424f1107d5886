"""What happens to application rounds, applications, talks and decisions; one module per subject."""

from lms.admissions.operations.applications import (
    discard_draft,
    invite_everybody,
    invite_to_intake,
    renew_links,
    save_draft,
    start_application,
    submit_application,
    usable_application,
    withdraw_application,
)
from lms.admissions.operations.erasure import erase_applications_of, erase_outdated
from lms.admissions.operations.intakes import (
    book_slot,
    cancel_booking,
    offer_slots,
    record_intake,
    withdraw_slot,
)
from lms.admissions.operations.placement import (
    move_up,
    place_applicant,
    put_on_waiting_list,
    reject_applicant,
)
from lms.admissions.operations.rounds import close_round, set_round

__all__ = [
    "book_slot",
    "cancel_booking",
    "close_round",
    "discard_draft",
    "erase_applications_of",
    "erase_outdated",
    "invite_everybody",
    "invite_to_intake",
    "move_up",
    "offer_slots",
    "place_applicant",
    "put_on_waiting_list",
    "record_intake",
    "reject_applicant",
    "renew_links",
    "save_draft",
    "set_round",
    "start_application",
    "submit_application",
    "usable_application",
    "withdraw_application",
    "withdraw_slot",
]
