"""What every answer carries, and how every failure is answered."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, NotFound

from config import Settings
from lms.core.authorisation import Public, current_actor, guard_of, sign_in_first
from lms.core.database import writing
from lms.core.errors import ConflictError, DomainError, NotFoundError
from lms.core.extensions import db

log = structlog.get_logger()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
FILE_SECURITY = "sandbox; default-src 'none'"
PAGES_OF_THEIR_OWN = frozenset({400, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503, 507})
NEVER_KEPT = ("csrf_token", "password", "code", "token")


def set_up_http(app: Flask) -> None:
    """Register the headers, the request's transaction mode and the error pages."""
    app.before_request(_start)
    app.url_defaults(lambda endpoint, values: _name_static_version(app, endpoint, values))
    app.after_request(_add_headers)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _name_static_version(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    """A static file's address changes with its content, so that browsers may keep it."""
    if endpoint == "static" and "filename" in values:
        path = Path(app.static_folder or "") / values["filename"]
        if path.is_file():
            values["v"] = f"{path.stat().st_mtime_ns:x}"[-10:]


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


def _add_headers(response: Response) -> Response:
    headers = response.headers
    is_file = headers.get("Content-Disposition", "").startswith("attachment")
    headers.setdefault("Content-Security-Policy", FILE_SECURITY if is_file else CONTENT_SECURITY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        headers["Cache-Control"] = "private, no-store"
        headers["Vary"] = "Cookie"
    return response


def _page(status: int, **context: Any) -> Response:
    db.session.rollback()
    template = f"errors/{context.pop('template', status)}.html"
    return make_response(render_template(template, **context), status)


def _stale_token(_error: CSRFError) -> ResponseReturnValue:
    """Show what was typed and let the person send it again; never for another site's form."""
    same_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if same_site and not any(word in name for word in NEVER_KEPT)
    ]
    return _page(400, template="400_stale_token", kept=kept)


def _refused(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, NotFoundError):
        return _http_error(NotFound())
    if isinstance(error, ConflictError):
        return _page(409, error=error, conflict=error)
    return _page(error.status if error.status in PAGES_OF_THEIR_OWN else 409, error=error, conflict=None)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error.get_response()
    if status == 404 and not current_actor().is_authenticated and _is_private(request.endpoint):
        return sign_in_first()
    page = status if status in PAGES_OF_THEIR_OWN else (400 if status < 500 else 500)
    answer = _page(page, error=None, conflict=None, number=None)
    answer.status_code = status
    for name in ("Retry-After", "Allow"):
        for key, value in error.get_headers():
            if key == name:
                answer.headers[name] = value
    return answer


def _is_private(endpoint: str | None) -> bool:
    """An unknown address is private too: a stranger cannot tell it from an existing one."""
    if endpoint == "static":
        return False
    view = current_app.view_functions.get(endpoint or "")
    return view is None or not isinstance(guard_of(view), Public)


def _database_away(error: OperationalError) -> ResponseReturnValue:
    log.error("database_unavailable", error=type(error.orig).__name__)
    full = "full" in str(error.orig).lower()
    answer = _page(507 if full else 503, error=None)
    answer.headers["Retry-After"] = "30"
    return answer


def _unforeseen(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.exception("unforeseen", number=number, error=type(error).__name__)
    return _page(500, number=number)


def absolute_url(endpoint: str, **values: Any) -> str:
    """A link for mails and certificates: always on the configured address, whatever a request's Host says."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + current_app.url_map.bind("localhost").build(endpoint, values)
