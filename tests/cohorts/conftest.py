"""What the tests of cohorts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from lms.core.events import Event, bus


@pytest.fixture
def told(session: Session) -> Iterator[list[Event]]:
    """Every event that is published during the test."""
    heard: list[Event] = []
    before = list(bus._handlers)
    bus.subscribe(Event, lambda _session, event: heard.append(event))
    yield heard
    bus._handlers[:] = before
