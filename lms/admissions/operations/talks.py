"""A talk that does not take place: its time is free again, and both calendars hear so."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.admissions import queries
from lms.admissions.events import IntakeCancelled
from lms.admissions.models import Application, IntakeSlot
from lms.core.authorisation import Actor
from lms.core.events import publish


def call_off_talk(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    slot: IntakeSlot,
    link_token: str | None = None,
) -> None:
    """Free the time of a talk; with a link its applicant is asked to choose another one."""
    free_slot(session, slot=slot)
    application.talk_sequence += 1
    publish(
        session,
        IntakeCancelled(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
            slot_id=slot.public_id,
            link_token=link_token,
        ),
    )


def call_off_talk_ahead(session: Session, *, actor: Actor, application: Application) -> None:
    """Free the time of a talk that still lies ahead; what was said in one that is over stays."""
    slot = queries.find_talk_ahead(session, application=application)
    if slot is not None:
        call_off_talk(session, actor=actor, application=application, slot=slot)


def free_slot(session: Session, *, slot: IntakeSlot) -> None:
    """Let somebody else choose this time."""
    session.execute(sa.update(IntakeSlot).where(IntakeSlot.id == slot.id).values(application_id=None))
