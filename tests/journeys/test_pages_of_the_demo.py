"""Every page of the demo, without a browser: valid, cheap, and in English when English is asked for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from bench.measure import counted_queries, door, signed_in
from config import load_settings
from lms.app import create_app
from lms.core import clock
from lms.core.extensions import db
from tests.support.demo import environ
from tests.support.house import ROOT, listed
from tests.support.page_client import PageClient

PERSONAS = ("deelnemer", "deelnemer2", "trainer", "directeur", "coordinator", "beheerder")
MOST_STATEMENTS = 12
# A first view may take 150 kB. Style, font, icons, the scripts that every page has, and the heads of their
# answers take 88 kB of it compressed; 2 kB are for growth. Pages are sent uncompressed.
MOST_BYTES = 60_000
# The language's own name, and words that the demo's people and programme use as names.
NAMES = {"Nederlands", "Onderwijs", "Aanwezig", "Maatschappelijk werk"}
NAMES_HERE = {
    "insight.cohort_progress": {"Meelopen", "Vaktraining"},
    "learning.activity_show": {"Meelopen"},
    "learning.matrix": {"Vaktraining"},
    "programmes.module_new": {"Meelopen"},
    "programmes.version_preview": {"Meelopen"},
    "programmes.version_show": {"Meelopen"},
    "shadowing.ledger": {"Gemeente"},
    "trainings.catalogue_show": {"Anders", "Opleiding", "Overzicht"},
}
"""Modules, requirements, outcomes and organisations of the demo that share a name with something of ours."""
KEPT_AS_WRITTEN = {"messages.notices_list", "site.mailbox_list", "site.mailbox_show"}
"""A notice and a mail stay in the language in which their reader was told."""


@pytest.fixture(scope="module")
def demo_app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a demo of its own."""
    folder = tmp_path_factory.mktemp("pages") / "var"
    shutil.copytree(demo_folder, folder)
    return create_app(load_settings(environ(folder, 8000)))


@pytest.fixture(autouse=True)
def still_clock(demo_folder: Path) -> Iterator[None]:
    """The demo was built around a day; here it stays that day."""
    built_at = datetime.fromtimestamp((demo_folder / "samenloop.db").stat().st_mtime, tz=UTC)
    with clock.moved_to(built_at):
        yield


def pages(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str, str]]:
    """The first page behind every door that links lead to: its door, its address, and what it shows."""
    waiting, seen = ["/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        endpoint = door(app, path)
        if endpoint is None or endpoint in seen | {"static"}:
            continue
        seen.add(endpoint)
        answer = client.get(path)
        assert answer.status_code in {200, 302, 303}, f"{path} answers {answer.status_code}"
        if answer.mimetype == "text/html":
            text = answer.get_data(as_text=True)
            yield endpoint, path, text
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', text)]


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_valid_and_asks_the_database_little(demo_app: Flask, persona: str) -> None:
    client, wrong = signed_in(demo_app, persona), []
    strict = PageClient(demo_app, demo_app.response_class)
    strict._cookies = client._cookies
    with demo_app.app_context():
        engine = db.engine
    for endpoint, path, text in pages(demo_app, strict):
        if len(text.encode()) > MOST_BYTES:
            wrong.append(f"{endpoint} is {len(text.encode())} bytes: {urlsplit(path).path}")
        with counted_queries(engine) as sent:
            client.get(path)
        if len(sent) > MOST_STATEMENTS:
            wrong.append(f"{endpoint} sends {len(sent)} statements: {urlsplit(path).path}")
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_speaks_english_when_asked(demo_app: Flask, persona: str) -> None:
    dutch = dutch_only()
    client, wrong = signed_in(demo_app, persona), []
    with client.session_transaction() as cookie:
        cookie["locale"] = "en"
    for endpoint, _, text in pages(demo_app, client):
        document = JustHTML(text, sanitize=False)
        assert document.query("html")[0].attrs.get("lang") == "en", endpoint
        spoken = document.query("h1, h2, nav a, button, label, th, dt, legend")
        words = {" ".join(element.to_text().split()) for element in spoken}
        if endpoint in KEPT_AS_WRITTEN:
            continue
        unspoken = words & dutch - NAMES_HERE.get(endpoint, set())
        wrong += [f"{endpoint}: {word!r}" for word in sorted(unspoken)]
    assert not wrong, listed(wrong)


def dutch_only() -> set[str]:
    """The texts that read differently in English."""
    found = set()
    for path in (ROOT / "lms" / "translations" / "en" / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            found |= {str(message.id) for message in read_po(file) if message.string != message.id}
    return found - NAMES - {""}
