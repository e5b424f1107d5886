"""What somebody types is shown as text, never run: every payload, in every box, before every reader."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.support.browser import LiveServer, sign_in

MARK = "gekaapt"
PAYLOADS = [
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=alert('{MARK}')>",
    f"<svg/onload=alert('{MARK}')>",
    f'"><script>alert("{MARK}")</script>',
    f"'><img src=x onerror=alert('{MARK}')>",
    f"</textarea><script>alert('{MARK}')</script>",
    f"</title><script>alert('{MARK}')</script>",
    f"[klik](javascript:alert('{MARK}'))",
    f"<a href=\"javascript:alert('{MARK}')\">klik</a>",
    f"![beeld](x\" onerror=\"alert('{MARK}'))",
    f"<iframe srcdoc=\"<script>alert('{MARK}')</script>\"></iframe>",
    f"<details open ontoggle=alert('{MARK}')>",
    f"<math><mtext><img src=x onerror=alert('{MARK}')></mtext></math>",
    f"{{{{ ''.__class__ }}}} ${{alert('{MARK}')}}",
    f"<style>@import 'javascript:alert(\"{MARK}\")';</style>",
    f"<form action=javascript:alert('{MARK}')><button autofocus>x</button></form>",
]
TEXT = "\n\n".join(PAYLOADS)


@pytest.fixture
def watched(visit: Callable[[], Page], demo_server: LiveServer) -> Callable[[str], Page]:
    """A signed-in browser in which any dialog fails the test; blocked scripts fail it by the console."""

    def enter(who: str) -> Page:
        page = visit()

        def refuse(dialog: Dialog) -> None:
            dialog.dismiss()
            raise AssertionError(f"a script ran: {dialog.message}")

        page.on("dialog", refuse)
        sign_in(page, demo_server, f"{who}@demo.example")
        return page

    return enter


def links(page: Page, pattern: str) -> list[str]:
    found = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    return [link for link in dict.fromkeys(found) if re.search(pattern, link)]


def fill_everything(page: Page) -> int:
    """Put all payloads in every text area, and one in every line of text."""
    boxes = page.locator("main form textarea").all()
    lines = page.locator("main form input[type=text]").all()
    for box in boxes:
        box.fill(TEXT)
    for line in lines:
        line.fill(PAYLOADS[1])
    return len(boxes) + len(lines)


def send(page: Page, action: str, button: str = "button[type=submit]") -> None:
    with page.expect_navigation():
        page.locator(f"form[action*='{action}'] {button}").first.click()


def harmless(page: Page) -> None:
    """Nothing of the payloads became an element, and their text can be read."""
    expect(page.locator("main")).to_contain_text(MARK)
    planted = "main [onerror], main [onload], main [ontoggle], main script, main iframe, main style"
    assert page.locator(f"{planted}, main a[href^='javascript:']").count() == 0


def test_texts_of_participant_and_trainer_never_run(
    watched: Callable[[str], Page], demo_server: LiveServer
) -> None:
    participant, trainer = watched("deelnemer"), watched("trainer")
    participant.goto(f"{demo_server.url}/opleiding")
    participant.goto(demo_server.url + links(participant, "^/activiteiten/")[0])
    activity = participant.url
    assert fill_everything(participant)
    send(participant, "/reflectie")
    harmless(participant)
    send(participant, "/reflectie/delen")
    participant.goto(f"{demo_server.url}/dossier")
    participant.goto(demo_server.url + links(participant, "/bewijs$")[0])
    assert fill_everything(participant)
    send(participant, "/bewijs")
    evidence = read_as_trainer(trainer, demo_server)
    participant.goto(evidence)
    harmless(participant)
    participant.goto(activity)
    harmless(participant)


def read_as_trainer(trainer: Page, server: LiveServer) -> str:
    """Read the shared reflection and the evidence, and answer in kind."""
    trainer.goto(f"{server.url}/leergroepen")
    for cohort in links(trainer, r"^/leergroepen/[0-9a-f-]{36}$"):
        trainer.goto(f"{server.url}{cohort}/gedeelde-reflecties")
        mine = trainer.locator("main a", has_text="Noor van Vliet")
        if mine.count():
            break
    trainer.goto(server.url + str(mine.first.get_attribute("href")))
    harmless(trainer)
    trainer.goto(f"{server.url}/bewijzen")
    row = trainer.locator("main a[href^='/bewijzen/']", has_text="Noor van Vliet").or_(
        trainer.locator("tr, li, article", has_text="Noor van Vliet").locator("a[href^='/bewijzen/']")
    )
    trainer.goto(server.url + str(row.last.get_attribute("href")))
    harmless(trainer)
    evidence = trainer.url
    fill_everything(trainer)
    trainer.locator("main form input[type=radio]").last.check()
    send(trainer, "/oordeel")
    return evidence
