"""Short readers for the pages of other features: what was agreed, what is signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only

from lms.agreements import rules
from lms.agreements.models import (
    AgreedFact,
    ConfidentialityStatement,
    LearningAgreement,
    Signature,
    SignerRole,
)
from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.core.reading import first, read_rows


def agreed_facts(session: Session, *, enrolments: Sequence[Enrolment]) -> Mapping[int, frozenset[AgreedFact]]:
    """By enrolment which facts the employer's director may see (1 query)."""
    columns = (
        LearningAgreement.enrolment_id,
        LearningAgreement.number,
        LearningAgreement.facts,
        LearningAgreement.completed_at,
    )
    statement = (
        sa.select(LearningAgreement)
        .where(LearningAgreement.enrolment_id.in_([enrolment.id for enrolment in enrolments]))
        .options(load_only(*columns))
    )
    versions: dict[int, list[LearningAgreement]] = defaultdict(list)
    for row in session.scalars(statement):
        versions[row.enrolment_id].append(row)
    return {enrolment.id: rules.facts_of(versions[enrolment.id]) for enrolment in enrolments}


# Made once, for every page of a plan asks it.
_HOURS = (
    sa.select(LearningAgreement.enrolment_id, LearningAgreement.hours_per_week)
    .join(LearningAgreement.enrolment)
    .where(
        Enrolment.cohort_id == sa.bindparam("cohort_id"),
        Enrolment.state.in_(BELONGING),
        LearningAgreement.replaced_at.is_(None),
    )
)


def agreed_hours(session: Session, *, cohort: Cohort) -> Mapping[int, Decimal]:
    """By enrolment the hours a week that stand, signed or not; of who takes part (1 query)."""
    return {row[0]: row[1] for row in read_rows(session, _HOURS, {"cohort_id": cohort.id})}


# Made once, for it runs at every page of a course.
_HAS_AGREED = sa.select(
    sa.exists().where(ConfidentialityStatement.enrolment_id == sa.bindparam("enrolment_id"))
)


def has_agreed(session: Session, *, enrolment: Enrolment) -> bool:
    """Whether a participant signed the confidentiality statement, which casework asks for."""
    return bool(read_rows(session, _HAS_AGREED, {"enrolment_id": enrolment.id})[0][0])


def find_statement(session: Session, *, enrolment: Enrolment) -> ConfidentialityStatement | None:
    """The statement that a participant signed, if any."""
    statement = sa.select(ConfidentialityStatement).where(
        ConfidentialityStatement.enrolment_id == enrolment.id
    )
    return session.scalars(statement).one_or_none()


# Made once, for a statement of everybody's own start page: the agreement that waits for the own signature,
# and whether the statement is signed.
WAITING_AGREEMENT = (
    sa.select(LearningAgreement.public_id)
    .where(
        LearningAgreement.enrolment_id == Enrolment.id,
        LearningAgreement.replaced_at.is_(None),
        LearningAgreement.declined_at.is_(None),
        ~sa.exists().where(
            Signature.agreement_id == LearningAgreement.id, Signature.role == SignerRole.PARTICIPANT
        ),
    )
    .correlate(Enrolment)
    .limit(first(1))
)
HAS_STATEMENT = sa.exists().where(ConfidentialityStatement.enrolment_id == Enrolment.id)
