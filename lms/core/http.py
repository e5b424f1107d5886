"""What every answer carries, and how every failure is answered."""

from __future__ import annotations

import errno
import secrets
import traceback
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import BadRequest, HTTPException, LengthRequired, NotFound, Unauthorized

from config import MEGABYTE, Settings
from lms.core.authorisation import NOT_TYPED, Public, current_actor, guard_of, is_data_call, sign_in_first
from lms.core.database import writing
from lms.core.errors import ConflictError, DomainError, NotFoundError, SignedOutError
from lms.core.extensions import db, login_manager

log = structlog.get_logger()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
FILE_SECURITY = "sandbox; default-src 'none'"
PAGES_OF_THEIR_OWN = frozenset({400, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503, 507})
NEVER_KEPT = ("csrf_token", "password", "current", "secret", "code", "token")
LARGEST_PLAIN_FORM = MEGABYTE
DROPPED_AT_ONCE = 64 * 1024
LARGEST_DROPPED = 1100 * MEGABYTE
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HEADERS_OF_ERRORS = ("Retry-After", "Allow", "Content-Range")
LAST_RESORT = (
    "<!doctype html><html lang=nl><title>Er ging iets mis · Samenloop</title><h1>Er ging iets mis</h1>"
    "<p>Dat ligt niet aan jou. Probeer het over een paar minuten opnieuw.</p></html>"
)


def set_up_http(app: Flask) -> None:
    """Register the headers, the request's transaction mode and the error pages."""
    app.before_request(_start)
    app.after_request(_add_headers)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(SignedOutError, _signed_out)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(NoFreeConnection, _database_away)
    app.register_error_handler(DataError, _unusable_value)
    app.register_error_handler(OSError, _disk_trouble)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def same_site_path(target: str | None) -> str | None:
    """A relative path of this site, or None: the only `next` that is followed."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(c) < 33 or c == "\\" for c in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _start() -> None:
    writing.set(request.method not in SAFE_METHODS)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(6))
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LARGEST_PLAIN_FORM
    if request.environ.get("wsgi.input_terminated") and "Transfer-Encoding" in request.headers:
        # A body of unknown length would be cut off at the limit and read as if it were whole.
        raise LengthRequired
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        raise BadRequest


def add_security_headers(headers: Any, _path: str = "", _address: str = "") -> None:
    """What every answer carries, a static file's too."""
    given = {name.lower() for name, _value in headers.items()}
    for name, value in SECURITY_HEADERS.items():
        if name.lower() not in given:
            headers[name] = value


def _add_headers(response: Response) -> Response:
    headers = response.headers
    if headers.get("Content-Disposition", "").startswith("attachment"):
        headers.setdefault("Content-Security-Policy", FILE_SECURITY)
    add_security_headers(headers)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        headers["Cache-Control"] = "private, no-store"
        headers["Vary"] = "Cookie"
    return response


def _page(status: int, **context: Any) -> Response:
    """An error page; it needs no database, and when even it fails a few plain words remain."""
    template = f"errors/{context.pop('template', status)}.html"
    # Asking who signs in could fail for the very reason that this page tells.
    g.setdefault("_login_user", login_manager.anonymous_user())
    try:
        db.session.rollback()
        return make_response(render_template(template, **context), status)
    except Exception as error:
        log.error("error_page_failed", error=type(error).__name__, stack=_stack(error))
        return Response(LAST_RESORT, status, mimetype="text/html")


def _stale_token(_error: CSRFError) -> ResponseReturnValue:
    """Show what was typed and let the person send it again; never for another site's form."""
    return _typed_text(400, is_signed_out=_is_private(request.endpoint) and "_user_id" not in session)


def _signed_out(_error: SignedOutError) -> ResponseReturnValue:
    """The session ended meanwhile: the same, with a way to sign in beside it."""
    return _typed_text(401, is_signed_out=True)


def _typed_text(status: int, *, is_signed_out: bool) -> Response:
    return _page(
        status,
        template="400_stale_token",
        kept=_kept(),
        address=_address(),
        is_signed_out=is_signed_out,
    )


def _kept() -> list[tuple[str, str]]:
    """What was typed, as far as it may be shown again."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if _comes_from_here() and not any(word in name.lower() for word in NEVER_KEPT)
    ]


def _kept_after_race() -> list[tuple[str, str]]:
    """What was typed, without the key of the form that lost; nothing when there was only a button."""
    kept = [(name, value) for name, value in _kept() if name not in NOT_TYPED]
    return kept if any(value and name != "version" for name, value in kept) else []


def _address() -> str:
    return request.full_path.rstrip("?")


def _comes_from_here() -> bool:
    """Whether the browser says that one of our own pages sent this form; a page of another site cannot."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _refused(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, NotFoundError):
        return _http_error(NotFound())
    if isinstance(error, ConflictError) and (error.yours or error.theirs):
        return _page(409, error=error, conflict=error)
    if type(error) is ConflictError:
        return _page(409, error=None, conflict=None, raced=True, kept=_kept_after_race(), address=_address())
    return _page(error.status if error.status in PAGES_OF_THEIR_OWN else 409, error=error, conflict=None)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error.get_response()
    if status == 404 and not current_actor().is_authenticated and _is_private(request.endpoint):
        if not is_data_call():
            return sign_in_first()
        error, status = Unauthorized(), 401
    if status == 413:
        _drop_body()
    page = status if status in PAGES_OF_THEIR_OWN else (400 if status < 500 else 500)
    answer = _page(page, error=None, conflict=None, number=None)
    answer.status_code = status
    for name, value in error.get_headers():
        if name in HEADERS_OF_ERRORS:
            answer.headers[name] = value
    return answer


def _drop_body() -> None:
    """Let a form that is too large arrive and forget it: a browser that is cut off shows no answer at all."""
    if "Expect" in request.headers:
        return
    body, left = request.environ["wsgi.input"], min(request.content_length or 0, LARGEST_DROPPED)
    while left > 0 and (chunk := body.read(min(left, DROPPED_AT_ONCE))):
        left -= len(chunk)


def _is_private(endpoint: str | None) -> bool:
    """An unknown address is private too: a stranger cannot tell it from an existing one."""
    if endpoint == "static":
        return False
    view = current_app.view_functions.get(endpoint or "")
    return view is None or not isinstance(guard_of(view), Public)


def _database_away(error: OperationalError | NoFreeConnection) -> ResponseReturnValue:
    cause = getattr(error, "orig", None) or error
    log.error("database_unavailable", error=type(cause).__name__)
    answer = _page(507 if isinstance(error, OperationalError) and no_room_left(error) else 503, error=None)
    answer.headers["Retry-After"] = "30"
    return answer


def no_room_left(error: OperationalError) -> bool:
    """Whether the database says that its disk is full, in SQLite's words or by PostgreSQL's code."""
    return getattr(error.orig, "sqlstate", None) == "53100" or "disk is full" in str(error.orig)


def _disk_trouble(error: OSError) -> ResponseReturnValue:
    if error.errno not in NO_ROOM:
        return _unforeseen(error)
    log.error("disk_full")
    return _page(507, error=None)


def _unusable_value(error: DataError) -> ResponseReturnValue:
    """A value that the database cannot hold, such as a NUL or a number with forty digits."""
    log.warning("unusable_value", error=type(error.orig).__name__)
    return _http_error(BadRequest())


def _unforeseen(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("unforeseen", number=number, error=type(error).__name__, stack=_stack(error))
    return _page(500, number=number)


def _stack(error: Exception) -> Sequence[str]:
    """Where it went wrong; never the error's own words, which may quote what people typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def absolute_url(endpoint: str, **values: Any) -> str:
    """A link for mails and certificates: always on the configured address, whatever a request's Host says."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + current_app.url_map.bind("localhost").build(endpoint, values)
