"""Readers of the agreements of a whole cohort, and of what waits for a trainer or a coordinator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.accounts.models import Hat
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
from lms.core.authorisation import Actor


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


def list_waiting_for_trainer(session: Session, *, actor: Actor) -> Sequence[LearningAgreement]:
    """The agreements in the actor's cohorts that no trainer signed yet, the earliest first (1 query)."""
    signed = sa.exists().where(
        Signature.agreement_id == LearningAgreement.id, Signature.role == SignerRole.TRAINER
    )
    statement = (
        sa.select(LearningAgreement)
        .join(LearningAgreement.enrolment)
        .join(Enrolment.cohort)
        .where(
            Cohort.public_id.in_(actor.scopes(Hat.TRAINER)),
            Enrolment.state.in_(BELONGING),
            Enrolment.person_id != actor.person_id,
            LearningAgreement.replaced_at.is_(None),
            LearningAgreement.declined_at.is_(None),
            ~signed,
        )
        .options(
            contains_eager(LearningAgreement.enrolment).contains_eager(Enrolment.cohort),
            contains_eager(LearningAgreement.enrolment).options(joinedload(Enrolment.person)),
        )
        .order_by(Cohort.starts_on, LearningAgreement.id)
    )
    return session.scalars(statement).all()


def count_declined(session: Session, *, cohorts: Sequence[Cohort]) -> Mapping[int, int]:
    """Per cohort how many line managers declined, which waits for the coordinator (1 query)."""
    statement = (
        sa.select(Enrolment.cohort_id, sa.func.count())
        .join(LearningAgreement, LearningAgreement.enrolment_id == Enrolment.id)
        .where(
            Enrolment.cohort_id.in_([cohort.id for cohort in cohorts]),
            Enrolment.state.in_(BELONGING),
            LearningAgreement.replaced_at.is_(None),
            LearningAgreement.declined_at.is_not(None),
        )
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
