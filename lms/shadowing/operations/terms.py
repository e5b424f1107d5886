"""A word for the Begrippenwijzer: the visitor proposes it, staff of the cohort accepts or returns it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.shadowing.events import TermAccepted, TermProposed, TermReturned
from lms.shadowing.models import ProposedTerm, TermState, Visit
from lms.shadowing.operations.steps import about
from lms.shadowing.operations.writing import must_be_over


def propose_term(
    session: Session,
    *,
    actor: Actor,
    visit: Visit,
    term: str,
    meaning: str,
    version: int,
    is_named: bool = False,
) -> ProposedTerm:
    """Propose one word with what it means at the organisation that was visited; another text waits anew."""
    must_be_over(visit)
    row = visit.term
    if row is None:
        row = visit.term = ProposedTerm(visit_id=visit.id, organisation_id=visit.host.organisation_id)
    elif row.version != version:
        raise ConflictError
    is_changed = (row.term, row.meaning) != (term, meaning)
    waits_anew = is_changed and row.state is not TermState.PROPOSED
    row.term, row.meaning, row.is_named = term, meaning, is_named
    if is_changed:
        row.state = TermState.PROPOSED
    session.flush()
    publish(session, TermProposed(actor=actor, waits_anew=waits_anew, **about(visit)))
    return row


def accept_term(session: Session, *, actor: Actor, term: ProposedTerm, version: int) -> None:
    """Take a word into the Begrippenwijzer of the cohort."""
    _decide(session, actor, term, TermState.ACCEPTED, version=version, remark="")
    publish(session, TermAccepted(actor=actor, **about(term.visit)))


def return_term(session: Session, *, actor: Actor, term: ProposedTerm, remark: str, version: int) -> None:
    """Give a word back with a remark; one that was accepted leaves the Begrippenwijzer."""
    _decide(session, actor, term, TermState.RETURNED, version=version, remark=remark)
    publish(session, TermReturned(actor=actor, **about(term.visit)))


def _decide(
    session: Session, actor: Actor, term: ProposedTerm, state: TermState, *, version: int, remark: str
) -> None:
    """Decide on the text that was read: a text that changed meanwhile is read again first."""
    if term.version != version:
        raise ConflictError
    term.state, term.remark = state, remark
    term.decided_by_id, term.decided_at = actor.person_id, clock.now()
    session.flush()
