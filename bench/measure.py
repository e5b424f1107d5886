"""One page measured: its queries, its bytes, and its time beside the bare page's.

Two clocks run along: the one on the wall, and the processor's, which does not tick while others are at
work. With PostgreSQL the processor's time is that of this process and of the server's process that answers
it together; whoever measures on a machine that is busy with other things believes that one, for on the wall
every question waits for its turn. Of a server on another machine only the wall's clock says anything.
"""

from __future__ import annotations

import math
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

WARM_UP = 3
ROUNDS = 30
PASSWORD = "samenloop-demo"


class Clocks(NamedTuple):
    """Milliseconds on the wall, and of the processor."""

    wall: float
    processor: float

    @classmethod
    def median(cls, times: Iterable[Clocks]) -> Clocks:
        """The middle one of many, on each clock."""
        return cls(*(statistics.median(clock) for clock in zip(*times, strict=True)))

    def beside(self, other: Clocks) -> float:
        """How many times the other it is, on the processor's clock where that says anything."""
        if not math.isnan(self.processor):
            return self.processor / other.processor
        return self.wall / other.wall


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What one page costs, and how much more on the large data set."""

    name: str
    queries: int
    size: int
    milliseconds: float
    ratio: float
    wall_ratio: float
    growth: float | None


@dataclass(frozen=True, kw_only=True)
class OnePage:
    """Where a page is found on one data set, and by whom."""

    client: FlaskClient
    path: str
    engine: Engine

    def timed(self) -> Clocks:
        """The milliseconds until the whole answer is there, on both clocks."""
        server = server_of(self.engine)
        wall, own, answering = time.perf_counter(), time.thread_time(), server()
        self.client.get(self.path).get_data()
        wall, own, answering = time.perf_counter() - wall, time.thread_time() - own, server() - answering
        return Clocks(wall * 1000, (own + answering) * 1000)


def server_of(engine: Engine) -> Callable[[], float]:
    """The processor's seconds of the server's process that answers; not a number when it is elsewhere."""
    if engine.dialect.name == "sqlite":
        return lambda: 0.0
    with engine.connect() as connection:
        told: Any = connection.connection.driver_connection
        told = Path(f"/proc/{told.info.backend_pid}/schedstat")
    if not told.exists():
        return lambda: math.nan
    return lambda: int(told.read_text().split()[0]) / 1e9


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """Collect every query that is sent; the limits of a transaction are none."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def signed_in(app: Flask, persona: str) -> FlaskClient:
    """A client of one of the demo's people, signed in by the page."""
    client = FlaskClient(app, app.response_class)
    token = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/inloggen").get_data(as_text=True)
    )
    if token is None:
        raise RuntimeError("the sign-in page has no csrf_token")
    form = {"email": f"{persona}@demo.example", "password": PASSWORD, "csrf_token": token[1]}
    answer = client.post("/inloggen", data=form)
    if answer.status_code not in {302, 303}:
        raise RuntimeError(f"{persona} could not sign in: {answer.status_code}")
    return client


def find(client: FlaskClient, app: Flask, endpoint: str, most: int = 200) -> str:
    """Follow links from the start page until one leads to this door."""
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        if door(app, path) == endpoint:
            return path
        answer = client.get(path)
        if answer.mimetype == "text/html":
            found = re.findall(r'<a\b[^>]*\bhref="(/[^"#]*)', answer.get_data(as_text=True))
            waiting = [path for path in found if door(app, path) == endpoint] + waiting + found
    raise RuntimeError(f"no link leads to {endpoint}")


def door(app: Flask, path: str) -> str | None:
    """The endpoint behind an address."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0])
    except (RequestRedirect, HTTPException):
        return None


def measure(
    name: str, *, small: OnePage, large: OnePage | None, bare: OnePage, rounds: int = ROUNDS
) -> Measurement:
    """Ask for the page on each data set and for the bare page in turns: all meet the same machine."""
    pages = [page for page in (small, large) if page is not None]
    costs = [cost_of(page) for page in pages]
    cost_of(bare)
    times = [[page.timed() for page in (*pages, bare)] for _ in range(rounds)]
    medians = [Clocks.median(column) for column in zip(*times, strict=True)]
    on_small, on_large, on_bare = medians[0], medians[-2], medians[-1]
    return Measurement(
        name=name,
        queries=max(queries for queries, _ in costs),
        size=max(size for _, size in costs),
        milliseconds=on_small.wall,
        ratio=on_small.beside(on_bare),
        wall_ratio=on_small.wall / on_bare.wall,
        growth=on_large.beside(on_small) if large else None,
    )


def cost_of(page: OnePage) -> tuple[int, int]:
    """The queries and bytes of a page that was asked for before."""
    for _ in range(WARM_UP):
        page.client.get(page.path)
    with counted_queries(page.engine) as sent:
        answer = page.client.get(page.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.path} answers {answer.status_code}")
    return len(sent), len(answer.get_data())
