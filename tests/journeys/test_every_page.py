"""Every page that a hat can reach by its links is accessible and fits, on a phone, a tablet and a desk."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.support.axe import axe
from tests.support.browser import WIDTHS, LiveServer, at_every_width, fits, sign_in
from tests.support.visitor import Visitor

# The longest first, so that no worker waits for it at the end.
PERSONAS = ["coordinator", "trainer", "deelnemer", "beheerder", "directeur"]
NO_PAGES = ("static", "_csv", "_file")


@pytest.mark.parametrize("persona", [*PERSONAS, "bezoeker"])
def test_every_reachable_page_is_accessible(
    page: Page, demo_server: LiveServer, app: Flask, persona: str
) -> None:
    if persona != "bezoeker":
        sign_in(page, demo_server, f"{persona}@demo.example")
    start = "/inloggen" if persona == "bezoeker" else "/"
    waiting, seen, wrong = [start], set[str](), list[str]()
    while waiting:
        path = waiting.pop(0)
        endpoint = endpoint_of(app, path)
        if endpoint is None or endpoint in seen:
            continue
        seen.add(endpoint)
        answer = page.goto(demo_server.url + path, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status != 200:
            wrong.append(f"{path} is linked but answers {answer.status}")
            continue
        wrong += complaints_at_every_width(page)
        waiting += links(page, demo_server)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 3, f"only {sorted(seen)} could be reached"


def complaints_at_every_width(page: Page) -> list[str]:
    found = []
    for _ in at_every_width(page):
        for look in (axe, fits):
            try:
                look(page)
            except AssertionError as complaint:
                found.append(str(complaint))
    return found


def links(page: Page, server: LiveServer) -> list[str]:
    """The addresses on this site to which the page links, downloads apart."""
    whole = "all => Array.from(all, a => new URL(a.getAttribute('href'), a.baseURI).href)"
    found = page.evaluate(f"({whole})(document.querySelectorAll('a[href]:not([download])'))")
    own = [url for url in found if url.startswith(f"{server.url}/")]
    return [urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl() for url in own]


def endpoint_of(app: Flask, path: str) -> str | None:
    """The door behind an address; pages behind the same door look alike."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except (RequestRedirect, HTTPException):
        return None
    return None if str(endpoint).endswith(NO_PAGES) else str(endpoint)


def test_everybody_and_every_requirement_of_a_cohort_fit_a_desk(page: Page, demo_server: LiveServer) -> None:
    trainer = Visitor(page, demo_server, "trainer")
    trainer.follows("^/leergroepen$")
    page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})
    trainer.follows("/leergroepen/[^/]+$")
    trainer.follows("/voortgang$")
    rows = page.locator(".matrix tbody tr")
    assert rows.count() == 14
    assert rows.first.locator("td").count() == 12
    assert page.locator(".matrix").evaluate("box => box.scrollWidth - box.clientWidth") == 0
