"""Intake talks: offering times, choosing one, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.admissions import queries, rules
from lms.admissions.events import (
    IntakeBooked,
    IntakeRecorded,
    SlotsOffered,
    SlotWithdrawn,
)
from lms.admissions.models import (
    OPEN,
    Application,
    ApplicationRound,
    ApplicationState,
    Intake,
    IntakeSlot,
    LinkPurpose,
)
from lms.admissions.operations.applications import make_link
from lms.admissions.operations.talks import call_off_talk, free_slot
from lms.admissions.rules import (
    IntakeNotes,
    IntakeUnfinishedError,
    SlotsImpossibleError,
    SlotTakenError,
    StepRefusedError,
    TooLateToChangeError,
)
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish


def offer_slots(
    session: Session,
    *,
    actor: Actor,
    round_: ApplicationRound,
    held_by: Person,
    times: Sequence[tuple[datetime, datetime]],
    place: str,
    video_url: str,
) -> None:
    """Offer times for talks with somebody; none in the past, none while they hold another talk."""
    is_past = any(starts_at <= clock.now() for starts_at, _ends_at in times)
    if is_past or not times or queries.has_overlap(session, held_by_id=held_by.id, times=times):
        raise SlotsImpossibleError
    session.add_all(
        IntakeSlot(
            round_id=round_.id,
            starts_at=starts_at,
            ends_at=ends_at,
            held_by_id=held_by.id,
            place=place,
            video_url=video_url,
        )
        for starts_at, ends_at in times
    )
    publish(session, SlotsOffered(actor=actor, cohort_id=round_.cohort.public_id, number=len(times)))


def withdraw_slot(session: Session, *, actor: Actor, slot: IntakeSlot) -> None:
    """Take a time back; an applicant who had chosen it is asked to choose another one."""
    booked_by = slot.application
    if booked_by is not None:
        link_token = make_link(session, application=booked_by, purpose=LinkPurpose.FOLLOW)
        call_off_talk(session, actor=actor, application=booked_by, slot=slot, link_token=link_token)
    event = SlotWithdrawn(
        actor=actor,
        cohort_id=slot.round.cohort.public_id,
        slot_id=slot.public_id,
        application_id=booked_by.public_id if booked_by else None,
    )
    session.execute(sa.delete(IntakeSlot).where(IntakeSlot.id == slot.id))
    publish(session, event)


def book_slot(session: Session, *, actor: Actor, application: Application, slot_id: UUID) -> None:
    """Choose a time, or another one instead; of two people who choose the same, the first has it."""
    if application.state is not ApplicationState.INVITED:
        raise StepRefusedError
    former = application.slot
    if former is not None and not _may_change(application, former):
        raise TooLateToChangeError
    _hold_slots(session, slot_id, former)
    if former is not None:
        free_slot(session, slot=former)
    taken = session.execute(
        sa.update(IntakeSlot)
        .where(
            IntakeSlot.public_id == slot_id,
            IntakeSlot.round_id == application.round_id,
            IntakeSlot.application_id.is_(None),
            IntakeSlot.starts_at > clock.now(),
        )
        .values(application_id=application.id)
        .returning(IntakeSlot.id)
    )
    if taken.first() is None:
        raise SlotTakenError
    application.talk_sequence += 1
    publish(
        session,
        IntakeBooked(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
            slot_id=slot_id,
            former_slot_id=former.public_id if former is not None else None,
            link_token=make_link(session, application=application, purpose=LinkPurpose.FOLLOW),
        ),
    )


def _hold_slots(session: Session, slot_id: UUID, former: IntakeSlot | None) -> None:
    """Hold both times in one order, so that two people who swap theirs do not wait for each other."""
    wanted = [IntakeSlot.public_id == slot_id]
    if former is not None:
        wanted.append(IntakeSlot.id == former.id)
    session.execute(sa.select(IntakeSlot.id).where(sa.or_(*wanted)).order_by(IntakeSlot.id).with_for_update())


def _may_change(application: Application, slot: IntakeSlot) -> bool:
    return rules.may_still_change(slot, hours=application.round.rebook_hours, moment=clock.now())


def cancel_booking(session: Session, *, actor: Actor, application: Application) -> None:
    """Give the chosen time back; another one can be chosen later."""
    slot = application.slot
    if slot is None or application.state is not ApplicationState.INVITED:
        raise StepRefusedError
    if not _may_change(application, slot):
        raise TooLateToChangeError
    call_off_talk(session, actor=actor, application=application, slot=slot)


def _held_on(application: Application) -> date:
    """The day of the talk that was planned, or today when there was none."""
    slot = application.slot
    is_over = slot is not None and slot.starts_at <= clock.now()
    return clock.local(slot.starts_at).date() if slot is not None and is_over else clock.today()


def record_intake(
    session: Session, *, actor: Actor, application: Application, notes: IntakeNotes, version: int
) -> Intake:
    """Write down what was said; with an advice and its reason the talk counts as held."""
    if application.state not in {*OPEN, ApplicationState.WAITING}:
        raise StepRefusedError
    if notes.advice is not None and not notes.advice_reason:
        raise IntakeUnfinishedError
    intake = application.intake
    new = {field.name: getattr(notes, field.name) for field in fields(notes)}
    if intake is None:
        intake = Intake(application=application, held_on=_held_on(application))
        session.add(intake)
    elif intake.version != version:
        differing = [key for key, value in new.items() if getattr(intake, key) != value]
        raise ConflictError(
            yours=[(key, str(new[key] or "–")) for key in differing],
            theirs=[(key, str(getattr(intake, key) or "–")) for key in differing],
        )
    for key, value in new.items():
        setattr(intake, key, value)
    intake.recorded_by_id = actor.person_id
    if notes.advice is not None and application.state in OPEN:
        application.state = ApplicationState.INTAKE_HELD
    publish(
        session,
        IntakeRecorded(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
        ),
    )
    return intake
