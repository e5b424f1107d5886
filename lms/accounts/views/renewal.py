"""How long somebody is still signed in, and staying so."""

from __future__ import annotations

from datetime import datetime

from flask import jsonify, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import operations, policies
from lms.accounts.rules.sign_in import ANNOUNCED_AHEAD, session_ends_at
from lms.accounts.views.blueprint import START, bp
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by, is_data_call
from lms.core.unit_of_work import current_session, writes


def seconds_left(last_used_at: datetime) -> int:
    """How many whole seconds this session lasts when nothing happens."""
    ends_at = session_ends_at(last_used_at=last_used_at, expires_at=current_user.expires_at)
    return max(0, int((ends_at - clock.now()).total_seconds()))


def session_clock() -> dict[str, int] | None:
    """What a page needs to announce the end of the session in time; nothing for who is not signed in."""
    if not current_actor().is_authenticated:
        return None
    ahead = int(ANNOUNCED_AHEAD.total_seconds())
    return {"seconds": seconds_left(current_user.last_used_at), "ahead": ahead}


@bp.post("/sessie/verlengen")
@guarded_by(policies.may_use_own_account)
@writes
def session_renew() -> ResponseReturnValue:
    """Stay signed in."""
    operations.note_use(current_session(), session_id=current_user.session_id)
    if not is_data_call():
        return redirect(START, 303)
    return jsonify(seconds=seconds_left(clock.now()))
