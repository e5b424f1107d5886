"""The host's answer to a request."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.shadowing.events import VisitAccepted, VisitConsidered, VisitRejected
from lms.shadowing.models import LinkPurpose, Reason, Visit, VisitState
from lms.shadowing.operations.links import issue_link, revoke_links
from lms.shadowing.operations.steps import about, take_step


def consider_visit(session: Session, *, actor: Actor, visit: Visit, by_link: bool = False) -> None:
    """The host first asks around; a host without account gets a new link for the answer."""
    take_step(session, actor=actor, visit=visit, to_state=VisitState.CONSIDERING, by_link=by_link)
    token = issue_link(session, visit=visit, purpose=LinkPurpose.ANSWER)
    publish(session, VisitConsidered(actor=actor, link_token=token, **about(visit)))


def accept_visit(
    session: Session, *, actor: Actor, visit: Visit, instructions: str = "", by_link: bool = False
) -> None:
    """The host says yes, perhaps with what the visitor must know."""
    take_step(session, actor=actor, visit=visit, to_state=VisitState.ACCEPTED, by_link=by_link)
    visit.instructions = instructions
    revoke_links(session, visit=visit, purposes=[LinkPurpose.ANSWER])
    prepare = issue_link(session, visit=visit, purpose=LinkPurpose.PREPARE)
    change = issue_link(session, visit=visit, purpose=LinkPurpose.CHANGE)
    publish(session, VisitAccepted(actor=actor, prepare_token=prepare, change_token=change, **about(visit)))


def reject_visit(
    session: Session, *, actor: Actor, visit: Visit, reason: Reason, note: str = "", by_link: bool = False
) -> None:
    """The host says no, and why; the seat is free again."""
    take_step(
        session,
        actor=actor,
        visit=visit,
        to_state=VisitState.REJECTED,
        reason=reason,
        note=note,
        by_link=by_link,
    )
    publish(session, VisitRejected(actor=actor, reason=reason, **about(visit)))
