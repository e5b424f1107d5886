"""Limits on what strangers send: counted before the request, kept whatever its answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.operations import forget_attempts, reserve_attempts
from lms.accounts.queries import wait_after
from lms.accounts.rules.sign_in import GUESS_WINDOW, GUESSES_PER_ADDRESS, address_key, email_key
from lms.core.unit_of_work import apart, current_session

MAILS_PER_ADDRESS = 5

View = Callable[..., ResponseReturnValue]


def limited(view: View) -> View:
    """Take a stranger's form only so often for one e-mail address and from one internet address.

    Stands above every other decorator: it writes before the request's own transaction begins.
    """

    @wraps(view)
    def door(**url_values: Any) -> ResponseReturnValue:
        if request.method != "POST":
            return view(**url_values)
        account = email_key(request.form.get("email", "")[:254])
        limits = {f"apply:address:{address_key(request.remote_addr or '')}": GUESSES_PER_ADDRESS}
        if account:
            limits[f"apply:account:{account}"] = MAILS_PER_ADDRESS
        with apart() as session:
            attempt_ids = reserve_attempts(session, keys=list(limits))
        with apart(write=False) as session:
            wait = wait_after(session, limits=limits, window=GUESS_WINDOW)
        if wait is None:
            return view(**url_values)
        response = _too_many(wait)
        with apart() as session:
            forget_attempts(session, attempt_ids=attempt_ids)
        return response

    return door


def _too_many(wait: timedelta) -> Response:
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    response = make_response(render_template("admissions/_too_many.html", minutes=minutes), 429)
    current_session().rollback()
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response
