"""Readers of reminders, and of who still must act; whoever asks is staff of the cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import Person
from lms.agreements.models import ConfidentialityStatement, LearningAgreement, Signature, SignerRole
from lms.agreements.rules import is_for_somebody_else
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import list_trainers
from lms.cohorts.rules import by_name
from lms.core import clock
from lms.core.errors import NotFoundError
from lms.learning.models import Completion, Evidence, EvidenceState
from lms.learning.queries import list_requirements_of_kind
from lms.messages.queries import stopped_matters
from lms.papers.models import PaperVersion, Submission
from lms.papers.queries import list_assignments
from lms.programmes.models import ProgrammeVersion, RequirementKind
from lms.reminders.models import Reminder, ReminderDelivery, ReminderKind
from lms.reminders.rules import EXPECTED, LEARNING, Subject, subject_of
from lms.rosters.queries import list_standings
from lms.rosters.rules import may_be_reminded

# Reminders


def _with_subject() -> Sequence[ORMOption]:
    return (
        joinedload(Reminder.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
        joinedload(Reminder.assignment),
        joinedload(Reminder.requirement),
        joinedload(Reminder.planned_by),
    )


def get_reminder(session: Session, *, reminder_id: UUID) -> Reminder:
    """A reminder with its cohort and what it is about."""
    statement = sa.select(Reminder).where(Reminder.public_id == reminder_id).options(*_with_subject())
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_reminders(session: Session, *, cohort: Cohort) -> Sequence[Reminder]:
    """The reminders of a cohort, the newest first."""
    statement = (
        sa.select(Reminder)
        .where(Reminder.cohort_id == cohort.id)
        .options(*_with_subject())
        .order_by(Reminder.id.desc())
    )
    return session.scalars(statement).all()


def list_open(session: Session) -> Sequence[Reminder]:
    """Every reminder that still waits for its moment."""
    statement = (
        sa.select(Reminder)
        .where(Reminder.sent_at.is_(None), Reminder.stopped_at.is_(None))
        .options(*_with_subject())
        .order_by(Reminder.id)
    )
    return session.scalars(statement).all()


def list_sent(session: Session, *, since: datetime) -> Sequence[Reminder]:
    """Every reminder that went out since a moment and was not stopped, of a cohort that still runs."""
    statement = (
        sa.select(Reminder)
        .join(Reminder.cohort)
        .where(Reminder.sent_at >= since, Reminder.stopped_at.is_(None), Cohort.ends_on >= clock.today())
        .options(*_with_subject())
        .order_by(Reminder.id)
    )
    return session.scalars(statement).all()


def lock_reminder(session: Session, *, reminder: Reminder) -> None:
    """Hold a reminder and read again how it stands, so that two senders take turns."""
    held = sa.select(Reminder.id).where(Reminder.id == reminder.id).with_for_update()
    session.execute(held).one()
    session.refresh(reminder, ["sent_at", "stopped_at", "version"])


def count_deliveries(session: Session, *, cohort: Cohort) -> Mapping[int, int]:
    """By reminder how many people got it."""
    statement = (
        sa.select(ReminderDelivery.reminder_id, sa.func.count())
        .join(Reminder, Reminder.id == ReminderDelivery.reminder_id)
        .where(Reminder.cohort_id == cohort.id)
        .group_by(ReminderDelivery.reminder_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def list_deliveries(session: Session, *, reminder: Reminder) -> Sequence[ReminderDelivery]:
    """Who got a reminder, the latest first."""
    statement = (
        sa.select(ReminderDelivery)
        .where(ReminderDelivery.reminder_id == reminder.id)
        .options(
            joinedload(ReminderDelivery.enrolment).options(
                joinedload(Enrolment.person), joinedload(Enrolment.organisation)
            )
        )
        .order_by(ReminderDelivery.created_at.desc(), ReminderDelivery.id)
    )
    return session.scalars(statement).all()


def list_reminded(session: Session, *, enrolment_ids: Sequence[UUID]) -> Sequence[Enrolment]:
    """Enrolments with their people, in the order in which they enrolled."""
    statement = (
        sa.select(Enrolment)
        .where(Enrolment.public_id.in_(enrolment_ids))
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.id)
    )
    return session.scalars(statement).all()


def list_subjects(session: Session, *, cohort: Cohort) -> Sequence[Subject]:
    """What can be reminded of in a cohort: the fixed things, its papers, and what asks for evidence."""
    fixed = (
        ReminderKind.INVITATION,
        ReminderKind.SIGNATURE,
        ReminderKind.MANAGER_SIGNATURE,
        ReminderKind.STATEMENT,
    )
    papers = list_assignments(session, cohort=cohort)
    asked = list_requirements_of_kind(session, cohort_id=cohort.id, kind=RequirementKind.EVIDENCE)
    return [
        *(Subject(kind) for kind in fixed),
        *(Subject(ReminderKind.PAPER, assignment=item) for item in papers),
        *(Subject(ReminderKind.EVIDENCE, requirement=item) for item in asked),
    ]


# Who still must act


def list_to_remind(session: Session, *, reminder: Reminder) -> Sequence[Enrolment]:
    """Who still must act and did not get this reminder: exactly whom sending it now would reach."""
    got = frozenset(
        session.scalars(
            sa.select(ReminderDelivery.enrolment_id).where(ReminderDelivery.reminder_id == reminder.id)
        )
    )
    everybody = list_who_must_act(session, cohort=reminder.cohort, subject=subject_of(reminder))
    return [enrolment for enrolment in everybody if enrolment.id not in got]


def list_who_must_act(session: Session, *, cohort: Cohort, subject: Subject) -> Sequence[Enrolment]:
    """Who still must do this at this moment, by family name."""
    if subject.kind is ReminderKind.INVITATION:
        return _not_answered(session, cohort)
    if subject.kind is ReminderKind.MANAGER_SIGNATURE:
        return _unsigned_by_manager(session, cohort)
    if subject.assignment is not None and subject.assignment.late_until < clock.now():
        return ()
    statement = _people(cohort).where(Enrolment.state.in_(LEARNING), _is_missing(subject))
    return by_name(session.scalars(statement).all())


def _people(cohort: Cohort) -> sa.Select[Enrolment]:
    """The people of a cohort whom a mail would reach."""
    return (
        sa.select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == cohort.id,
            Person.erased_at.is_(None),
            Person.suspended_at.is_(None),
        )
        .options(joinedload(Enrolment.person), joinedload(Enrolment.organisation))
    )


def _is_missing(subject: Subject) -> sa.ColumnElement[bool]:
    if subject.kind is ReminderKind.SIGNATURE:
        return _waits_for(SignerRole.PARTICIPANT)
    if subject.assignment is not None:
        handed_in = sa.exists().where(
            Submission.assignment_id == subject.assignment.id,
            Submission.enrolment_id == Enrolment.id,
            PaperVersion.submission_id == Submission.id,
        )
        return ~handed_in
    if subject.requirement is not None:
        return _wants_evidence(subject.requirement.id, subject.requirement.target)
    return ~sa.exists().where(ConfidentialityStatement.enrolment_id == Enrolment.id)


def _waits_for(role: SignerRole) -> sa.ColumnElement[bool]:
    """Whether the version that stands waits for this signature."""
    return sa.exists().where(LearningAgreement.enrolment_id == Enrolment.id, *_unsigned(role))


def _unsigned(role: SignerRole) -> Sequence[sa.ColumnElement[bool]]:
    """A version that people still sign, without this signature."""
    signed = sa.exists().where(Signature.agreement_id == LearningAgreement.id, Signature.role == role)
    return (
        LearningAgreement.replaced_at.is_(None),
        LearningAgreement.declined_at.is_(None),
        LearningAgreement.completed_at.is_(None),
        ~signed,
    )


def _wants_evidence(requirement_id: int, target: int) -> sa.ColumnElement[bool]:
    """Whether a requirement is not met and less is handed in than it asks; what came back counts as none."""
    met = sa.exists().where(
        Completion.enrolment_id == Enrolment.id,
        Completion.requirement_id == requirement_id,
        Completion.withdrawn_at.is_(None),
    )
    handed_in = (
        sa.select(sa.func.count(Evidence.id))
        .where(
            Evidence.enrolment_id == Enrolment.id,
            Evidence.requirement_id == requirement_id,
            Evidence.state != EvidenceState.RETURNED,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return sa.and_(~met, handed_in < target)


def _not_answered(session: Session, cohort: Cohort) -> Sequence[Enrolment]:
    """Who got an invitation, did not use it, and would get a mail at this address."""
    standings = [row for row in list_standings(session, cohort=cohort) if may_be_reminded(row)]
    people = [row.enrolment for row in standings]
    return [row for row in people if row.person.erased_at is None and row.person.suspended_at is None]


def waiting_agreements(session: Session, *, cohort: Cohort) -> Mapping[int, LearningAgreement]:
    """By enrolment the version that waits for the line manager, at an address that may be reminded of it."""
    statement = (
        sa.select(LearningAgreement)
        .join(LearningAgreement.enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state.in_(EXPECTED),
            *_unsigned(SignerRole.LINE_MANAGER),
        )
        .options(
            joinedload(LearningAgreement.enrolment).joinedload(Enrolment.person),
            joinedload(LearningAgreement.enrolment).joinedload(Enrolment.cohort),
        )
    )
    trainers = [trainer.email for trainer in list_trainers(session, cohort=cohort)]
    waiting = session.scalars(statement).all()
    stopped = stopped_matters(session, matters=[(row.manager_email, row.public_id) for row in waiting])
    return {
        row.enrolment_id: row
        for row in waiting
        if row.public_id not in stopped
        and is_for_somebody_else(row.manager_email, [row.enrolment.person.email, *trainers])
    }


def _unsigned_by_manager(session: Session, cohort: Cohort) -> Sequence[Enrolment]:
    waiting = waiting_agreements(session, cohort=cohort)
    statement = _people(cohort).where(Enrolment.id.in_(list(waiting)))
    return by_name(session.scalars(statement).all())
