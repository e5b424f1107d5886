"""What every change of a draft checks first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from lms.core.errors import ConflictError
from lms.programmes.models import ProgrammeVersion
from lms.programmes.publication import AlreadyPublishedError


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


class Placed(Protocol):
    """A row with a place in an order."""

    position: int


def must_be_draft(session: Session, *, version: ProgrammeVersion) -> None:
    """Refuse a published version; hold the draft, so that nobody publishes it meanwhile."""
    session.refresh(version, attribute_names=["published_at", "version"], with_for_update=True)
    if version.is_published:
        raise AlreadyPublishedError


def must_be_unchanged(row: Versioned, version: int) -> None:
    """Refuse a form that was opened before somebody else changed the row."""
    if row.version != version:
        raise ConflictError


def number_positions(rows: Sequence[Placed]) -> None:
    """Give the rows the places in which they now stand."""
    for place, row in enumerate(rows, 1):
        row.position = place


def next_position(rows: Sequence[Placed]) -> int:
    """The place after the last one."""
    return max((row.position for row in rows), default=0) + 1
