"""Who hears of visits: that something waits, and where; never what somebody wrote."""

from lms.shadowing.subscribers.evidence import hand_in_day, hand_in_reflection
from lms.shadowing.subscribers.reflections import tell_reader
from lms.shadowing.subscribers.reminders import ask_for_report, nudge_host, remind_both
from lms.shadowing.subscribers.rounds import follow_leaver, follow_newcomer, follow_round
from lms.shadowing.subscribers.terms import tell_of_decision, tell_of_term
from lms.shadowing.subscribers.visits import (
    ask_host,
    tell_accepted,
    tell_ended,
    tell_missed,
    tell_moved,
    tell_new_contact,
    tell_of_missed_place,
    tell_place,
    tell_placed,
    tell_rejected,
    tell_released,
    wait_for_host,
)

__all__ = [
    "ask_for_report",
    "ask_host",
    "follow_leaver",
    "follow_newcomer",
    "follow_round",
    "hand_in_day",
    "hand_in_reflection",
    "nudge_host",
    "remind_both",
    "tell_accepted",
    "tell_ended",
    "tell_missed",
    "tell_moved",
    "tell_new_contact",
    "tell_of_decision",
    "tell_of_missed_place",
    "tell_of_term",
    "tell_place",
    "tell_placed",
    "tell_reader",
    "tell_rejected",
    "tell_released",
    "wait_for_host",
]
