"""A pair is reminded, once for each moment, to count what came of its training."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.events import publish
from lms.trainings import queries, rules
from lms.trainings.events import FollowUpReminded
from lms.trainings.models import Moment, TrainingPair


def remind_of_follow_ups(session: Session) -> int:
    """Remind every pair whose outcomes are due after one or six months; gives how many."""
    day, reminded = clock.today(), 0
    for pair in queries.list_follow_ups(session, ended_before=rules.add_months(day, -1)):
        moment = _due(pair)
        if moment is None or pair.reminded_of is moment:
            continue
        pair.reminded_of = moment
        publish(session, FollowUpReminded(actor=SYSTEM, pair_id=pair.public_id, moment=moment))
        reminded += 1
    session.flush()
    return reminded


def _due(pair: TrainingPair) -> Moment | None:
    """The latest moment that is due and was not counted."""
    assert pair.ended_on is not None
    due = [
        moment
        for moment in rules.FOLLOW_UPS
        if pair.measured(moment) is None and rules.due_on(moment, ended_on=pair.ended_on) <= clock.today()
    ]
    return due[-1] if due else None
