"""Readers of imports and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.cohorts.models import Cohort
from lms.core.errors import NotFoundError
from lms.programmes.models import ProgrammeVersion
from lms.rosters.models import ImportRow, ListImport, RowState

PAGE_SIZE = 50
SHOWN_IMPORTS = 10
NOT_TAKEN_IN = (RowState.REFUSED, RowState.DROPPED)
TAKEN_OR_FIT = (RowState.FIT, RowState.TAKEN_IN)


@dataclass(frozen=True)
class RowsPage:
    """One page of the rows of a list."""

    rows: Sequence[ImportRow]
    page: int
    pages: int


def get_import(session: Session, *, import_id: UUID) -> ListImport:
    """An import with its cohort and that cohort's programme."""
    statement = (
        sa.select(ListImport)
        .where(ListImport.public_id == import_id)
        .options(
            joinedload(ListImport.cohort)
            .joinedload(Cohort.programme_version)
            .joinedload(ProgrammeVersion.programme)
        )
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_imports(session: Session, *, cohort: Cohort) -> Sequence[ListImport]:
    """The newest imports of a cohort."""
    statement = (
        sa.select(ListImport)
        .where(ListImport.cohort_id == cohort.id)
        .order_by(ListImport.id.desc())
        .limit(SHOWN_IMPORTS)
    )
    return session.scalars(statement).all()


def page_of_rows(session: Session, *, list_import: ListImport, refused: bool, page: int) -> RowsPage:
    """One page of the rows that are refused, or of the others, in order of the list."""
    wanted = (
        ImportRow.import_id == list_import.id,
        ImportRow.state.in_(NOT_TAKEN_IN if refused else TAKEN_OR_FIT),
    )
    total = session.scalar(sa.select(sa.func.count(ImportRow.id)).where(*wanted)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    statement = (
        sa.select(ImportRow)
        .where(*wanted)
        .order_by(ImportRow.number)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return RowsPage(session.scalars(statement).all(), page, pages)


def list_fit_rows(session: Session, *, list_import: ListImport, limit: int) -> Sequence[ImportRow]:
    """The first rows that are still to be taken in."""
    statement = (
        sa.select(ImportRow)
        .where(ImportRow.import_id == list_import.id, ImportRow.state == RowState.FIT)
        .order_by(ImportRow.number)
        .limit(limit)
    )
    return session.scalars(statement).all()


def list_refused_rows(session: Session, *, list_import: ListImport) -> Sequence[ImportRow]:
    """Every row that was not taken in for a reason."""
    statement = (
        sa.select(ImportRow)
        .where(ImportRow.import_id == list_import.id, ImportRow.state.in_(NOT_TAKEN_IN))
        .order_by(ImportRow.number)
    )
    return session.scalars(statement).all()
