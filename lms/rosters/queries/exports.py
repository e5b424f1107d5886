"""Reader of large files on their way."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from lms.core.errors import NotFoundError
from lms.rosters.models import ListExport


def get_export(session: Session, *, export_id: UUID) -> ListExport:
    """An export with its file, if that has been made."""
    statement = (
        sa.select(ListExport).where(ListExport.public_id == export_id).options(joinedload(ListExport.file))
    )
    export = session.scalars(statement).one_or_none()
    if export is None:
        raise NotFoundError
    return export
