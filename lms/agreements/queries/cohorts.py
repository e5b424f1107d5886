"""Readers of the agreements of a whole cohort, and of what waits for a trainer or a coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from lms.accounts.queries.reader import READER, TAUGHT
from lms.agreements import rules
from lms.agreements.models import (
    ConfidentialityStatement,
    LearningAgreement,
    Signature,
    SignerRole,
)
from lms.agreements.queries.agreements import with_everything
from lms.agreements.rules import AgreementLine
from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.queries import list_enrolments
from lms.core import clock


def list_lines(session: Session, *, cohort: Cohort) -> Sequence[AgreementLine]:
    """Everybody who belongs to a cohort, with the agreement that stands and the newest link to sign it."""
    statement = (
        sa.select(LearningAgreement)
        .join(LearningAgreement.enrolment)
        .where(Enrolment.cohort_id == cohort.id, LearningAgreement.replaced_at.is_(None))
        .options(selectinload(LearningAgreement.signatures), selectinload(LearningAgreement.links))
    )
    standing = {row.enrolment_id: row for row in session.scalars(statement)}
    stated = frozenset(
        session.scalars(
            sa.select(ConfidentialityStatement.enrolment_id)
            .join(Enrolment, Enrolment.id == ConfidentialityStatement.enrolment_id)
            .where(Enrolment.cohort_id == cohort.id)
        )
    )
    return [
        AgreementLine(
            enrolment=enrolment,
            agreement=(agreement := standing.get(enrolment.id)),
            link=agreement.links[-1] if agreement and agreement.links else None,
            has_statement=enrolment.id in stated,
        )
        for enrolment in list_enrolments(session, cohort=cohort)
        if enrolment.state in BELONGING
    ]


def list_remindable(session: Session, *, cohort: Cohort) -> Sequence[LearningAgreement]:
    """The agreements of a cohort that wait for a signature and of which nobody was reminded today."""
    statement = (
        sa.select(LearningAgreement)
        .join(LearningAgreement.enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state.in_(BELONGING),
            LearningAgreement.replaced_at.is_(None),
            LearningAgreement.completed_at.is_(None),
            LearningAgreement.declined_at.is_(None),
        )
        .options(*with_everything())
        .order_by(LearningAgreement.id)
    )
    moment = clock.now()
    return [row for row in session.scalars(statement) if rules.may_be_reminded(row, moment=moment)]


# For a statement of every trainer's start page: per cohort how many agreements no trainer signed yet.
TO_SIGN = (
    sa.select(Cohort.public_id, Cohort.name, Cohort.starts_on, sa.func.count(LearningAgreement.id))
    .join(Enrolment, Enrolment.cohort_id == Cohort.id)
    .join(LearningAgreement, LearningAgreement.enrolment_id == Enrolment.id)
    .where(
        Cohort.public_id.in_(TAUGHT),
        Enrolment.state.in_(BELONGING),
        Enrolment.person_id != READER,
        LearningAgreement.replaced_at.is_(None),
        LearningAgreement.declined_at.is_(None),
        ~sa.exists().where(
            Signature.agreement_id == LearningAgreement.id, Signature.role == SignerRole.TRAINER
        ),
    )
    .group_by(Cohort.id, Cohort.public_id, Cohort.name, Cohort.starts_on)
)


def select_declined(cohort_ids: sa.BindParameter[Any]) -> sa.Select[int, int]:
    """Per cohort how many line managers declined, which waits for the coordinator."""
    return (
        sa.select(Enrolment.cohort_id, sa.func.count())
        .join(LearningAgreement, LearningAgreement.enrolment_id == Enrolment.id)
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            Enrolment.state.in_(BELONGING),
            LearningAgreement.replaced_at.is_(None),
            LearningAgreement.declined_at.is_not(None),
        )
        .group_by(Enrolment.cohort_id)
    )
