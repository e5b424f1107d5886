"""One page measured: its queries, its bytes, and its time beside the bare page's."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What one page costs, and how much more on the large data set."""

    name: str
    queries: int
    size: int
    milliseconds: float
    ratio: float
    growth: float


@dataclass(frozen=True, kw_only=True)
class OnePage:
    """Where a page is found on one data set, and by whom."""

    client: FlaskClient
    path: str
    engine: Engine


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
    name: str, *, small: OnePage, large: OnePage, bare: FlaskClient, rounds: int = ROUNDS
) -> Measurement:
    """Ask for the page on both data sets and for the bare page in turns: all meet the same machine."""
    costs = [cost_of(small), cost_of(large)]
    for _ in range(WARM_UP):
        bare.get("/")
    times = [
        (timed(small.client, small.path), timed(large.client, large.path), timed(bare, "/"))
        for _ in range(rounds)
    ]
    on_small, on_large, on_bare = (statistics.median(column) for column in zip(*times, strict=True))
    return Measurement(
        name=name,
        queries=max(queries for queries, _ in costs),
        size=max(size for _, size in costs),
        milliseconds=on_small,
        ratio=on_small / on_bare,
        growth=on_large / on_small,
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


def timed(client: FlaskClient, path: str) -> float:
    """Milliseconds until the whole answer is there."""
    began = time.perf_counter()
    client.get(path).get_data()
    return (time.perf_counter() - began) * 1000
