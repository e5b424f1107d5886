"""A coordinator composes groups, pairs and visits; somebody drops out and few others change."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.axe import axe
from tests.support.browser import LiveServer, at_every_width, fits, sign_in

CONSEQUENCES = "#gevolgen-titel"


def test_groups_pairs_and_visits_from_proposal_to_repair(page: Page, demo_server: LiveServer) -> None:
    sign_in(page, demo_server, "coordinator@demo.example")
    page.goto(demo_server.url)
    page.get_by_role("link", name="Groepen en duo’s").first.click()
    rounds = page.url
    compare_and_pin(page)
    edit_by_keyboard(page)
    publish(page)
    begin_pairs(page, rounds)
    look_well(page)
    publish(page)
    expect(page.locator(".match")).to_have_count(7)
    somebody_drops_out(page)
    expect(page.locator("#herstel-1")).to_contain_text("1 mens krijgt een andere plek")
    choose_repair(page)
    expect(page.locator(".match")).to_have_count(6)
    begin_visits(page, rounds)
    publish(page, "krijgen de vraag of de dag kan")
    rows = page.locator("table tbody tr")
    asked = rows.count()
    assert asked > 1
    look_well(page)
    somebody_drops_out(page)
    choose_repair(page)
    assert rows.count() in (asked - 1, asked)


def compare_and_pin(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Ronde 2")).first.click()
    expect(page.locator(".proposal")).to_have_count(3)
    look_well(page)
    first, second = (page.locator("#first option").nth(place).get_attribute("value") for place in (1, 2))
    page.select_option("#first", first)
    page.select_option("#kind", "apart")
    page.select_option("#second", second)
    page.get_by_role("button", name="Zet dit vast").click()
    expect(page.locator("#vast .list li")).to_have_count(1)
    page.select_option("#first", second)
    page.select_option("#second", first)
    page.select_option("#kind", "together")
    page.get_by_role("button", name="Zet dit vast").click()
    expect(page.locator("#error-summary-title")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Dit spreekt elkaar tegen")
    page.get_by_role("button", name="Vraag nieuwe voorstellen").click()
    expect(page.locator(".proposal").first).to_be_visible()


def edit_by_keyboard(page: Page) -> None:
    page.locator(".proposal").first.get_by_role("link", name="Bekijk dit voorstel").click()
    page.get_by_role("button", name="Maak een eigen versie").click()
    group = page.locator(".match").first
    chosen = group.locator("a[data-who]").first
    name = chosen.inner_text()
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page.locator(CONSEQUENCES)).to_be_focused()
    look_well(page)
    page.keyboard.press("Escape")
    expect(chosen).to_be_focused()
    chosen.press("Enter")
    expect(page.locator(CONSEQUENCES)).to_be_focused()
    page.keyboard.press("Tab")
    swapped = page.locator(".move__button").first
    expect(swapped).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".flashes")).to_contain_text(f"{name} is verplaatst.")
    expect(group).not_to_contain_text(name)
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(group).to_contain_text(name)


def publish(page: Page, told: str = "krijgen bericht") -> None:
    page.get_by_role("link", name="Kies en publiceer").first.click()
    expect(page.locator("main")).to_contain_text(told)
    page.get_by_role("button", name=re.compile("Publiceer deze")).click()
    expect(page.locator("main")).to_contain_text("Deze indeling geldt nu.")


def begin_pairs(page: Page, rounds: str) -> None:
    page.goto(rounds)
    page.get_by_role("link", name="Begin een indeling").click()
    page.get_by_label("Duo’s voor de vaktraining").check()
    page.get_by_role("button", name="Maak voorstellen").click()
    expect(page.locator(".proposal")).to_have_count(3)
    expect(page.locator(".proposal").first.locator(".proposal__groups li")).to_have_count(7)


def begin_visits(page: Page, rounds: str) -> None:
    page.goto(rounds.replace("/indelingen", "/meelopen"))
    page.get_by_role("link", name="Begin een meeloopronde").click()
    page.get_by_role("button", name="Open de ronde").click()
    page.get_by_role("button", name="Vraag voorstellen").click()
    expect(page.locator(".proposal").first).to_be_visible()


def somebody_drops_out(page: Page) -> None:
    """At most two others see anything of the best way to go on: by another place, or by who comes or goes."""
    page.get_by_text("Haal iemand uit deze indeling").click()
    gone = page.locator("details.confirm").first
    gone.locator("summary").click()
    gone.get_by_role("button", name=re.compile("Ja, haal")).click()
    page.get_by_role("button", name="Zoek een herstel").click()
    best = page.locator("#herstel-1")
    expect(best).to_be_visible()
    look_well(page)
    touched = re.search(r"komt of gaat iemand: (.+?)\.", best.inner_text())
    assert len(re.split(", | en ", touched.group(1)) if touched else []) <= 2
    moved = re.search(r"(\d+) mens(en)? krijg", best.inner_text())
    assert int(moved.group(1) if moved else 0) <= 2


def choose_repair(page: Page) -> None:
    page.locator("#herstel-1").get_by_role("link", name="Kies dit herstel").click()
    page.get_by_role("button", name="Publiceer deze versie").click()
    expect(page.locator("#versies")).to_contain_text("Vervangen")


def look_well(page: Page) -> None:
    for _width in at_every_width(page):
        fits(page)
        axe(page)
