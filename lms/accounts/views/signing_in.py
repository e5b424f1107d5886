"""What every way of signing in shares: the extra code, the new session, the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from config import Settings
from lms.accounts import operations, queries
from lms.accounts.models import Person
from lms.accounts.rules.sign_in import device_name
from lms.accounts.views.blueprint import START
from lms.core import clock
from lms.core.authorisation import current_actor
from lms.core.unit_of_work import current_session

PENDING = "pending"
PENDING_LASTS = timedelta(minutes=10)


def go_on(person: Person, target: str | None) -> ResponseReturnValue:
    """Somebody proved who they are: sign them in, or ask for the extra code first."""
    actor = queries.actor_for(current_session(), person=person)
    settings: Settings = current_app.config["SETTINGS"]
    if settings.demo or not (actor.hats or person.second_factor_confirmed_at):
        return complete(person, target, with_second_factor=False)
    _renew_cookie()
    cookie[PENDING] = {"person": str(person.public_id), "at": clock.now().isoformat(), "next": target}
    known = person.second_factor_confirmed_at is not None
    return redirect(url_for("accounts.second_factor" if known else "accounts.second_factor_first"), 303)


def pending_person() -> Person | None:
    """Who gave the right password on this device and still owes the extra code."""
    pending = cookie.get(PENDING)
    if not pending or clock.now() - datetime.fromisoformat(pending["at"]) > PENDING_LASTS:
        return None
    person = queries.get_person(current_session(), person_id=UUID(pending["person"]))
    if person is None or person.suspended_at is not None:
        return None
    changed = person.password_changed_at
    return person if changed is None or changed <= datetime.fromisoformat(pending["at"]) else None


def pending_target() -> str | None:
    """Where the pending person was going."""
    target = cookie.get(PENDING, {}).get("next")
    return target if isinstance(target, str) else None


def complete(person: Person, target: str | None, *, with_second_factor: bool) -> ResponseReturnValue:
    """Open a new session on this device, end the one it held, and go where the person was going."""
    session = current_session()
    former = getattr(current_user, "session_id", None)
    if former is not None:
        operations.end_session(session, actor=current_actor(), session_id=former)
    device = device_name(request.user_agent.string)
    token = operations.sign_in(session, person=person, device=device, with_second_factor=with_second_factor)
    _renew_cookie()
    cookie["locale"] = person.locale
    login_user(queries.find_signed_in(session, token=token))
    return redirect(target or START, 303)


def _renew_cookie() -> None:
    """Nothing that was in the cookie before a proof counts after it."""
    locale = cookie.get("locale")
    cookie.clear()
    if locale:
        cookie["locale"] = locale
