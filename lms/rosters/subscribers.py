"""The steps of long work; whoever asked for it must still have the right at each of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.jobs.models import Job
from lms.rosters import operations, policies, queries

ROWS_A_STEP = 10


class NoLongerAllowedError(DomainError):
    """Whoever asked for this work has no right to it any more."""


def take_rows_in(session: Session, actor: Actor, job: Job) -> int:
    """Take the next rows of a confirmed list in."""
    list_import = queries.get_import(session, import_id=UUID(job.payload["import_id"]))
    if not policies.may_see_import(actor, list_import):
        raise NoLongerAllowedError
    handled = operations.take_rows_in(session, actor=actor, list_import=list_import, limit=ROWS_A_STEP)
    job.facts = {"taken_in": list_import.taken_in, "dropped": list_import.dropped}
    return handled


def invite_next(session: Session, actor: Actor, job: Job) -> int:
    """Invite the next people of a round."""
    invitation_round = queries.get_round(session, round_id=UUID(job.payload["round_id"]))
    if not policies.may_carry_round_out(actor, invitation_round):
        raise NoLongerAllowedError
    handled = operations.invite_next(session, actor=actor, invitation_round=invitation_round)
    job.facts = {"invited": invitation_round.invited, "passed_over": invitation_round.passed_over}
    return handled
