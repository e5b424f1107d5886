"""How visitor and host are reached: by a notice, or by a mail with a link for a host without account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email.utils import parseaddr

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.core import rendering
from lms.core.calendars import CalendarEntry, Invitation, calendar_text
from lms.core.http import absolute_url
from lms.core.notices import CalendarMethod, CalendarPart
from lms.core.outbox import MailParts, queue_mail
from lms.messages.operations import notify, reminder_parts
from lms.messages.queries import is_stopped
from lms.shadowing import events, queries, rules
from lms.shadowing.models import Visit

GUESTS_LANGUAGE = "nl"
REQUEST, ANSWER, CHANGE = "shadowing.request", "shadowing.answer", "shadowing.change"
REMINDER, REPORT, LAPSED = "shadowing.reminder", "shadowing.report", "shadowing.staff_lapsed"
PLACED = "shadowing.placed"
TERM, TERM_WAITS = "shadowing.term", "shadowing.staff_term"
SHARED, SHARED_WITH_STAFF = "shadowing.reflection_shared", "shadowing.staff_reflection_shared"

Words = Callable[[], tuple[str, str]]


def tell(
    session: Session,
    *,
    person: Person,
    kind: str,
    words: tuple[str, str],
    url: str,
    calendar: CalendarPart | None = None,
) -> None:
    """A notice with its title and its line, in the language that is on."""
    title, line = words
    notify(session, recipient=person, kind=kind, title=title, line=line, url=url, calendar=calendar)


def mail_guest(
    session: Session,
    visit: Visit,
    *,
    subject: str,
    lines: Sequence[str],
    calendar: CalendarPart | None = None,
    is_reminder: bool = False,
) -> None:
    """A mail to a host without account; the words are in the language that is on.

    A reminder says how to get no more of them, and does not go to whoever asked that.
    """
    email, matter = visit.host.email, visit.public_id
    if is_reminder and is_stopped(session, address=email, matter=matter):
        return
    text = "\n\n".join((_("Hallo %(name)s,", name=visit.host.name), *lines, _("Groet,\nSamenloop"))) + "\n"
    parts = reminder_parts(email, matter=matter) if is_reminder else MailParts(calendar=calendar)
    queue_mail(session, to=email, subject=subject, text=text, parts=parts)


def visitors_page(visit: Visit) -> str:
    """Where the visitor finds the visit."""
    return absolute_url("shadowing.visit_show", visit_id=visit.public_id)


def hosts_page(visit: Visit) -> str:
    """Where a host with an account finds the visit."""
    return absolute_url("shadowing.hosting_show", visit_id=visit.public_id)


def visitors_calendar(visit: Visit, *, cancelled: bool = False) -> CalendarPart:
    """The day for the visitor's agenda; the place only once the agreement is signed."""
    with force_locale(visit.enrolment.person.locale):
        title = _("Meeloopdag bij %(organisation)s", organisation=visit.host.organisation.short_name)
    place = visit.host.address if visit.is_signed else ""
    entry = _entry(visit, title, place=place, url=visitors_page(visit), cancelled=cancelled)
    return _part(entry, visit.enrolment.person.email)


def hosts_calendar(visit: Visit, *, cancelled: bool = False) -> CalendarPart:
    """The day for the host's agenda; the title names nobody."""
    with force_locale(visit.host.person.locale if visit.host.person else GUESTS_LANGUAGE):
        title = _(
            "Meeloopdag: bezoek van %(organisation)s",
            organisation=visit.enrolment.organisation.short_name,
        )
    url = "" if visit.host.is_guest else hosts_page(visit)
    entry = _entry(visit, title, place=visit.host.address, url=url, cancelled=cancelled)
    return _part(entry, visit.host.email)


def _entry(visit: Visit, title: str, *, place: str, url: str, cancelled: bool) -> CalendarEntry:
    return CalendarEntry(
        uid=rules.entry_uid(visit),
        title=title,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        sequence=visit.sequence,
        place=place,
        url=url,
        is_cancelled=cancelled,
    )


def _part(entry: CalendarEntry, attendee: str) -> CalendarPart:
    method = CalendarMethod.CANCEL if entry.is_cancelled else CalendarMethod.REQUEST
    sender = parseaddr(current_app.config["SETTINGS"].mail_from)[1]
    invitation = Invitation(organiser=sender, attendee=attendee)
    return CalendarPart(method=method, text=calendar_text([entry], method=method, invitation=invitation))


def visit_of(session: Session, event: events.VisitEvent) -> Visit:
    """The visit that an event is about."""
    return queries.get_visit(session, visit_id=event.visit_id)


def when(visit: Visit) -> str:
    """When the day begins, in the language that is on."""
    return rendering.instant(visit.starts_at)


def tell_visitor(
    session: Session, visit: Visit, kind: str, words: Words, *, calendar: CalendarPart | None = None
) -> None:
    """A notice for the visitor, in her or his language."""
    person = visit.enrolment.person
    with force_locale(person.locale):
        tell(session, person=person, kind=kind, words=words(), url=visitors_page(visit), calendar=calendar)


def tell_host(
    session: Session, visit: Visit, kind: str, words: Words, *, calendar: CalendarPart | None = None
) -> None:
    """Only a host with an account; somebody from outside is mailed."""
    person = visit.host.person
    if person is None:
        return
    with force_locale(person.locale):
        tell(session, person=person, kind=kind, words=words(), url=hosts_page(visit), calendar=calendar)


def request_words() -> tuple[str, str]:
    """That somebody asks for a day."""
    return _("Iemand wil met je meelopen"), _("Lees de leervraag en geef antwoord.")


def mail_question(session: Session, visit: Visit, token: str, *, is_reminder: bool = False) -> None:
    """A host without account is asked for an answer, by a link."""
    with force_locale(GUESTS_LANGUAGE):
        lines = [
            _("Iemand van een andere organisatie wil op %(moment)s met je meelopen.", moment=when(visit)),
            _("Lees de leervraag en geef hier antwoord. Je hebt geen account nodig:"),
            absolute_url("shadowing.guest_answer", token=token),
            _("De link is alleen voor jou en werkt één keer."),
        ]
        subject = _("Iemand wil met je meelopen")
        mail_guest(session, visit, subject=subject, lines=lines, is_reminder=is_reminder)
