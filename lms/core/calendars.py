"""What calendars read (RFC 5545): entries with a stable UID and a rising SEQUENCE, in Dutch time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration

from lms.core import clock
from lms.core.notices import CalendarMethod, CalendarPart

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PRODUCT = "-//Samenloop//Samenloop//NL"
FETCHED_EVERY = timedelta(hours=1)
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One thing with a time; the same `uid` with a higher `sequence` replaces it. The title names nobody."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0
    place: str = ""
    url: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Who invites whom by mail, or tells everybody; calendars answer to nobody, so no answer is asked."""

    organiser: str
    attendee: str = ""


def calendar_text(
    entries: Sequence[CalendarEntry],
    *,
    method: str = "PUBLISH",
    name: str = "",
    invitation: Invitation | None = None,
) -> str:
    """The text of a calendar: for a feed, a download, or the part of a mail with this method."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(FETCHED_EVERY))
    calendar.add_component(Timezone.from_ical(_ZONE))
    for entry in entries:
        calendar.add_component(_event(entry, invitation))
    return str(calendar.to_ical(), "utf-8")


def invitation_part(entry: CalendarEntry, *, attendee: str) -> CalendarPart:
    """What a mail brings to the calendar of its reader: an entry to keep or change, or one to take out."""
    method = CalendarMethod.CANCEL if entry.is_cancelled else CalendarMethod.REQUEST
    invitation = Invitation(organiser=_sender(), attendee=attendee)
    return CalendarPart(method=method, text=calendar_text([entry], method=method, invitation=invitation))


def publication_part(entries: Sequence[CalendarEntry]) -> CalendarPart:
    """What a mail brings of many entries at once: an invitation holds no more than one (RFC 5546)."""
    text = calendar_text(entries, method=CalendarMethod.PUBLISH, invitation=Invitation(organiser=_sender()))
    return CalendarPart(method=CalendarMethod.PUBLISH, text=text)


def _sender() -> str:
    return parseaddr(current_app.config["SETTINGS"].mail_from)[1]


def _event(entry: CalendarEntry, invitation: Invitation | None) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", _moment(entry.starts_at))
    event.add("dtend", _moment(entry.ends_at))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", entry.url)
    if invitation is not None:
        event["organizer"] = vCalAddress(f"mailto:{invitation.organiser}")
    if invitation is not None and invitation.attendee:
        attendee = vCalAddress(f"mailto:{invitation.attendee}")
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        event["attendee"] = attendee
    return event


def _moment(moment: datetime) -> datetime:
    """Dutch time; the second 02.30 of the night in October has no Dutch name of its own and stays in UTC."""
    local = moment.astimezone(AMSTERDAM)
    return moment if local.fold else local
