"""A form that is sent twice has one effect: its key is kept with the answer that it got."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Response, redirect, request
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.core import clock
from lms.core.authorisation import current_actor
from lms.core.model import Base

FIELD = "form_key"
KEPT_FOR = timedelta(days=2)
_READABLE = re.compile("[ -~]{1,64}")


class FormKey(Base):
    """The key of a handled form, who sent it where, and the address that answered it."""

    __tablename__ = "core_form_key"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[int | None]
    path: Mapped[str] = mapped_column(sa.String(500))
    location: Mapped[str] = mapped_column(sa.String(1000))
    handled_at: Mapped[datetime] = mapped_column(index=True)


def earlier_answer(session: Session) -> Response | None:
    """The first answer to this very form, when it was handled before for the same person and address."""
    key = _sent_key()
    row = session.get(FormKey, key) if key else None
    if row is None or row.person_id != current_actor().person_id or row.path != request.path[:500]:
        return None
    answer = redirect(row.location, 303)
    return (
        answer if isinstance(answer, Response) else Response(status=303, headers={"Location": row.location})
    )


def _sent_key() -> str:
    """The key in this form; empty when no form of ours could hold it."""
    key = request.form.get(FIELD, "")
    return key if _READABLE.fullmatch(key) else ""


def remember(session: Session, response: Response, *, sender_id: int | None) -> None:
    """Keep the answer under the form's key and its sender, in the same transaction as its effect.

    Whoever signs in by a form was still nobody when they sent it.
    """
    key = _sent_key()
    location = response.headers.get("Location")
    if not key or location is None:
        return
    session.add(
        FormKey(
            key=key,
            person_id=sender_id,
            path=request.path[:500],
            location=location[:1000],
            handled_at=clock.now(),
        )
    )


def prune(session: Session) -> None:
    """Forget keys of forms handled days ago."""
    session.execute(sa.delete(FormKey).where(FormKey.handled_at < clock.now() - KEPT_FOR))
