"""Samenloop in the test's own process, with a clock that the test moves, and visitors without a browser."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from config import load_settings
from lms.app import create_app
from lms.core import clock
from tests.support.browser import PASSWORD, LiveServer, environ

LINK = re.compile(r"https?://[^/\s]+(/\S+)")


class Quiet(WSGIRequestHandler):
    """A server that tells of errors only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of ordinary requests."""


@dataclass(frozen=True)
class MovedServer(LiveServer):
    """A running Samenloop whose clock stands still where `move_to` put it."""

    app: Flask
    times: list[datetime] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.times[-1]

    def move_to(self, moment: datetime) -> None:
        """Let it be another moment, for pages and for the worker."""
        self.times.append(moment)

    def work(self) -> None:
        """Let the worker do what waits."""
        with self.app.app_context(), clock.moved_to(self.now):
            self.app.extensions["jobs"].run_every_minute()
            self.app.extensions["jobs"].run_due()

    def mails(self, address: str) -> list[EmailMessage]:
        """The mails that reached somebody since the beginning, the newest last."""
        self.work()
        folder = self.data_folder / "mail"
        written = sorted((path.stat().st_mtime_ns, path.read_bytes()) for path in folder.glob("*.eml"))
        letters = [
            message_from_bytes(text, policy=policy.default)
            for _when, text in written
            if address.encode() in text
        ]
        return [letter for letter in letters if letter["To"] == address]

    def mailed_path(self, address: str, start: str) -> str:
        """Where the newest link that begins so leads, of those mailed to somebody."""
        links = [
            path
            for letter in self.mails(address)
            for path in LINK.findall(text_of(letter))
            if path.startswith(start)
        ]
        return str(links[-1])


def text_of(letter: EmailMessage) -> str:
    """The words of a mail."""
    body = letter.get_body(("plain",))
    assert body
    return str(body.get_content())


@contextmanager
def running_at(data_folder: Path, moment: datetime) -> Iterator[MovedServer]:
    """Serve the data of this folder on a free port, from this moment on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    app = create_app(load_settings(environ(data_folder, port)))
    server = MovedServer(f"http://127.0.0.1:{port}", data_folder, app, [moment])
    pages = app.wsgi_app

    def at_that_moment(told: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        with clock.moved_to(server.now):
            answer = pages(told, start)
            with closing(answer) if hasattr(answer, "close") else nullcontext():
                return list(answer)

    app.wsgi_app = at_that_moment  # type: ignore[method-assign, assignment]
    web = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        web.shutdown()
        thread.join()
        web.server_close()


class Forms(HTMLParser):
    """The forms of a page with what would be sent if nothing were changed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.offered: dict[str, list[str]] = {}
        self._select = self._text = ""
        self._first = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.found.append((told.get("action") or "", {}))
        name = told.get("name") or ""
        if not self.found or (not name and tag != "option"):
            return
        if tag == "input":
            self._input(name, told)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._option(told.get("value") or "", is_chosen="selected" in told)
        elif tag == "textarea":
            self._text = name
            self._values[name] = [""]

    def _option(self, value: str, *, is_chosen: bool) -> None:
        self.offered.setdefault(self._select, []).append(value)
        if is_chosen or self._select not in self._values:
            self._values[self._select] = [value]

    def _input(self, name: str, told: dict[str, str | None]) -> None:
        kind = told.get("type") or "text"
        if kind == "radio":
            self.offered.setdefault(name, []).append(told.get("value") or "")
        if kind in ("submit", "file") or (kind in ("radio", "checkbox") and "checked" not in told):
            return
        self._values.setdefault(name, []).append(told.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self._values[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._values[self._text][0] = self._values[self._text][0].lstrip("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""

    @property
    def _values(self) -> dict[str, list[str]]:
        return self.found[-1][1]


class Caller:
    """Somebody who knocks on the same doors as a browser does and fills in their forms, unseen."""

    def __init__(self, server: MovedServer, email: str = "", password: str = PASSWORD) -> None:
        self.server = server
        self.client: FlaskClient = server.app.test_client()
        if email:
            self.sends("/inloggen", email=email, password=password)

    def reads(self, path: str) -> str:
        """The page behind an address."""
        answer = self.client.get(path, base_url=self.server.url, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def finds(self, path: str, name: str) -> list[str]:
        """What the page lets people choose from in a list or among radio buttons."""
        return Forms(self.reads(path)).offered[name]

    def sends(self, path: str, *, action: str = "", **values: object) -> str:
        """Fill in the form of a page (the one that goes to such an address) and send it; where that leads."""
        forms = Forms(self.reads(path)).found
        target, kept = next((to, told) for to, told in forms if (action or path) in to)
        data = kept | {
            name: value if isinstance(value, list) else [str(value)] for name, value in values.items()
        }
        answer = self.client.post(target, data=data, base_url=self.server.url)
        assert answer.status_code == 303, (target, answer.status_code, answer.get_data(as_text=True)[:6000])
        return str(answer.headers["Location"])
