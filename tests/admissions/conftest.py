"""What the tests of admissions share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.admissions.models import Application
from lms.core.events import Event, bus
from tests.factories import counter
from tests.factories.admissions import make_link
from tests.support.races import committed

__all__ = ["committed"]


@pytest.fixture
def told(session: Session) -> Iterator[list[Event]]:
    """Every event that is published during the test."""
    heard: list[Event] = []
    before = list(bus._handlers)
    bus.subscribe(Event, lambda _session, event: heard.append(event))
    yield heard
    bus._handlers[:] = before


@pytest.fixture
def mails(outbox: Callable[[], list[Any]]) -> Callable[[], list[dict[str, Any]]]:
    """The mails that wait to be sent, oldest first."""
    return lambda: [row.payload for row in outbox() if row.kind == "mail"]


@pytest.fixture
def follow(client: FlaskClient) -> Callable[[Application], FlaskClient]:
    """A browser that opened the link of this application."""

    def act(application: Application) -> FlaskClient:
        token = f"een-geheim-{counter.next()}"
        make_link(application, token)
        assert client.get(f"/aanmelden/verder/{token}").status_code == 303
        return client

    return act
