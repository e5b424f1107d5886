"""Readers of certificates and of who is ready for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.certification.models import Certificate
from lms.certification.rules import Eligibility, IssuedCertificate, read_code
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.core.authorisation import Actor
from lms.core.errors import NotFoundError
from lms.learning import queries as learning
from lms.learning.models import Completion
from lms.programmes.models import Requirement


def get_certificate(session: Session, *, certificate_id: UUID) -> IssuedCertificate:
    """A document by its public id. Raises NotFoundError."""
    row = session.scalars(sa.select(Certificate).where(Certificate.public_id == certificate_id)).one_or_none()
    if row is None:
        raise NotFoundError
    enrolment = None
    if row.enrolment_id is not None:
        public_id = session.scalar(sa.select(Enrolment.public_id).where(Enrolment.id == row.enrolment_id))
        enrolment = cohorts.get_enrolment(session, enrolment_id=public_id) if public_id else None
    return IssuedCertificate(row, enrolment)


def find_by_code(session: Session, *, code: str) -> Certificate | None:
    """A document by the code that somebody typed; tells nothing about codes that are close."""
    exact = read_code(code)
    if exact is None:
        return None
    return session.scalars(sa.select(Certificate).where(Certificate.code == exact)).one_or_none()


def has_newer_edition(session: Session, *, certificate: Certificate) -> bool:
    """Whether the same number was issued again later."""
    statement = sa.select(
        sa.exists().where(
            Certificate.academic_year == certificate.academic_year,
            Certificate.sequence == certificate.sequence,
            Certificate.edition > certificate.edition,
        )
    )
    return bool(session.scalar(statement))


def certificates_of_cohort(session: Session, *, cohort: Cohort) -> Mapping[int, Certificate]:
    """The standing document per enrolment."""
    statement = (
        sa.select(Certificate)
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id == cohort.id, Certificate.revoked_at.is_(None))
        .order_by(Certificate.id)
    )
    return {row.enrolment_id: row for row in session.scalars(statement) if row.enrolment_id is not None}


def list_eligibility(
    session: Session, *, cohort: Cohort, requirements: Sequence[Requirement] | None = None
) -> Sequence[Eligibility]:
    """Every participant of a cohort with what is met, what is missing, and the document that stands.

    What the certificate asks saves a query when it is at hand.
    """
    enrolments = cohorts.list_enrolments(session, cohort=cohort)
    standings = learning.cohort_standings(
        session, cohort=cohort, enrolments=enrolments, requirements=requirements
    )
    certificates = certificates_of_cohort(session, cohort=cohort)
    return [
        Eligibility(enrolment, standings.get(enrolment.id, ()), certificates.get(enrolment.id))
        for enrolment in enrolments
    ]


def count_ready(session: Session, *, cohorts: Sequence[Cohort]) -> Mapping[int, int]:
    """Per cohort how many certificates could be issued now, in one query."""
    statement = select_ready([cohort.id for cohort in cohorts])
    return {row[0]: row[1] for row in session.execute(statement)}


def select_ready(cohort_ids: Sequence[int] | sa.BindParameter[Any]) -> sa.Select[int, int]:
    """Per cohort how many certificates could be issued now."""
    asked = (
        sa.select(sa.func.count(Requirement.id))
        .where(Requirement.programme_version_id == Cohort.programme_version_id)
        .correlate(Cohort)
        .scalar_subquery()
    )
    reached = (
        sa.select(sa.func.count(Completion.id))
        .where(Completion.enrolment_id == Enrolment.id, Completion.withdrawn_at.is_(None))
        .correlate(Enrolment)
        .scalar_subquery()
    )
    has_document = sa.exists().where(
        Certificate.enrolment_id == Enrolment.id, Certificate.revoked_at.is_(None)
    )
    return (
        sa.select(Enrolment.cohort_id, sa.func.count())
        .join(Cohort, Enrolment.cohort_id == Cohort.id)
        .where(
            Cohort.id.in_(cohort_ids),
            Enrolment.state.in_(ACTIVE),
            asked > 0,
            asked == reached,
            ~has_document,
        )
        .group_by(Enrolment.cohort_id)
    )


def list_own_certificates(session: Session, *, actor: Actor) -> Sequence[Certificate]:
    """The documents of the reader, newest first; withdrawn ones too, because they were told of it."""
    statement = (
        sa.select(Certificate)
        .join(Enrolment, Certificate.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == actor.person_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )
    return session.scalars(statement).all()


def newest_sequence(session: Session, *, academic_year: str) -> int:
    """The last number given out in a study year; 0 when there is none."""
    statement = sa.select(sa.func.max(Certificate.sequence)).where(Certificate.academic_year == academic_year)
    return session.scalar(statement) or 0
