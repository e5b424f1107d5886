"""What a journey through the life of a cohort knows: its server, its people and their addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import vobject
from playwright.sync_api import Page

from lms.core import clock
from tests.support.browser import PASSWORD as DEMO
from tests.support.browser import sign_in
from tests.support.moved import LINK, Caller, MovedServer, text_of
from tests.support.visitor import Visitor

COORDINATOR, TRAINER = "coordinator@demo.example", "trainer@demo.example"
MANAGERS_MAIL = "wiebe.terpstra@werk.example"


@dataclass
class World:
    """The server, who visits it in a browser, and what the story came to know."""

    server: MovedServer
    visit: Callable[[], Page]
    begun: datetime
    cohort: str = ""
    feed: str = ""
    seats: dict[str, Visitor] = field(default_factory=dict)
    signed_in: dict[str, datetime] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def enter(self, email: str = "", password: str = DEMO) -> Visitor:
        """A stranger in a fresh profile, or somebody who signs in where they sat before."""
        if not email:
            return Visitor(self.visit(), self.server)
        if email not in self.seats:
            self.seats[email] = self.enter()
        visitor = self.seats[email]
        if self.signed_in.get(email) != self.server.now:
            visitor.page.context.clear_cookies()
            sign_in(visitor.page, self.server, email, password)
            self.signed_in[email] = self.server.now
        return visitor

    def day(self, days: int) -> date:
        return clock.local(self.begun).date() + timedelta(days=days)

    def move_on(self, days: int, *, hour: int = 10) -> None:
        """Let it be so many days after the story began."""
        self.server.move_to(clock.at(self.day(days), hour))

    @property
    def starts_on(self) -> date:
        """The first Thursday, three months ahead."""
        soon = self.day(90)
        return soon + timedelta(days=(3 - soon.weekday()) % 7)

    def rows(self, page: str = "aanmeldingen") -> dict[str, str]:
        """The address behind every name in a list of the cohort."""
        listed = Caller(self.server, COORDINATOR).reads(f"{self.cohort}/{page}")
        found = re.findall(
            r'href="(/(?:aanmeldingen|leerovereenkomsten)/[0-9a-f-]{36})"[^>]*>(?:<[^>]+>)*(\w+)', listed
        )
        return {name: path for path, name in found}

    def signing_links(self) -> dict[str, str]:
        """Per participant the link that was mailed to the line manager, who has them all."""
        if not self.links:
            for letter in self.server.mails(MANAGERS_MAIL):
                link = LINK.findall(text_of(letter))[0]
                named = re.search(r"(\w+) Journaal", Caller(self.server).reads(link))
                assert named
                self.links[named.group(1)] = link
        return self.links

    def meetings(self) -> list[Any]:
        """The meetings in the feed of the participant, in order of time."""
        found = vobject.readOne(Caller(self.server).reads(self.feed)).vevent_list
        return sorted(found, key=lambda row: row.dtstart.value)
