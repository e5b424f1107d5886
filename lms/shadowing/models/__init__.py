"""The tables of shadowing, one module per subject."""

from lms.shadowing.models.after import Observation, ProposedTerm, TermState, VisitReflection
from lms.shadowing.models.hosts import Host, HostSlot, Wish, WishedHost
from lms.shadowing.models.visits import (
    HostLink,
    LinkPurpose,
    Preparation,
    Reason,
    Visit,
    VisitChange,
    VisitSignature,
    VisitState,
)

__all__ = [
    "Host",
    "HostLink",
    "HostSlot",
    "LinkPurpose",
    "Observation",
    "Preparation",
    "ProposedTerm",
    "Reason",
    "TermState",
    "Visit",
    "VisitChange",
    "VisitReflection",
    "VisitSignature",
    "VisitState",
    "Wish",
    "WishedHost",
]
