"""A form that is sent twice has one effect: its key and content are kept with the answer that it got."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Response, redirect, request
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage

from lms.core import clock
from lms.core.authorisation import current_actor
from lms.core.model import Base

FIELD = "form_key"
_MADE = "samenloop.sent_key"
_NOT_CONTENT = frozenset({FIELD, "csrf_token"})
KEPT_FOR = timedelta(days=2)
_READABLE = re.compile("[ -~]{1,64}")


class FormKey(Base):
    """A handled form by its key and content, who sent it where, and the address that answered it."""

    __tablename__ = "core_form_key"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[int | None]
    path: Mapped[str] = mapped_column(sa.String(500))
    location: Mapped[str] = mapped_column(sa.String(1000))
    handled_at: Mapped[datetime] = mapped_column(index=True)


def earlier_answer(session: Session) -> Response | None:
    """The first answer to this very form, when it was handled before for the same person."""
    key = _sent_key()
    row = session.get(FormKey, key) if key else None
    if row is None or row.person_id != current_actor().person_id:
        return None
    answer = redirect(row.location, 303)
    return (
        answer if isinstance(answer, Response) else Response(status=303, headers={"Location": row.location})
    )


def _sent_key() -> str:
    """What makes this form the same as another: its key, its address and what was filled in.

    Empty without a key of ours. Who goes back in the browser and changes something or presses the button of
    another row, sends another form. Made before anything else reads the files.
    """
    if _MADE not in request.environ:
        key = request.form.get(FIELD, "")
        request.environ[_MADE] = _digest(key) if _READABLE.fullmatch(key) else ""
    return str(request.environ[_MADE])


def _digest(key: str) -> str:
    typed = sorted(pair for pair in request.form.lists() if pair[0] not in _NOT_CONTENT)
    files = [(name, file.filename, _size(file)) for name, file in request.files.items(multi=True)]
    return hashlib.sha256(repr((key, request.path, typed, files)).encode()).hexdigest()


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    return size


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
