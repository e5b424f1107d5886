"""The text that calendars read, checked with a second reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask

from lms.core import clock
from lms.core.calendars import CalendarEntry, Invitation, calendar_text, publication_part

DAY = date(2026, 12, 10)


def entry(**values: Any) -> CalendarEntry:
    facts: dict[str, Any] = {
        "uid": "een@samenloop",
        "title": "Methodisch werken; van zorg, naar plan",
        "starts_at": clock.at(DAY, 9, 30),
        "ends_at": clock.at(DAY, 16, 30),
        "place": "Zaal 2, Stadskantoor",
    }
    return CalendarEntry(**(facts | values))


def read(text: str) -> Any:
    """As another program reads it."""
    return vobject.readOne(text)


def test_another_reader_finds_time_place_and_title() -> None:
    event = read(calendar_text([entry()])).vevent
    assert event.summary.value == "Methodisch werken; van zorg, naar plan"
    assert event.location.value == "Zaal 2, Stadskantoor"
    assert event.dtstart.value.astimezone(UTC) == datetime(2026, 12, 10, 8, 30, tzinfo=UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=7)
    assert event.status.value == "CONFIRMED"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 0, tzinfo=UTC),
        datetime(2041, 10, 27, 1, 30, tzinfo=UTC),
        datetime(2041, 7, 1, 10, 0, tzinfo=UTC),
    ],
)
def test_the_nights_in_which_the_clock_jumps_are_right(moment: datetime) -> None:
    text = calendar_text([entry(starts_at=moment, ends_at=moment + timedelta(hours=1))])
    event = read(text).vevent
    assert event.dtstart.value.astimezone(UTC) == moment
    assert event.dtend.value.astimezone(UTC) == moment + timedelta(hours=1)


def test_the_zone_comes_along() -> None:
    zone = read(calendar_text([entry()])).vtimezone
    assert zone.tzid.value == "Europe/Amsterdam"


def test_a_cancellation_takes_the_same_entry_out() -> None:
    text = calendar_text([entry(sequence=3, is_cancelled=True)], method="CANCEL")
    calendar = read(text)
    assert calendar.method.value == "CANCEL"
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == ("een@samenloop", "3")
    assert calendar.vevent.status.value == "CANCELLED"


def test_a_feed_says_how_often_to_look_again() -> None:
    lines = calendar_text([entry()], name="Samenloop").split("\r\n")
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)
    assert read("\r\n".join(lines)).vevent.uid.value == "een@samenloop"


def test_many_entries_at_once_are_published_and_invite_nobody(app: Flask) -> None:
    with app.test_request_context():
        part = publication_part([entry(), entry(uid="twee@samenloop")])
    calendar = read(part.text)
    assert (part.method, calendar.method.value) == ("PUBLISH", "PUBLISH")
    assert [event.uid.value for event in calendar.vevent_list] == ["een@samenloop", "twee@samenloop"]
    assert {event.organizer.value for event in calendar.vevent_list} == {"mailto:samenloop@example.org"}
    assert not any("attendee" in event.contents for event in calendar.vevent_list)


def test_an_invitation_names_who_invites_and_who_is_invited() -> None:
    invitation = Invitation(organiser="post@example.org", attendee="noor@example.org")
    event = read(calendar_text([entry()], method="REQUEST", invitation=invitation)).vevent
    assert event.organizer.value == "mailto:post@example.org"
    assert event.attendee.value == "mailto:noor@example.org"


def test_lines_are_folded_at_75_bytes_and_end_as_the_standard_asks() -> None:
    lines = calendar_text([entry(title="é" * 200)]).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert read("\r\n".join(lines)).vevent.summary.value == "é" * 200
