"""What participants say of their own day parts beforehand; the register alone decides (DR-14)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.cohorts import rules
from lms.cohorts.events import AttendanceProposalWithdrawn, AttendanceProposed
from lms.cohorts.models import AbsenceReason, AttendanceProposal, ProposalKind
from lms.cohorts.rules import PersonalDayPart
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import DomainError
from lms.core.events import publish


class CheckInClosedError(DomainError):
    """Checking in is for the hours around a day part that goes on, and ends with the register."""


class AnnouncingClosedError(DomainError):
    """The day part is over, registered or cancelled, so an absence is no longer announced."""


def check_in(session: Session, *, actor: Actor, own: PersonalDayPart) -> None:
    """Propose to be registered as present; saying it again changes nothing."""
    cohort, moment = own.enrolment.cohort, clock.now()
    if not rules.is_check_in_open(own.day_part, cohort=cohort, moment=moment):
        raise CheckInClosedError
    if own.proposal is not None and own.proposal.kind is ProposalKind.PRESENT:
        return
    _say(session, actor, own, ProposalKind.PRESENT, None, "")


def announce_absence(
    session: Session,
    *,
    actor: Actor,
    own: PersonalDayPart,
    kind: ProposalKind,
    reason: AbsenceReason | None = None,
    note: str = "",
) -> None:
    """Say beforehand not to come, and why; only the staff of the cohort reads the reason."""
    if not rules.may_announce(own.day_part, moment=clock.now()):
        raise AnnouncingClosedError
    kept = note.strip() if reason is AbsenceReason.OTHER else ""
    _say(session, actor, own, kind, reason if kind is ProposalKind.ABSENT else None, kept)


def withdraw_proposal(session: Session, *, actor: Actor, own: PersonalDayPart) -> None:
    """Take back what was said, as long as the day part is not registered; nothing said is nothing to do."""
    if own.proposal is None:
        return
    if own.day_part.registered_at is not None:
        raise AnnouncingClosedError
    session.delete(own.proposal)
    publish(
        session,
        AttendanceProposalWithdrawn(
            actor=actor, day_part_id=own.day_part.public_id, enrolment_id=own.enrolment.public_id
        ),
    )


def _say(
    session: Session,
    actor: Actor,
    own: PersonalDayPart,
    kind: ProposalKind,
    reason: AbsenceReason | None,
    note: str,
) -> None:
    proposal = own.proposal
    if proposal is None:
        proposal = AttendanceProposal(day_part_id=own.day_part.id, enrolment_id=own.enrolment.id)
        session.add(proposal)
    proposal.kind, proposal.made_at = kind, clock.now()
    proposal.absence_reason, proposal.absence_note = reason, note
    publish(
        session,
        AttendanceProposed(
            actor=actor,
            day_part_id=own.day_part.public_id,
            enrolment_id=own.enrolment.public_id,
            kind=kind,
        ),
    )
