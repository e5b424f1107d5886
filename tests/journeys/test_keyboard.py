"""The pages that people work in most can be used without a mouse, and show where the keyboard is."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.browser import PASSWORD, LiveServer

FOCUSED = "selector => document.activeElement.matches(selector)"
VISIBLE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""
MOST_STEPS = 150


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the keyboard stands on such an element, and see that it shows."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, selector):
            assert page.evaluate(VISIBLE), f"{selector} does not show that it has the keyboard"
            return
    raise AssertionError(f"{MOST_STEPS} times Tab on {page.url} does not lead to {selector}")


def sign_in_by_keyboard(page: Page, server: LiveServer, email: str) -> None:
    page.goto(f"{server.url}/inloggen")
    tab_to(page, "input[name=email]")
    page.keyboard.type(email)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/inloggen" not in page.url


def follow(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_participant_reaches_and_writes_in_an_activity(page: Page, demo_server: LiveServer) -> None:
    sign_in_by_keyboard(page, demo_server, "deelnemer@demo.example")
    follow(page, "main a[href^='/activiteiten/']")
    tab_to(page, "main form button[name=done]")


def test_trainer_keeps_the_register(page: Page, demo_server: LiveServer) -> None:
    sign_in_by_keyboard(page, demo_server, "trainer@demo.example")
    follow(page, "main a[href*='/dagdelen/']")
    tab_to(page, "main input[type=radio]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED, "input[type=radio]:checked")
    tab_to(page, "main form button[type=submit]")


def test_trainer_grades(page: Page, demo_server: LiveServer) -> None:
    sign_in_by_keyboard(page, demo_server, "trainer@demo.example")
    page.goto(f"{demo_server.url}/beoordelen")
    follow(page, "main a[href$='/beoordelen'][href^='/papers/']")
    tab_to(page, "main input[type=radio]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED, "input[type=radio]:checked")
    tab_to(page, "main textarea")
    tab_to(page, "main form button[value=draft]")
