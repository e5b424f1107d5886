"""Make an own version of an arrangement, move people in it, and undo that."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.matching import queries
from lms.matching.events import ArrangementChanged, ArrangementCopied
from lms.matching.models import Arrangement, Origin, Round, RoundState
from lms.matching.operations.proposals import MOST_KEPT, TooManyKeptError, add_arrangement
from lms.matching.rules import snapshot
from lms.matching.rules.judging import judge
from lms.matching.rules.moves import ImpossibleMoveError, Move, moved
from lms.matching.rules.problem import Placing

KEPT_STEPS = 40


class ChangedMeanwhileError(DomainError):
    """Somebody else moved people here in the meantime."""


class NotByHandError(DomainError):
    """Only an own version is changed by hand."""


class NoSuchMoveError(DomainError):
    """This person cannot be moved there."""

    status = 422


class NothingToUndoError(DomainError):
    """Nothing was moved here."""


class ReplacedRoundError(DomainError):
    """A newer round holds; this one only tells how it was."""


def copy_arrangement(session: Session, *, actor: Actor, arrangement: Arrangement) -> Arrangement:
    """Make an own version that can be changed by hand; the one it comes from stays as it is."""
    round_ = arrangement.round
    _must_stand(round_)
    queries.lock_round(session, round_id=round_.id)
    if sum(row.published_at is None for row in round_.arrangements) >= MOST_KEPT:
        raise TooManyKeptError
    problem = snapshot.problem_of(round_)
    proposal = judge(problem, snapshot.placing_of(arrangement))
    row = add_arrangement(
        session, actor=actor, round_=round_, proposal=proposal, origin=Origin.BY_HAND, source=arrangement
    )
    row.groups, row.visits = arrangement.groups, arrangement.visits
    session.flush()
    publish(session, ArrangementCopied(actor=actor, round_id=round_.public_id, arrangement_id=row.public_id))
    return row


def move_person(
    session: Session, *, actor: Actor, arrangement: Arrangement, move: Move, version: int
) -> None:
    """Move somebody in an own version, and measure it anew."""
    _must_be_changeable(arrangement, version)
    problem, before = snapshot.problem_of(arrangement.round), snapshot.placing_of(arrangement)
    try:
        after = moved(problem, before, move)
    except ImpossibleMoveError as error:
        raise NoSuchMoveError from error
    step = [arrangement.groups, arrangement.visits]
    arrangement.before = [*arrangement.before, step][-KEPT_STEPS:]
    _set(arrangement, after)
    session.flush()
    publish(session, _changed(actor, arrangement))


def undo_move(session: Session, *, actor: Actor, arrangement: Arrangement, version: int) -> None:
    """Take the last move back."""
    _must_be_changeable(arrangement, version)
    if not arrangement.before:
        raise NothingToUndoError
    *earlier, (arrangement.groups, arrangement.visits) = arrangement.before
    arrangement.before = earlier
    _set(arrangement, snapshot.placing_of(arrangement))
    session.flush()
    publish(session, _changed(actor, arrangement))


def _set(arrangement: Arrangement, placing: Placing) -> None:
    """Groups keep their order, so that nobody loses sight of them; only the account is the matcher's."""
    arrangement.groups = snapshot.groups_in(placing)
    arrangement.visits = snapshot.visits_in(placing)
    problem = snapshot.problem_of(arrangement.round)
    arrangement.account = snapshot.account_of(judge(problem, placing))


def _changed(actor: Actor, arrangement: Arrangement) -> ArrangementChanged:
    return ArrangementChanged(
        actor=actor, round_id=arrangement.round.public_id, arrangement_id=arrangement.public_id
    )


def _must_stand(round_: Round) -> None:
    if round_.state is RoundState.REPLACED:
        raise ReplacedRoundError


def _must_be_changeable(arrangement: Arrangement, version: int) -> None:
    _must_stand(arrangement.round)
    if arrangement.origin is not Origin.BY_HAND or arrangement.published_at is not None:
        raise NotByHandError
    if arrangement.version != version:
        raise ChangedMeanwhileError
