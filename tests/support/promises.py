"""What waits to be carried out, in the order in which it was promised, though a test's clock stands still."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.core.outbox import MAIL, Intent

_places: dict[UUID, int] = {}


@sa.event.listens_for(Intent, "after_insert")
def _note_place(_mapper: object, _connection: object, intent: Intent) -> None:
    _places[intent.id] = len(_places)


def promised(session: Session) -> list[Intent]:
    """Every intent, the first promise first."""
    return sorted(session.scalars(sa.select(Intent)), key=lambda row: (row.created_at, _places[row.id]))


def mails(session: Session) -> list[dict[str, Any]]:
    """Every mail that was promised, the first first."""
    return [row.payload for row in promised(session) if row.kind == MAIL]
