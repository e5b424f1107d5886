"""The register survives a lost connection, a lost answer and a reload, and is saved exactly once."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, Route, expect

from tests.support.browser import LiveServer, sign_in

ABSENT = ".register__row:nth-child(2) input[value=absent]"
LATE = ".register__row:nth-child(3) input[value=late]"
MINUTES = ".register__row:nth-child(3) input[type=number]"
STATE = "[data-register-state]"
SAVED = re.compile(r"Opgeslagen om \d\d\.\d\d uur")


def open_register(page: Page, server: LiveServer) -> str:
    """A trainer opens the register that waits; gives the address."""
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, server, "trainer@demo.example")
    page.goto(server.url + str(page.locator("main a[href*='/dagdelen/']").first.get_attribute("href")))
    expect(page.locator("[data-everybody]")).to_be_visible()
    return page.url


def choose(page: Page) -> None:
    page.locator(ABSENT).check()
    page.locator(LATE).check()
    page.locator(MINUTES).fill("20")


def kept(server: LiveServer, url: str) -> tuple[int, int, int]:
    """How many entries and corrections the register holds, and how often it was announced."""
    part = url.split("/dagdelen/")[1].split("/")[0].replace("-", "")
    with closing(sqlite3.connect(server.data_folder / "samenloop.db")) as database:
        (number,) = database.execute("SELECT id FROM cohort_day_part WHERE public_id = ?", (part,)).fetchone()
        (rows,) = database.execute(
            "SELECT count(*) FROM cohort_attendance WHERE day_part_id = ?", (number,)
        ).fetchone()
        (corrections,) = database.execute(
            "SELECT count(*) FROM cohort_attendance_correction c JOIN cohort_attendance a "
            "ON a.id = c.attendance_id WHERE a.day_part_id = ?",
            (number,),
        ).fetchone()
        (told,) = database.execute(
            "SELECT count(*) FROM audit_entry WHERE facts LIKE ? "
            "AND event IN ('cohorts.AttendanceRecorded', 'cohorts.AttendanceCorrected')",
            (f"%{url.split('/dagdelen/')[1].split('/')[0]}%",),
        ).fetchone()
    return rows, corrections, told


def test_register_taken_without_connection_is_saved_once_it_is_back(
    page: Page, demo_server: LiveServer
) -> None:
    url = open_register(page, demo_server)
    expect(page.locator("form[data-kept]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    choose(page)
    page.locator(".register-bar button").click()
    expect(page.locator(STATE)).to_contain_text("Nog niet opgeslagen")
    expect(page.locator("[data-register-answer]")).to_contain_text("Je keuzes staan veilig op dit apparaat.")
    assert kept(demo_server, url) == (0, 0, 0)
    page.reload()
    expect(page.locator(STATE)).to_contain_text("Nog niet opgeslagen")
    expect(page.locator(MINUTES)).to_have_value("20")
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_contain_text(SAVED)
    assert kept(demo_server, url) == (14, 0, 1)
    page.reload()
    expect(page.locator(ABSENT)).to_be_checked()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('samenloop.'))") == []


def test_lost_answer_makes_no_double_and_no_correction(page: Page, demo_server: LiveServer) -> None:
    url = open_register(page, demo_server)
    lost: list[int] = []

    def lose_first_answer(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/aanwezigheid", lose_first_answer)
    choose(page)
    page.locator(".register-bar button").click()
    expect(page.locator(STATE)).to_contain_text("Nog niet opgeslagen")
    assert lost == [303]
    assert kept(demo_server, url) == (14, 0, 1)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(STATE)).to_contain_text(SAVED)
    assert kept(demo_server, url) == (14, 0, 1)


def test_two_trainers_see_both_registers_and_one_chooses(
    visit: Callable[[], Page], demo_server: LiveServer
) -> None:
    first, second = visit(), visit()
    url = open_register(first, demo_server)
    sign_in(second, demo_server, "coordinator@demo.example")
    second.goto(url)
    choose(second)
    second.locator(".register-bar button").click()
    expect(second.locator(STATE)).to_contain_text(SAVED)
    first.locator(".register-bar button").click()
    answer = first.locator("[data-register-answer]")
    expect(answer).to_contain_text("Een ander legde dit dagdeel intussen vast.")
    expect(answer).to_contain_text("jij: Er, vastgelegd: Niet")
    first.get_by_role("button", name="Bewaar mijn keuzes").click()
    first.locator("textarea[name=reason]").fill("Zij zat in de andere zaal.")
    first.locator(".register-bar button").click()
    expect(first.locator(STATE)).to_contain_text(SAVED)
    assert kept(demo_server, url)[:2] == (14, 2)


def test_signed_out_meanwhile_loses_nothing(page: Page, demo_server: LiveServer) -> None:
    url = open_register(page, demo_server)
    choose(page)
    page.context.clear_cookies()
    page.locator(".register-bar button").click()
    expect(page.locator("[data-register-answer]")).to_contain_text("Je bent uitgelogd.")
    page.get_by_role("link", name="Log in en verstuur").click()
    page.locator("input[name=email]").fill("trainer@demo.example")
    page.locator("input[name=password]").fill("samenloop-demo")
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(url)
    expect(page.locator(STATE)).to_contain_text(SAVED)
    assert kept(demo_server, url) == (14, 0, 1)


def test_signing_out_forgets_the_kept_pages(page: Page, demo_server: LiveServer) -> None:
    open_register(page, demo_server)
    expect(page.locator("form[data-kept]")).to_be_visible()
    assert page.evaluate("caches.keys().then(names => names.length)") == 1
    page.locator("summary.person").click()
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url("**/inloggen")
    page.wait_for_function("caches.keys().then(names => names.length === 0)")


def count_taps(page: Page) -> None:
    """Count every finger that is lifted, from page to page."""
    page.add_init_script(
        "addEventListener('pointerup', () => sessionStorage.taps = +(sessionStorage.taps || 0) + 1, true)"
    )


def taps(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.taps ?? 0)"))


def test_everybody_is_registered_one_by_one_in_sixteen_taps(page: Page, demo_server: LiveServer) -> None:
    """One tap opens the register, one says how it was for each of fourteen people, one saves."""
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, demo_server, "trainer@demo.example")
    count_taps(page)
    page.reload()
    page.locator("main a[href*='/dagdelen/']").first.click()
    expect(page.locator("[data-everybody]")).to_be_visible()
    rows = page.locator(".register__row:has(fieldset)")
    for place in range(rows.count()):
        rows.nth(place).locator(f"input[value={'ill' if place % 7 == 3 else 'present'}]").click()
    page.locator(".register-bar button").click()
    expect(page.locator(STATE)).to_contain_text(SAVED)
    assert (rows.count(), taps(page)) == (14, 16)


def test_a_day_on_which_two_are_away_takes_three_taps(page: Page, demo_server: LiveServer) -> None:
    count_taps(page)
    url = open_register(page, demo_server)
    before = taps(page)
    for place in (2, 5):
        page.locator(f".register__row:nth-child({place}) input[value=absent]").click()
    page.locator(".register-bar button").click()
    expect(page.locator(STATE)).to_contain_text(SAVED)
    assert taps(page) - before == 3
    assert kept(demo_server, url)[0] == 14


def test_the_keyboard_stops_once_a_person(page: Page, demo_server: LiveServer) -> None:
    """Tab goes from person to person, by way of the reason of who is away; an arrow changes a choice."""
    url = open_register(page, demo_server)
    rows = page.locator(".register__row:has(fieldset)")
    extra = page.locator(".register__row :is(select, input:not([type=radio])):visible").count()
    rows.first.locator("input:checked").focus()
    last, stops = rows.last.locator("input[value=present]"), 0
    while not last.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= 13 + extra
    page.keyboard.press("ArrowLeft")
    expect(rows.last.locator("input[value=ill]")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(STATE)).to_contain_text(SAVED)
    assert kept(demo_server, url)[0] == 14
