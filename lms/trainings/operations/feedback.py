"""What the group says: on one shared screen without a name, or counted from paper by the pair."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.trainings import queries, rules
from lms.trainings.events import FeedbackClosed, FeedbackOpened
from lms.trainings.models import FeedbackTally, GroupFeedback, ScaleQuestion, TrainingPair
from lms.trainings.operations.refusals import (
    FeedbackClosedError,
    FeedbackFullError,
    FeedbackGoneError,
    FeedbackOnScreenError,
    NotRunningError,
)

LINK_LASTS = timedelta(hours=12)


def hash_token(token: str) -> str:
    """How the secret part of a link is known to the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_feedback(session: Session, *, actor: Actor, pair: TrainingPair, limit: int) -> str:
    """Open the shared screen for so many group members; gives its secret, an earlier one stops working."""
    feedback = _feedback_of(session, pair)
    if feedback.closed_at is not None:
        raise FeedbackClosedError
    token = secrets.token_urlsafe(24)
    feedback.token_hash, feedback.limit = hash_token(token), max(limit, feedback.filled)
    feedback.expires_at = clock.now() + LINK_LASTS
    session.flush()
    publish(session, FeedbackOpened(actor=actor, pair_id=pair.public_id, limit=feedback.limit))
    return token


def usable_screen(session: Session, *, token: str, lock: bool = False) -> GroupFeedback:
    """The form behind a link, for as long as it takes answers."""
    feedback = queries.find_feedback(session, token_hash=hash_token(token), lock=lock)
    if feedback is None or not feedback.is_open or (feedback.expires_at or clock.now()) <= clock.now():
        raise FeedbackGoneError
    if feedback.filled >= feedback.limit:
        raise FeedbackFullError
    return feedback


def answer_feedback(session: Session, *, token: str, scores: Mapping[ScaleQuestion, int]) -> None:
    """Add one group member's answers to the counts.

    It announces nothing: a moment in the trail beside somebody's turn at the screen would be a name.
    """
    feedback = usable_screen(session, token=token, lock=True)
    for question, score in scores.items():
        tally = queries.find_tally(session, feedback=feedback, question=question, score=score)
        if tally is None:
            tally = FeedbackTally(feedback_id=feedback.id, question=question, score=score, count=0)
            session.add(tally)
        tally.count += 1
    feedback.filled += 1
    session.flush()


def close_feedback(session: Session, *, actor: Actor, pair: TrainingPair) -> None:
    """Take no more answers; only then can they be read."""
    feedback = pair.feedback
    if feedback is None or not feedback.is_open:
        raise FeedbackClosedError
    feedback.closed_at = clock.now()
    session.flush()
    publish(session, FeedbackClosed(actor=actor, pair_id=pair.public_id, filled=feedback.filled))


def count_feedback(
    session: Session,
    *,
    actor: Actor,
    pair: TrainingPair,
    counts: Mapping[tuple[ScaleQuestion, int], int],
    version: int,
) -> None:
    """Enter the answers that a group gave on paper, as counts; a mistake can be mended the same way."""
    feedback = _feedback_of(session, pair)
    if feedback.token_hash is not None:
        raise FeedbackOnScreenError
    if (feedback.version if feedback.closed_at else 0) != version:
        raise ConflictError
    feedback.tallies = [
        FeedbackTally(question=question, score=score, count=count)
        for (question, score), count in counts.items()
        if count
    ]
    answered = [sum(n for (asked, _s), n in counts.items() if asked is q) for q in ScaleQuestion]
    feedback.filled = max(answered, default=0)
    feedback.closed_at = clock.now()
    session.flush()
    publish(session, FeedbackClosed(actor=actor, pair_id=pair.public_id, filled=feedback.filled))


def _feedback_of(session: Session, pair: TrainingPair) -> GroupFeedback:
    if not rules.has_begun(pair) or pair.dissolved_at is not None:
        raise NotRunningError
    if pair.feedback is None:
        pair.feedback = GroupFeedback(tallies=[], filled=0, limit=0)
        session.flush()
    return pair.feedback
