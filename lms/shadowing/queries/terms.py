"""Readers of the Begrippenwijzer: the words of a cohort, and those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.cohorts.models import Cohort, Enrolment
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion
from lms.shadowing.models import ProposedTerm, TermState, Visit


def list_terms(session: Session, *, cohort: Cohort, state: TermState) -> Sequence[ProposedTerm]:
    """The words of a cohort that stand so, by the alphabet."""
    statement = (
        sa.select(ProposedTerm)
        .join(ProposedTerm.visit)
        .join(Visit.enrolment)
        .where(Enrolment.cohort_id == cohort.id, ProposedTerm.state == state)
        .options(
            joinedload(ProposedTerm.organisation),
            joinedload(ProposedTerm.visit).joinedload(Visit.enrolment).joinedload(Enrolment.person),
        )
    )
    found = session.scalars(statement).all()
    return sorted(found, key=lambda row: (row.term.casefold(), row.organisation.name.casefold(), row.id))


def get_term(session: Session, *, term_id: UUID) -> ProposedTerm:
    """A proposed word with its organisation, and the visit and cohort that it comes from."""
    statement = (
        sa.select(ProposedTerm)
        .where(ProposedTerm.public_id == term_id)
        .options(
            joinedload(ProposedTerm.organisation),
            joinedload(ProposedTerm.visit)
            .joinedload(Visit.enrolment)
            .options(
                joinedload(Enrolment.person),
                joinedload(Enrolment.cohort)
                .joinedload(Cohort.programme_version)
                .joinedload(ProgrammeVersion.programme),
            ),
        )
    )
    term = session.scalars(statement).one_or_none()
    if term is None:
        raise NotFoundError
    return term
