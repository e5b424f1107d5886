"""What can be done with hosts, days and visits, one module per subject."""

from lms.shadowing.operations.agreement import AlreadySignedError, sign_visit_agreement, text_to_sign
from lms.shadowing.operations.answers import (
    accept_visit,
    consider_visit,
    reject_visit,
)
from lms.shadowing.operations.changes import (
    NothingMovedError,
    cancel_visit,
    move_visit,
    withdraw_visit,
)
from lms.shadowing.operations.evidence import hand_in_fact
from lms.shadowing.operations.facts import gather_facts
from lms.shadowing.operations.hosts import (
    HostTakesPartError,
    KnownHostError,
    add_guest_host,
    become_host,
    change_host,
    retire_host,
    write_wish,
)
from lms.shadowing.operations.leaving import leave_visits
from lms.shadowing.operations.links import LinkGoneError, consume, issue_link, remind_host, usable_link
from lms.shadowing.operations.placing import (
    AwayThatDayError,
    NotInTrainingError,
    TooFarError,
    place_participant,
)
from lms.shadowing.operations.refusals import (
    AlreadyBookedError,
    DayInPastError,
    HostAwayError,
    HostFullError,
    LineManagerError,
    NoReminderWantedError,
    NotPossibleNowError,
    OverMidnightError,
    OwnOrganisationError,
    RetiredHostError,
    SameOrganisationError,
    SamePairError,
    SlotFullError,
    SlotGoneError,
    TooLateError,
    TooLongError,
    TooManyOpenError,
    TooShortError,
)
from lms.shadowing.operations.reminders import send_due
from lms.shadowing.operations.reports import (
    LongerNeedsRemarkError,
    NotOverYetError,
    miss_visit,
    prepare_visit,
    report_visit,
)
from lms.shadowing.operations.requests import refuse_host, request_visit
from lms.shadowing.operations.rounds import (
    adopt_round,
    look_ahead,
    open_visit_round,
    tell_of_newcomer,
)
from lms.shadowing.operations.slots import (
    SlotInUseError,
    SlotTwiceError,
    offer_slots,
    withdraw_slot,
)
from lms.shadowing.operations.terms import accept_term, propose_term, return_term
from lms.shadowing.operations.writing import (
    NotAReaderError,
    NothingToShareError,
    save_observation,
    save_reflection,
    share_reflection,
    unshare_reflection,
)

__all__ = [
    "AlreadyBookedError",
    "AlreadySignedError",
    "AwayThatDayError",
    "DayInPastError",
    "HostAwayError",
    "HostFullError",
    "HostTakesPartError",
    "KnownHostError",
    "LineManagerError",
    "LinkGoneError",
    "LongerNeedsRemarkError",
    "NoReminderWantedError",
    "NotAReaderError",
    "NotInTrainingError",
    "NotOverYetError",
    "NotPossibleNowError",
    "NothingMovedError",
    "NothingToShareError",
    "OverMidnightError",
    "OwnOrganisationError",
    "RetiredHostError",
    "SameOrganisationError",
    "SamePairError",
    "SlotFullError",
    "SlotGoneError",
    "SlotInUseError",
    "SlotTwiceError",
    "TooFarError",
    "TooLateError",
    "TooLongError",
    "TooManyOpenError",
    "TooShortError",
    "accept_term",
    "accept_visit",
    "add_guest_host",
    "adopt_round",
    "become_host",
    "cancel_visit",
    "change_host",
    "consider_visit",
    "consume",
    "gather_facts",
    "hand_in_fact",
    "issue_link",
    "leave_visits",
    "look_ahead",
    "miss_visit",
    "move_visit",
    "offer_slots",
    "open_visit_round",
    "place_participant",
    "prepare_visit",
    "propose_term",
    "refuse_host",
    "reject_visit",
    "remind_host",
    "report_visit",
    "request_visit",
    "retire_host",
    "return_term",
    "save_observation",
    "save_reflection",
    "send_due",
    "share_reflection",
    "sign_visit_agreement",
    "tell_of_newcomer",
    "text_to_sign",
    "unshare_reflection",
    "usable_link",
    "withdraw_slot",
    "withdraw_visit",
    "write_wish",
]
