"""Readers of the texts of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.agreements import rules
from lms.agreements.models import AgreementText, TextKind
from lms.agreements.rules import EditedText
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core.errors import NotFoundError
from lms.programmes.models import Programme

FIRST = 1
KINDS = {
    "leerovereenkomst": TextKind.LEARNING_AGREEMENT,
    "geheimhoudingsverklaring": TextKind.CONFIDENTIALITY_STATEMENT,
    "meeloopafspraken": TextKind.VISIT_AGREEMENT,
}
"""How addresses name a text."""


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
    enrolment = get_enrolment(session, enrolment_id=enrolment.public_id)
    programme_id = enrolment.cohort.programme_version.programme_id
    current = current_text(session, programme_id=programme_id, kind=TextKind.CONFIDENTIALITY_STATEMENT)
    return CurrentText(rules.fill_in(current.text, rules.common_values(enrolment)), current.number)


def get_edited_text(session: Session, *, programme_id: UUID, kind: str) -> EditedText:
    """A text of a programme for whoever writes it, with its earlier numbers."""
    statement = sa.select(Programme).where(Programme.public_id == programme_id)
    programme = session.scalars(statement).one_or_none()
    if programme is None or kind not in KINDS:
        raise NotFoundError
    current = current_text(session, programme_id=programme.id, kind=KINDS[kind])
    earlier = (
        sa.select(AgreementText)
        .where(AgreementText.programme_id == programme.id, AgreementText.kind == KINDS[kind])
        .options(joinedload(AgreementText.written_by))
        .order_by(AgreementText.number.desc())
    )
    return EditedText(
        programme=programme,
        kind=KINDS[kind],
        path=kind,
        text=current.text,
        number=current.number,
        written=session.scalars(earlier).all(),
    )
