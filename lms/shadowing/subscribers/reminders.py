"""What the hours bring: reminders before a day, questions after it, and a silent host asked once more."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.core import clock, rendering
from lms.core.http import absolute_url
from lms.shadowing import events, rules
from lms.shadowing.models import Visit
from lms.shadowing.subscribers.post import (
    GUESTS_LANGUAGE,
    REMINDER,
    REPORT,
    REQUEST,
    mail_guest,
    mail_question,
    request_words,
    tell_host,
    tell_visitor,
    visit_of,
    when,
)


def remind_both(session: Session, event: events.VisitReminded) -> None:
    """A week and a day before, visitor and host hear of the day once more."""
    visit = visit_of(session, event)

    def words() -> tuple[str, str]:
        title = (
            _("Morgen is je meeloopdag") if event.days_before == 1 else _("Over een week is je meeloopdag")
        )
        return title, _("De dag begint op %(moment)s.", moment=when(visit))

    tell_visitor(session, visit, REMINDER, words)
    tell_host(session, visit, REMINDER, words)
    if visit.host.is_guest:
        with force_locale(GUESTS_LANGUAGE):
            title, line = words()
            lines = [line, _("Moet de dag anders? Gebruik de link uit onze vorige mail.")]
            if event.prepare_token:
                lines += [
                    _("Wie er komt en wat je vooraf regelt, lees je hier. Je hebt geen account nodig:"),
                    absolute_url("shadowing.guest_prepare", token=event.prepare_token),
                ]
            mail_guest(session, visit, subject=title, lines=lines, is_reminder=True)


def ask_for_report(session: Session, event: events.VisitReportAsked) -> None:
    """The day is over: the host tells how it was, the visitor starts the reflection."""
    visit = visit_of(session, event)
    tell_visitor(
        session,
        visit,
        REMINDER,
        lambda: (
            _("Schrijf je reflectie over je meeloopdag"),
            _("Dat kan tot en met %(day)s.", day=rendering.day(rules.reflect_before(visit))),
        ),
    )
    ask_report(session, visit, event.link_token)


def nudge_host(session: Session, event: events.HostReminded) -> None:
    """A silent host hears once more what waits."""
    visit = visit_of(session, event)
    if visit.state in rules.OPEN:
        if visit.host.is_guest and event.link_token:
            mail_question(session, visit, event.link_token, is_reminder=True)
        else:
            tell_host(session, visit, REQUEST, request_words)
    elif rules.is_over(visit, moment=clock.now()):
        ask_report(session, visit, event.link_token, is_reminder=True)
    elif visit.host.is_guest and event.link_token:
        with force_locale(GUESTS_LANGUAGE):
            lines: Sequence[str] = (
                _("Op %(moment)s krijg je een meeloper.", moment=when(visit)),
                _("Kan die dag toch niet? Kies dan hier een andere dag, of zeg af:"),
                absolute_url("shadowing.guest_change", token=event.link_token),
            )
            mail_guest(session, visit, subject=_("Je krijgt bezoek"), lines=lines, is_reminder=True)
    else:
        tell_host(
            session,
            visit,
            REMINDER,
            lambda: (_("Je krijgt bezoek"), _("Bereid de dag voor met de lijst bij je bezoek.")),
        )


def ask_report(session: Session, visit: Visit, token: str | None, *, is_reminder: bool = False) -> None:
    """The host tells how the day was."""
    tell_host(
        session,
        visit,
        REPORT,
        lambda: (_("Hoe was de meeloopdag?"), _("Vertel hoe lang de dag duurde en hoe het ging.")),
    )
    if visit.host.is_guest and token:
        with force_locale(GUESTS_LANGUAGE):
            lines = [
                _("Bedankt dat je een meeloper ontving. Vertel in een minuut hoe de dag was:"),
                absolute_url("shadowing.guest_report", token=token),
                _("De link is alleen voor jou en werkt één keer."),
            ]
            subject = _("Hoe was de meeloopdag?")
            mail_guest(session, visit, subject=subject, lines=lines, is_reminder=is_reminder)
