"""Somebody with a browser of their own, who opens pages, follows links and sends forms."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.browser import LiveServer, sign_in


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, page: Page, server: LiveServer, who: str = "") -> None:
        self.page, self.server = page, server
        if who:
            sign_in(page, server, f"{who}@demo.example")

    def opens(self, path: str) -> int:
        answer = self.page.goto(self.server.url + path)
        return answer.status if answer else 0

    def follows(self, pattern: str) -> str:
        """Follow the first link on the page whose address matches."""
        path = next(iter(self.links(pattern)))
        assert self.opens(path) == 200
        return path

    def links(self, pattern: str) -> list[str]:
        """The addresses on the page that match, in order."""
        links = self.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
        return [str(link) for link in links if re.search(pattern, link)]

    def finds(self, path: str, name: str = "") -> set[str]:
        """The addresses on a page that stand in a row or an item with that name."""
        assert self.opens(path) == 200
        links = self.page.locator("main :is(tr, li)", has_text=name).locator("a[href^='/']")
        return {urlsplit(str(link.get_attribute("href"))).path for link in links.all()}

    def sends(self, action: str, button: str = "button[type=submit]") -> None:
        """Press the button of a form, and see the page that answers; it has no fault to tell."""
        with self.page.expect_navigation():
            self.page.locator(f"form[action*='{action}'] {button}").first.click()
        faults = self.page.locator(".error-summary").all_inner_texts()
        assert not faults, (self.page.url, faults)
