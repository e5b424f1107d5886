"""A shadow visit from the request to the reflection; the host has no account and comes by mailed links."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import axe
from tests.support.browser import WIDTHS, LiveServer, fits
from tests.support.visitor import Visitor

HOST, ADDRESS = "henk.lipsch@oeverlicht.example", "Oeverkade 20"
QUESTION = "Wie belt wie als iemand al een week niet opendoet?"
THOUGHT = (
    "Ik dacht dat stilte gevaar betekende. Nu vraag ik eerst wie deze week nog iemand heeft gezien. " * 2
)
GONE, NOT_FOUND = 410, 404


@pytest.fixture
def enter(visit: Callable[[], Page], demo_server: LiveServer) -> Callable[..., Visitor]:
    return lambda who="": Visitor(visit(), demo_server, who)


def link_in_mail(server: LiveServer, path: str) -> str:
    """The newest link to this page that was mailed to the host."""
    with sqlite3.connect(f"file:{server.data_folder / 'samenloop.db'}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT payload FROM core_intent WHERE kind = 'mail' ORDER BY created_at")
        mails = [mail for mail in (json.loads(row[0]) for row in rows) if mail.get("to") == HOST]
    found = [match[0] for mail in mails for match in re.finditer(rf"/meelopen/{path}/\S+", mail["text"])]
    return found[-1]


def reflection_of(server: LiveServer, day: str) -> str:
    """Where whoever may read it finds the reflection on a day."""
    with sqlite3.connect(f"file:{server.data_folder / 'samenloop.db'}?mode=ro", uri=True) as database:
        (number,) = database.execute(
            "SELECT r.public_id FROM shadowing_reflection r JOIN shadowing_visit v ON v.id = r.visit_id"
            " WHERE v.public_id = ?",
            (UUID(day.rpartition("/")[2]).hex,),
        ).fetchone()
    return f"/meelopen/reflecties/{UUID(number)}"


def test_from_the_request_to_the_address(enter: Callable[..., Visitor], demo_server: LiveServer) -> None:
    visitor, host = enter("deelnemer"), enter()
    visitor.opens("/meelopen/gastcollegas")
    visitor.page.get_by_role("link", name="Ggz Oeverlicht").click()
    visitor.page.locator("textarea[name=learning_question]").fill(QUESTION)
    visitor.sends("/vragen", "button[formaction]")
    day = visitor.page.url
    expect(visitor.page.locator("main")).to_contain_text("aangevraagd")
    answer = link_in_mail(demo_server, "antwoord")
    host.page.set_viewport_size({"width": WIDTHS["phone"], "height": 740})
    for _look in "12":
        assert host.opens(answer) == 200
    fits(host.page)
    axe(host.page)
    expect(host.page.locator("main")).to_contain_text(QUESTION)
    expect(host.page.locator("main")).not_to_contain_text("Vliet")
    host.page.locator("input[name=answer][value=accept]").check()
    host.sends("/antwoord/")
    expect(host.page.locator("h1")).to_have_text("Bedankt")
    assert host.opens(answer) == GONE
    visitor.page.goto(day)
    expect(visitor.page.locator("main")).not_to_contain_text(ADDRESS)
    visitor.follows(r"/afspraken$")
    visitor.page.locator("input[name=agree]").check()
    visitor.sends("/afspraken")
    expect(visitor.page.locator("main")).to_contain_text(ADDRESS)


def test_from_the_day_to_a_shared_reflection(enter: Callable[..., Visitor], demo_server: LiveServer) -> None:
    visitor, coordinator, host = enter("lotte.pluymen"), enter("coordinator"), enter()
    visitor.opens("/meelopen")
    day = visitor.follows(r"^/meelopen/dagen/")
    coordinator.opens(day.replace("/dagen/", "/bezoek/"))
    coordinator.sends("/herinneren")
    host.opens(link_in_mail(demo_server, "verslag"))
    host.page.locator("input[name=outcome][value=partly]").check()
    host.page.locator("input[name=real_hours]").fill("5,5")
    host.sends("/verslag/")
    visitor.opens(f"{day}/reflectie")
    visitor.page.locator("textarea[name=text]").fill(THOUGHT)
    visitor.sends("/reflectie", "button[name=finish]")
    expect(visitor.page.locator("main")).to_contain_text("deels niet aanwezig")
    visitor.opens(f"{day}/reflectie")
    option = visitor.page.locator("select[name=reader] option", has_text="Schoenmakers")
    visitor.page.locator("select[name=reader]").select_option(value=option.get_attribute("value"))
    visitor.sends("/reflectie/delen")
    shared, trainer = reflection_of(demo_server, day), enter("trainer")
    assert trainer.opens(shared) == 200
    expect(trainer.page.locator("main")).to_contain_text("Nu vraag ik eerst")
    assert coordinator.opens(shared) == NOT_FOUND
    visitor.opens(f"{day}/reflectie")
    visitor.sends("/reflectie/niet-delen")
    assert trainer.opens(shared) == NOT_FOUND
