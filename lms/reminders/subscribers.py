"""What people read when they are reminded: that something waits, and where."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.core.http import absolute_url
from lms.messages.operations import notify
from lms.reminders import queries
from lms.reminders.events import ReminderSent
from lms.reminders.models import ReminderKind
from lms.reminders.rules import BY_LINK, Subject, subject_of

STILL_TO_DO = "reminders.still_to_do"


@dataclass(frozen=True)
class _Words:
    title: str
    line: str
    url: str


def remind(session: Session, event: ReminderSent) -> None:
    """Everybody with an account gets a notice; who acts by a mailed link got that link already."""
    if event.kind in BY_LINK:
        return
    subject = subject_of(queries.get_reminder(session, reminder_id=event.reminder_id))
    for enrolment in queries.list_reminded(session, enrolment_ids=event.enrolment_ids):
        with force_locale(enrolment.person.locale):
            words = _words(subject)
            notify(
                session,
                recipient=enrolment.person,
                kind=STILL_TO_DO,
                title=words.title,
                line=words.line,
                url=words.url,
            )


def _words(subject: Subject) -> _Words:
    if subject.kind is ReminderKind.SIGNATURE:
        return _Words(
            _("Je leerovereenkomst wacht op je handtekening"),
            _("Lees en teken haar bij je leerovereenkomsten."),
            absolute_url("agreements.agreements_own"),
        )
    if subject.kind is ReminderKind.STATEMENT:
        return _Words(
            _("De geheimhoudingsverklaring wacht op je handtekening"),
            _("Lees en teken haar, dan kun je met casussen werken."),
            absolute_url("agreements.statement_own"),
        )
    if subject.requirement is not None:
        return _Words(
            _("Er ontbreekt nog bewijs in je dossier"),
            _("Het gaat om: %(title)s.", title=subject.requirement.title),
            absolute_url("learning.evidence_new", requirement_id=subject.requirement.public_id),
        )
    return _Words(
        _("Je hebt je paper nog niet ingeleverd"),
        _("Bij je paper zie je tot wanneer dat kan."),
        absolute_url("papers.paper_own"),
    )
