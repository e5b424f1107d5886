"""Readers of applications, their links and their letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.rules.sign_in import email_key, hash_secret
from lms.admissions import rules
from lms.admissions.models import (
    OVER,
    Application,
    ApplicationLink,
    ApplicationRound,
    ApplicationState,
    Intake,
    IntakeSlot,
    Letter,
)
from lms.agreements.models import LearningAgreement
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion


def _reading() -> tuple[Any, ...]:
    """The cohort of an application first, then what is told on its page."""
    return (
        joinedload(Application.round)
        .joinedload(ApplicationRound.cohort)
        .joinedload(Cohort.programme_version)
        .joinedload(ProgrammeVersion.programme),
        joinedload(Application.organisation),
        joinedload(Application.discipline),
        joinedload(Application.job_role),
        joinedload(Application.intake).joinedload(Intake.recorded_by),
        joinedload(Application.slot).joinedload(IntakeSlot.held_by),
    )


def get_application(session: Session, *, application_id: UUID) -> Application:
    """An application with its cohort, its intake, its talk and its letters."""
    statement = (
        sa.select(Application)
        .where(Application.public_id == application_id)
        .options(*_reading(), joinedload(Application.decided_by), selectinload(Application.letters))
        .execution_options(populate_existing=True)
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_applications(session: Session, *, round_: ApplicationRound) -> Sequence[Application]:
    """Everything that was sent in for a round, without drafts, in order of sending."""
    statement = (
        sa.select(Application)
        .where(Application.round_id == round_.id, Application.state != ApplicationState.DRAFT)
        .options(*_reading()[1:])
        .order_by(Application.submitted_at, Application.id)
    )
    return session.scalars(statement).all()


def find_standing(session: Session, *, round_: ApplicationRound, email: str) -> Application | None:
    """What this address sent in for this round and still stands."""
    statement = sa.select(Application).where(
        Application.round_id == round_.id,
        Application.email_key == email_key(email),
        Application.state.not_in([ApplicationState.DRAFT, *OVER]),
    )
    return session.scalars(statement).one_or_none()


def list_for_address(session: Session, *, email: str) -> Sequence[Application]:
    """What somebody with this address can still look at, the newest first."""
    statement = (
        sa.select(Application)
        .where(Application.email_key == email_key(email), Application.state != ApplicationState.WITHDRAWN)
        .order_by(Application.id.desc())
    )
    return session.scalars(statement).all()


def find_link(session: Session, *, link_token: str) -> ApplicationLink | None:
    """The link that belongs to this token, with its application and all that its owner sees."""
    statement = (
        sa.select(ApplicationLink)
        .join(ApplicationLink.application)
        .where(ApplicationLink.token_hash == hash_secret(link_token))
        .options(
            contains_eager(ApplicationLink.application).options(
                *_reading(), selectinload(Application.letters)
            )
        )
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one_or_none()


def get_letter(session: Session, *, letter_id: UUID) -> Letter:
    """A letter with its application and the cohort."""
    statement = (
        sa.select(Letter)
        .join(Letter.application)
        .where(Letter.public_id == letter_id)
        .options(contains_eager(Letter.application).options(*_reading()[:1]))
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_managers(session: Session, *, enrolment: Enrolment) -> Sequence[str]:
    """The address of the line manager whom an applicant named, until an agreement names one."""
    agreed = sa.exists().where(LearningAgreement.enrolment_id == Application.enrolment_id)
    statement = sa.select(Application.manager_email).where(Application.enrolment_id == enrolment.id, ~agreed)
    return session.scalars(statement).all()


def last_waiting_place(session: Session, *, round_id: int) -> int:
    """The last place on the waiting list; 0 when nobody ever waited."""
    statement = sa.select(sa.func.max(Application.waiting_place)).where(Application.round_id == round_id)
    return session.scalars(statement).one() or 0


def list_outdated(session: Session) -> Sequence[Application]:
    """The applications whose day of erasure has come."""
    statement = sa.select(Application).options(
        joinedload(Application.round).joinedload(ApplicationRound.cohort)
    )
    today = clock.today()
    return [row for row in session.scalars(statement) if rules.erased_on(row) < today]
