"""The only commit in the application: once per request, or once per command or job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Response, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from lms.core import form_keys, outbox
from lms.core.authorisation import current_actor
from lms.core.database import writing
from lms.core.errors import ConflictError
from lms.core.extensions import db

View = Callable[..., ResponseReturnValue]


def current_session() -> Session:
    """The session of this request, command or job."""
    return db.session()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction outside a request: commits at the end, or rolls back on an error."""
    token = writing.set(True)
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        writing.reset(token)
    outbox.nudge(session)


@contextmanager
def apart(*, write: bool = True) -> Iterator[Session]:
    """A short transaction of its own, whose outcome does not hang on the answer to the request.

    Only before or after the request's own transaction: SQLite has one writer at a time.
    """
    token = writing.set(write)
    try:
        with Session(db.engine, join_transaction_mode="create_savepoint") as session, session.begin():
            yield session
    finally:
        writing.reset(token)


def writes(view: View) -> View:
    """Commit after an answer below 400, roll back otherwise.

    A lost race is a conflict; a form sent twice gets its first answer again.
    """

    @wraps(view)
    def door(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        session = db.session()
        sender_id = current_actor().person_id
        earlier = form_keys.earlier_answer(session)
        if earlier is not None:
            return earlier
        try:
            response = make_response(view(*args, **kwargs))
            if response.status_code >= 400:
                session.rollback()
                return response
            form_keys.remember(session, response, sender_id=sender_id)
            session.commit()
        except (IntegrityError, StaleDataError) as race:
            session.rollback()
            return _after_lost_race(session, race)
        except BaseException:
            session.rollback()
            raise
        outbox.nudge(session)
        return response

    door.__writes__ = True  # type: ignore[attr-defined]
    return door


def _after_lost_race(session: Session, race: Exception) -> Response:
    """The twin of this form won: give its answer; anybody else won: say so."""
    earlier = form_keys.earlier_answer(session)
    if earlier is None:
        raise ConflictError from race
    return earlier
