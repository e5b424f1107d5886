"""Tailored decisions (maatwerkbesluiten): who may agree to one, and when a reason is a reason (DR-22)."""

from __future__ import annotations

from dataclasses import dataclass

from lms.cohorts.models import Enrolment
from lms.programmes.models import Requirement

SHORTEST_REASON = 50


@dataclass(frozen=True)
class Deviation:
    """A requirement of which a participant could be relieved: what is asked, of whom."""

    requirement: Requirement
    enrolment: Enrolment


def is_reason_enough(reason: str) -> bool:
    """Whether a reason says why, in at least fifty characters."""
    return len(reason.strip()) >= SHORTEST_REASON


def is_second_pair_of_eyes(*, decider_id: int | None, proposer_id: int | None, is_manager: bool) -> bool:
    """Whether the decider is somebody else than the proposer, and not the participant's line manager."""
    return decider_id is not None and decider_id != proposer_id and not is_manager
