"""Laws over what a request may do: reading changes nothing, writing needs our own form, files stay shut."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.core.extensions import db
from lms.core.model import Base
from tests.support.access import ENTERS, access_table, row_of
from tests.support.house import Door, doors, listed
from tests.support.scene import PERSONAS, Scene

TABLE = access_table()
# Who used a browser when, and who tried what how often, is noted at every request by design.
NOTED_ANYWAY = {"account_session", "account_attempt"}
# Pages, and what the player or the browser shows inside one of our pages.
SHOWN = {"text/html", "text/plain", "application/json"}
INSIDE_A_PAGE = {"video/webm", "text/vtt", "image/webp", "image/png", "image/jpeg"}
# A script of ours without anybody's data, which a browser must be able to run.
OUR_OWN = {"cohorts.offline_worker"}
WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
TOKENS = {"no": {}, "a wrong": {"csrf_token": "verzonnen"}}


def entering(door: Door, method: str) -> list[str]:
    """The personas for whom the table says that this door opens."""
    return [persona for persona, cell in TABLE.get(row_of(door, method), {}).items() if cell == ENTERS]


def readable(app: Flask) -> list[Door]:
    return [door for door in doors(app) if "GET" in (door.rule.methods or set())]


def test_reading_changes_nothing(app: Flask, scene: Scene) -> None:
    before, wrong = contents(), list[str]()
    for door in readable(app):
        with written_tables() as written:
            for persona in entering(door, "GET"):
                scene.ask(persona, scene.url(door), buffered=True)
                db.session.remove()
        if written - NOTED_ANYWAY:
            wrong.append(f"GET {door} writes in {', '.join(sorted(written - NOTED_ANYWAY))}")
    assert not wrong, listed(wrong)
    after = contents()
    assert sorted(name for name in before if before[name] != after[name]) == []


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables that statements write in meanwhile."""
    found = set[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.update(WRITES.findall(statement))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def contents() -> dict[str, str]:
    """A hash of all rows of every table."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in NOTED_ANYWAY]
    with db.engine.begin_nested():
        return {
            table.name: hashlib.sha256(
                repr(sorted(map(repr, db.engine.execute(sa.select(table)).all()))).encode()
            ).hexdigest()
            for table in tables
        }


ASKED_BY_MAIL_PROGRAMS = {"messages.fewer_mail", "messages.reminders_stop"}
"""The signed link is the token: a mail program knows no other (RFC 8058), and it only makes mails fewer."""


@pytest.fixture
def guarded_forms(app: Flask) -> Iterator[None]:
    """The protection against forged forms, as it is outside the tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("kind", TOKENS)
def test_no_form_is_taken_without_our_own_token(
    app: Flask, scene: Scene, guarded_forms: None, kind: str
) -> None:
    taken = []
    for door in doors(app):
        if not door.unsafe or door.endpoint in ASKED_BY_MAIL_PROGRAMS:
            continue
        persona = next(iter(entering(door, "POST")), PERSONAS[-1])
        status = scene.ask(persona, scene.url(door), "POST", data=TOKENS[kind]).status_code
        if status != 400:
            taken.append(f"{door} answers {status} to {kind} token")
        db.session.remove()
    assert not taken, listed(taken)


def test_every_file_is_shut(app: Flask, scene: Scene) -> None:
    loose, files = [], 0
    for door in readable(app):
        persona = next(iter(entering(door, "GET")), None)
        if persona is None or door.endpoint in OUR_OWN:
            continue
        answer = scene.ask(persona, scene.url(door), buffered=True)
        db.session.remove()
        if answer.mimetype in SHOWN or answer.status_code != 200:
            continue
        files += 1
        is_attached = answer.headers.get("Content-Disposition", "").startswith("attachment; filename")
        wanted = {
            "attachment": is_attached or answer.mimetype in INSIDE_A_PAGE,
            "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
            "sandbox": "sandbox" in answer.headers.get("Content-Security-Policy", ""),
            "private, no-store": answer.headers.get("Cache-Control") == "private, no-store",
        }
        loose += [f"{door} ({answer.mimetype}) lacks {name}" for name, holds in wanted.items() if not holds]
    assert files >= 8, "the scene must hold every kind of file"
    assert not loose, listed(loose)
