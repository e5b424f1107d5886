"""Who sits still hears in time that the session ends, and stays signed in by one key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import axe
from tests.support.browser import LiveServer, fits, sign_in

NOTICE, WORDS = ".session-notice", "[data-session-words]"
SPOKEN = re.compile("Je wordt over 3 minuten uitgelogd")


@pytest.fixture
def still(page: Page, demo_server: LiveServer) -> Page:
    """A signed-in page whose clock only moves when it is told to."""
    sign_in(page, demo_server, "deelnemer@demo.example")
    page.clock.install()
    page.goto(f"{demo_server.url}/profiel")
    return page


def test_the_end_is_announced_and_one_key_moves_it(still: Page) -> None:
    still.clock.fast_forward("26:00")
    expect(still.locator(WORDS)).to_have_text("")
    still.clock.fast_forward("01:05")
    expect(still.locator(WORDS)).to_have_text(SPOKEN)
    still.set_viewport_size({"width": 360, "height": 740})
    axe(still)
    fits(still)
    still.keyboard.press("Escape")
    expect(still.locator(WORDS)).to_have_text("Je blijft ingelogd.")
    expect(still.get_by_role("button", name="Blijf ingelogd")).to_be_hidden()
    still.clock.fast_forward("27:05")
    expect(still.locator(WORDS)).to_have_text(SPOKEN)


def test_who_does_nothing_keeps_what_was_typed_and_hears_the_way_back(still: Page) -> None:
    still.locator("input[name=prefix]").fill("van den")
    still.clock.fast_forward("27:05")
    expect(still.locator(WORDS)).to_have_text(SPOKEN)
    still.clock.fast_forward("03:00")
    expect(still.locator(WORDS)).to_have_text(re.compile("Je bent uitgelogd"))
    expect(still.locator(f"{NOTICE} a")).to_have_attribute("target", "_blank")
    expect(still.locator("input[name=prefix]")).to_have_value("van den")
    axe(still)
