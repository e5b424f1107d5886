"""Ask the matcher for proposals: within the request, or as a job that shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish
from lms.jobs.models import Job
from lms.jobs.operations import start_job
from lms.matching import queries
from lms.matching.events import ArrangementDiscarded, ArrangementsProposed, RoundWeighed
from lms.matching.models import Arrangement, Origin, Round
from lms.matching.operations.rounds import must_be_draft
from lms.matching.rules import snapshot
from lms.matching.rules.judging import judge
from lms.matching.rules.moves import in_order
from lms.matching.rules.problem import Placing
from lms.matching.rules.proposal import Proposal
from lms.matching.rules.proposing import propose

PROPOSE = "matching.propose"
PROPOSALS, MOST_KEPT, TRIES = 3, 12, 8
MOST_IN_REQUEST = 60


class TooManyKeptError(DomainError):
    """So many proposals lie side by side that nobody compares them."""


class AlreadyWeighedError(DomainError):
    """Somebody else changed this round in the meantime."""


class PublishedStaysError(DomainError):
    """What was published is never thrown away; what comes after it replaces it."""


def ask_proposals(session: Session, *, actor: Actor, round_: Round, count: int = PROPOSALS) -> Job | None:
    """Ask for some proposals; a job when there are too many people to answer within a request."""
    must_be_draft(round_)
    queries.lock_round(session, round_id=round_.id)
    if len(round_.arrangements) + count > MOST_KEPT:
        raise TooManyKeptError
    here = [member for member in round_.members if member.left_at is None]
    if len(here) <= MOST_IN_REQUEST:
        made = sum(_propose(session, actor, round_) for _time in range(count))
        publish(session, ArrangementsProposed(actor=actor, round_id=round_.public_id, arrangements=made))
        return None
    payload = {"round_id": str(round_.public_id), "cohort_id": str(round_.cohort.public_id)}
    job = start_job(session, actor=actor, kind=PROPOSE, payload=payload, total=count)
    round_.job_id = job.public_id
    return job


def propose_next(session: Session, *, actor: Actor, round_id: UUID) -> bool:
    """One more proposal of a round that many people are in; False when the round is published meanwhile."""
    round_ = queries.get_round(session, round_id=round_id)
    must_be_draft(round_)
    made = _propose(session, actor, round_)
    publish(session, ArrangementsProposed(actor=actor, round_id=round_id, arrangements=int(made)))
    return made


def _propose(session: Session, actor: Actor, round_: Round) -> bool:
    """One proposal that does not lie there yet; the same problem and seed always give the same one."""
    known = {_sign(snapshot.placing_of(row)) for row in round_.arrangements}
    used = {row.seed for row in round_.arrangements if row.origin is Origin.PROPOSED}
    seed = max(used, default=round_.seed - 1) + 1
    for attempt in range(TRIES):
        proposal = propose(snapshot.problem_of(round_, seed=seed + attempt))
        if _sign(proposal.placing) not in known:
            add_arrangement(
                session,
                actor=actor,
                round_=round_,
                proposal=proposal,
                origin=Origin.PROPOSED,
                seed=seed + attempt,
            )
            return True
    return False


def _sign(placing: Placing) -> object:
    return (in_order(placing.groups), tuple(sorted((v.visitor, v.host, v.date or 0) for v in placing.visits)))


def add_arrangement(
    session: Session,
    *,
    actor: Actor,
    round_: Round,
    proposal: Proposal,
    origin: Origin,
    seed: int = 0,
    source: Arrangement | None = None,
    gone_id: int | None = None,
) -> Arrangement:
    """Keep an arrangement with its account, under the next number of its round."""
    row = Arrangement(
        round_id=round_.id,
        number=max((one.number for one in round_.arrangements), default=0) + 1,
        origin=origin,
        source_number=source.number if source else None,
        gone_id=gone_id,
        groups=snapshot.groups_in(proposal.placing),
        visits=snapshot.visits_in(proposal.placing),
        account=snapshot.account_of(proposal),
        before=[],
        seed=seed,
        made_by_id=actor.person_id,
    )
    round_.arrangements.append(row)
    session.flush()
    return row


def weigh_round(
    session: Session, *, actor: Actor, round_: Round, weights: Mapping[str, int], version: int
) -> None:
    """Change what counts most; every proposal that lies there is measured anew by it."""
    must_be_draft(round_)
    if round_.version != version:
        raise AlreadyWeighedError
    if dict(weights) == round_.weights:
        return
    round_.weights = dict(weights)
    session.flush()
    judge_again(session, round_=round_)
    publish(session, RoundWeighed(actor=actor, round_id=round_.public_id))


def judge_again(session: Session, *, round_: Round) -> None:
    """Measure every arrangement that is not published by what goes in now."""
    problem = snapshot.problem_of(round_)
    here = {one.key for one in problem.candidates}
    hosts = {host.key for host in problem.hosts}
    for row in round_.arrangements:
        if row.published_at is None:
            groups = [[key for key in group if key in here] for group in row.groups]
            row.groups = [group for group in groups if group]
            row.visits = [one for one in row.visits if one["visitor"] in here and one["host"] in hosts]
            row.account = snapshot.account_of(judge(problem, snapshot.placing_of(row)))
    session.flush()


def discard_arrangement(session: Session, *, actor: Actor, arrangement: Arrangement) -> None:
    """Throw away a proposal or an own version that nobody heard of."""
    round_ = arrangement.round
    if arrangement.published_at is not None:
        raise PublishedStaysError
    round_id, arrangement_id = round_.public_id, arrangement.public_id
    session.execute(
        sa.delete(Arrangement).where(Arrangement.id == arrangement.id, Arrangement.published_at.is_(None))
    )
    publish(session, ArrangementDiscarded(actor=actor, round_id=round_id, arrangement_id=arrangement_id))
