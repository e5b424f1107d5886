"""What is done with reminders: planned, changed, stopped, sent by hand and at their moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.agreements.operations import send_link
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.core.errors import ConflictError
from lms.core.events import publish
from lms.reminders import queries, rules
from lms.reminders.events import ReminderChanged, ReminderPlanned, ReminderSent, ReminderStopped
from lms.reminders.models import Anchor, Reminder, ReminderDelivery, ReminderKind
from lms.reminders.rules import Subject
from lms.rosters.operations import remind_of_invitation


def check_plan(cohort: Cohort, *, subject: Subject, anchor: Anchor, offset_days: int) -> datetime:
    """When this would go out; a moment that does not exist or lies behind us is refused."""
    moment = rules.planned_moment(subject, anchor=anchor, offset_days=offset_days, starts_on=cohort.starts_on)
    if moment <= clock.now():
        raise rules.MomentPassedError(moment)
    return moment


def plan_reminder(
    session: Session, *, actor: Actor, cohort: Cohort, subject: Subject, anchor: Anchor, offset_days: int
) -> Reminder:
    """Plan a reminder for whoever must still act when its moment has come."""
    check_plan(cohort, subject=subject, anchor=anchor, offset_days=offset_days)
    reminder = Reminder(cohort=cohort, planned_by_id=actor.person_id)
    _set(reminder, subject=subject, anchor=anchor, offset_days=offset_days)
    session.add(reminder)
    session.flush()
    publish(
        session,
        ReminderPlanned(
            actor=actor,
            reminder_id=reminder.public_id,
            cohort_id=cohort.public_id,
            kind=reminder.kind,
        ),
    )
    return reminder


def _set(reminder: Reminder, *, subject: Subject, anchor: Anchor, offset_days: int) -> None:
    reminder.kind, reminder.anchor, reminder.offset_days = subject.kind, anchor, offset_days
    reminder.assignment, reminder.requirement = subject.assignment, subject.requirement


def change_reminder(
    session: Session,
    *,
    actor: Actor,
    reminder: Reminder,
    subject: Subject,
    anchor: Anchor,
    offset_days: int,
    version: int,
) -> None:
    """Give a reminder that has not gone out another subject or moment.

    Who got it by hand does not get it again, unless it is about something else from now on.
    """
    queries.lock_reminder(session, reminder=reminder)
    must_wait(reminder)
    if reminder.version != version:
        raise ConflictError
    check_plan(reminder.cohort, subject=subject, anchor=anchor, offset_days=offset_days)
    if subject.key != rules.subject_of(reminder).key:
        for delivery in queries.list_deliveries(session, reminder=reminder):
            session.delete(delivery)
    _set(reminder, subject=subject, anchor=anchor, offset_days=offset_days)
    publish(
        session,
        ReminderChanged(
            actor=actor,
            reminder_id=reminder.public_id,
            cohort_id=reminder.cohort.public_id,
            kind=reminder.kind,
        ),
    )


def must_wait(reminder: Reminder) -> None:
    """Refuse to change what went out or was stopped."""
    if reminder.stopped_at is not None:
        raise rules.ReminderStoppedError
    if reminder.sent_at is not None:
        raise rules.ReminderSentError


def stop_reminder(session: Session, *, actor: Actor, reminder: Reminder) -> None:
    """Stop a reminder that has not gone out yet."""
    queries.lock_reminder(session, reminder=reminder)
    must_wait(reminder)
    reminder.stopped_at = clock.now()
    publish(
        session,
        ReminderStopped(
            actor=actor,
            reminder_id=reminder.public_id,
            cohort_id=reminder.cohort.public_id,
            kind=reminder.kind,
        ),
    )


def send_now(session: Session, *, actor: Actor, reminder: Reminder) -> int:
    """Remind by hand whoever must act and did not get this reminder; returns how many people that are."""
    queries.lock_reminder(session, reminder=reminder)
    if reminder.stopped_at is not None:
        raise rules.ReminderStoppedError
    reached = _send(session, actor=actor, reminder=reminder)
    if not reached:
        raise rules.NobodyToRemindError
    return len(reached)


def send_due(session: Session) -> None:
    """Send every reminder whose moment has come; of two workers the second finds it sent."""
    for reminder in queries.list_open(session):
        if not rules.is_due(reminder, moment=clock.now()):
            continue
        queries.lock_reminder(session, reminder=reminder)
        if rules.is_due(reminder, moment=clock.now()):
            reminder.sent_at = clock.now()
            _send(session, actor=SYSTEM, reminder=reminder)


def send_to_later_joiners(session: Session) -> None:
    """Who joined after a reminder went out gets it the morning after, when they must still act."""
    if not rules.is_morning(clock.now()):
        return
    for reminder in queries.list_sent(session, since=clock.now() - rules.FOLLOWED_FOR):
        queries.lock_reminder(session, reminder=reminder)
        joiners = [
            enrolment
            for enrolment in queries.list_to_remind(session, reminder=reminder)
            if rules.joined_since(enrolment, reminder, day=clock.today())
        ]
        if joiners and reminder.stopped_at is None:
            _send(session, actor=SYSTEM, reminder=reminder, people=joiners)


def _send(
    session: Session, *, actor: Actor, reminder: Reminder, people: Sequence[Enrolment] | None = None
) -> Sequence[Enrolment]:
    """Remind each person in the same transaction as the row that says so: all of it happens, or nothing."""
    people = queries.list_to_remind(session, reminder=reminder) if people is None else people
    session.add_all(ReminderDelivery(reminder_id=reminder.id, enrolment_id=row.id) for row in people)
    session.flush()
    _mail_links(session, actor, reminder, people)
    if people:
        publish(
            session,
            ReminderSent(
                actor=actor,
                reminder_id=reminder.public_id,
                cohort_id=reminder.cohort.public_id,
                kind=reminder.kind,
                enrolment_ids=tuple(row.public_id for row in people),
            ),
        )
    return people


def _mail_links(session: Session, actor: Actor, reminder: Reminder, people: Sequence[Enrolment]) -> None:
    """Who has no account gets a new link, in the way that link is always sent."""
    if reminder.kind is ReminderKind.INVITATION:
        for enrolment in people:
            remind_of_invitation(session, actor=actor, person=enrolment.person)
    elif reminder.kind is ReminderKind.MANAGER_SIGNATURE:
        waiting = queries.waiting_agreements(session, cohort=reminder.cohort)
        for enrolment in people:
            agreement = waiting[enrolment.id]
            send_link(
                session,
                actor=actor,
                agreement=agreement,
                manager_email=agreement.manager_email,
                is_reminder=True,
            )
