"""What is done with rounds: open, propose, fix, edit, publish, repair; what people keep to themselves."""

from lms.matching.operations.editing import copy_arrangement, move_person, undo_move
from lms.matching.operations.learning_goals import save_learning_goals
from lms.matching.operations.leaving import join_round, leave_round, leave_rounds, offer_repairs
from lms.matching.operations.line_managers import enter_line_manager, remove_line_manager
from lms.matching.operations.newcomers import know_visitor
from lms.matching.operations.pins import NewPin, add_pin, remove_pin
from lms.matching.operations.proposals import (
    ask_proposals,
    discard_arrangement,
    propose_next,
    weigh_round,
)
from lms.matching.operations.publishing import current_of, publish_arrangement
from lms.matching.operations.rounds import RoundHost, RoundWish, VisitFacts, discard_round, open_round
from lms.matching.operations.vetoes import forget_person, save_own_vetoes

__all__ = [
    "NewPin",
    "RoundHost",
    "RoundWish",
    "VisitFacts",
    "add_pin",
    "ask_proposals",
    "copy_arrangement",
    "current_of",
    "discard_arrangement",
    "discard_round",
    "enter_line_manager",
    "forget_person",
    "join_round",
    "know_visitor",
    "leave_round",
    "leave_rounds",
    "move_person",
    "offer_repairs",
    "open_round",
    "propose_next",
    "publish_arrangement",
    "remove_line_manager",
    "remove_pin",
    "save_learning_goals",
    "save_own_vetoes",
    "undo_move",
    "weigh_round",
]
