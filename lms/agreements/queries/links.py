"""Readers of the links by which line managers sign."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.agreements import rules
from lms.agreements.models import LearningAgreement, SigningLink
from lms.agreements.queries.agreements import with_everything


def find_link(session: Session, *, token: str) -> SigningLink | None:
    """The link with this secret part, and the version that it signs with everything around it."""
    statement = (
        sa.select(SigningLink)
        .where(SigningLink.token_hash == rules.hash_token(token))
        .options(joinedload(SigningLink.agreement))
    )
    link = session.scalars(statement).one_or_none()
    if link is not None:
        session.scalars(_around(link.agreement)).one()
    return link


def lock_agreement(session: Session, *, agreement: LearningAgreement) -> None:
    """Hold a version and read again how it stands, so that signing and replacing it take turns."""
    held = sa.select(LearningAgreement.id).where(LearningAgreement.id == agreement.id).with_for_update()
    session.execute(held).one()
    again = (
        sa.select(LearningAgreement)
        .where(LearningAgreement.id == agreement.id)
        .options(selectinload(LearningAgreement.links), selectinload(LearningAgreement.signatures))
    )
    session.scalars(again.execution_options(populate_existing=True)).one()
    session.scalars(_around(agreement)).one()


def _around(agreement: LearningAgreement) -> sa.Select[LearningAgreement]:
    return (
        sa.select(LearningAgreement).where(LearningAgreement.id == agreement.id).options(*with_everything())
    )
