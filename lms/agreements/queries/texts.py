"""Readers of the texts of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.agreements import rules
from lms.agreements.models import AgreementText, TextKind
from lms.cohorts.models import Enrolment
from lms.core.errors import NotFoundError
from lms.programmes.models import Programme

FIRST = 1


@dataclass(frozen=True)
class CurrentText:
    """The text that a programme uses today, with its number."""

    text: str
    number: int


def current_text(session: Session, *, programme_id: int, kind: TextKind) -> CurrentText:
    """The newest text of a programme; before it wrote one, the text that we ship."""
    statement = (
        sa.select(AgreementText.text, AgreementText.number)
        .where(AgreementText.programme_id == programme_id, AgreementText.kind == kind)
        .order_by(AgreementText.number.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return CurrentText(*row) if row else CurrentText(rules.shipped_text(kind), FIRST)


def statement_text(session: Session, *, enrolment: Enrolment) -> CurrentText:
    """The confidentiality statement of somebody's programme as it reads today, filled in."""
    programme_id = enrolment.cohort.programme_version.programme_id
    current = current_text(session, programme_id=programme_id, kind=TextKind.CONFIDENTIALITY_STATEMENT)
    return CurrentText(rules.fill_in(current.text, rules.common_values(enrolment)), current.number)


def list_texts(session: Session, *, programme: Programme, kind: TextKind) -> Sequence[AgreementText]:
    """The texts that a programme wrote, the newest first, with who wrote each."""
    statement = (
        sa.select(AgreementText)
        .where(AgreementText.programme_id == programme.id, AgreementText.kind == kind)
        .options(joinedload(AgreementText.written_by))
        .order_by(AgreementText.number.desc())
    )
    return session.scalars(statement).all()


def get_programme_of_texts(session: Session, *, programme_id: UUID) -> Programme:
    """A programme, for whoever writes its texts."""
    statement = sa.select(Programme).where(Programme.public_id == programme_id)
    programme = session.scalars(statement).one_or_none()
    if programme is None:
        raise NotFoundError
    return programme
