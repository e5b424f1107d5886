"""Limits on guessing: counted before the request's own transaction, and kept whatever the answer is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from lms.accounts import operations, queries
from lms.accounts.rules.sign_in import GUESS_WINDOW, GUESSES_PER_ADDRESS, address_key
from lms.core.unit_of_work import apart, current_session

View = Callable[..., ResponseReturnValue]
Refusal = Callable[[timedelta], ResponseReturnValue]


def address_limit(what: str) -> dict[str, int]:
    """The limit for everybody who comes from one internet address."""
    return {f"{what}:address:{address_key(request.remote_addr or '')}": GUESSES_PER_ADDRESS}


def limited(
    limits: Callable[[], Mapping[str, int]], *, refusal: Refusal, successes_count: bool = False
) -> Callable[[View], View]:
    """Judge a sent form only while its keys were tried less often than their limits.

    Stands above every other decorator: it writes before the request's own transaction begins.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(**url_values: Any) -> ResponseReturnValue:
            keys = limits() if request.method == "POST" else {}
            if not keys:
                return view(**url_values)
            with apart() as session:
                attempt_ids = operations.reserve_attempts(session, keys=list(keys))
            with apart(write=False) as session:
                wait = queries.wait_after(session, limits=keys, window=GUESS_WINDOW)
            response = _too_many(refusal, wait) if wait else make_response(view(**url_values))
            if wait or (response.status_code < 400 and not successes_count):
                with apart() as session:
                    operations.forget_attempts(session, attempt_ids=attempt_ids)
            return response

        return door

    return decorate


def _too_many(refusal: Refusal, wait: timedelta) -> Response:
    response = make_response(refusal(wait), 429)
    # What the page read must not hold the writer's place while the attempt is forgotten.
    current_session().rollback()
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response
