"""What visitor, host and coordinator hear when something happens to a visit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.core import clock, rendering
from lms.core.http import absolute_url
from lms.core.notices import CalendarPart
from lms.shadowing import events, queries, rules
from lms.shadowing.models import Visit, VisitState
from lms.shadowing.subscribers.post import (
    ANSWER,
    CHANGE,
    GUESTS_LANGUAGE,
    LAPSED,
    REMINDER,
    REPORT,
    REQUEST,
    hosts_calendar,
    hosts_page,
    mail_guest,
    tell,
    visitors_calendar,
    visitors_page,
)

Words = Callable[[], tuple[str, str]]


def ask_host(session: Session, event: events.VisitRequested) -> None:
    """The host hears that somebody wants to walk along."""
    visit = _visit(session, event)
    if visit.host.is_guest and event.link_token:
        _mail_question(session, visit, event.link_token)
    else:
        _tell_host(session, visit, REQUEST, _request_words)


def wait_for_host(session: Session, event: events.VisitConsidered) -> None:
    """The visitor hears that the host asks around; a host without account gets a new link."""
    visit = _visit(session, event)
    _tell_visitor(
        session,
        visit,
        ANSWER,
        lambda: (_("Je gastcollega overlegt nog"), _("Je hoort het zodra er een antwoord is.")),
    )
    if visit.host.is_guest and event.link_token:
        _mail_question(session, visit, event.link_token)


def tell_accepted(session: Session, event: events.VisitAccepted) -> None:
    """Both get the day in their agenda; the visitor has something to sign."""
    visit = _visit(session, event)
    _tell_visitor(
        session,
        visit,
        ANSWER,
        lambda: (
            _("Je meeloopdag gaat door"),
            _("Teken de meeloopafspraken. Daarna zie je het adres."),
        ),
        calendar=visitors_calendar(visit),
    )
    if not visit.host.is_guest:
        _tell_host(
            session,
            visit,
            CHANGE,
            lambda: (_("Je krijgt bezoek"), _("Bereid de dag voor met de lijst bij je bezoek.")),
            calendar=hosts_calendar(visit),
        )
    elif event.prepare_token and event.change_token:
        with force_locale(GUESTS_LANGUAGE):
            lines = [
                _("Fijn dat je een meeloper ontvangt op %(moment)s.", moment=_when(visit)),
                _("Wie er komt en wat je vooraf regelt, lees je hier. Je hebt geen account nodig:"),
                absolute_url("shadowing.guest_prepare", token=event.prepare_token),
                _("Kan die dag toch niet? Kies dan hier een andere dag, of zeg af:"),
                absolute_url("shadowing.guest_change", token=event.change_token),
                _("Deze links zijn alleen voor jou."),
            ]
            mail_guest(
                session, visit, subject=_("Je krijgt bezoek"), lines=lines, calendar=hosts_calendar(visit)
            )


def tell_rejected(session: Session, event: events.VisitRejected) -> None:
    """The visitor hears that this day cannot be, and can choose another."""
    _tell_visitor(
        session,
        _visit(session, event),
        ANSWER,
        lambda: (_("Deze meeloopdag lukt niet"), _("Kies een andere dag of een andere gastcollega.")),
    )


def tell_moved(session: Session, event: events.VisitMoved) -> None:
    """Both calendars move along."""
    visit = _visit(session, event)
    old = rendering.instant(event.from_starts_at)

    def words() -> tuple[str, str]:
        return (
            _("Een meeloopdag is verzet"),
            _("Van %(old)s naar %(new)s.", old=old, new=_when(visit)),
        )

    _tell_visitor(session, visit, CHANGE, words, calendar=visitors_calendar(visit))
    _tell_host(session, visit, CHANGE, words, calendar=hosts_calendar(visit))
    if visit.host.is_guest and event.change_token:
        with force_locale(GUESTS_LANGUAGE):
            mail_guest(
                session,
                visit,
                subject=words()[0],
                lines=[
                    words()[1],
                    _("Kan die dag toch niet? Kies dan hier een andere dag, of zeg af:"),
                    absolute_url("shadowing.guest_change", token=event.change_token),
                ],
                calendar=hosts_calendar(visit),
            )


def tell_ended(session: Session, event: events.VisitEnding) -> None:
    """An agreed day leaves both calendars; a request that is taken back only reaches the host."""
    visit = _visit(session, event)
    was_agreed = visit.changes[-1].from_state is VisitState.ACCEPTED

    def words() -> tuple[str, str]:
        if was_agreed:
            return (
                _("Een meeloopdag gaat niet door"),
                _("De meeloopdag van %(moment)s gaat niet door.", moment=_when(visit)),
            )
        return _("Een aanvraag is ingetrokken"), _("Je hoeft niet meer te antwoorden.")

    host_part = hosts_calendar(visit, cancelled=True) if was_agreed else None
    if visit.state is VisitState.CANCELLED or was_agreed:
        part = visitors_calendar(visit, cancelled=True)
        _tell_visitor(session, visit, CHANGE, words, calendar=part)
    _tell_host(session, visit, CHANGE, words, calendar=host_part)
    if visit.host.is_guest:
        with force_locale(GUESTS_LANGUAGE):
            mail_guest(session, visit, subject=words()[0], lines=[words()[1]], calendar=host_part)
    if was_agreed:
        _tell_coordinators(session, visit)


def tell_place(session: Session, event: events.VisitAgreementSigned) -> None:
    """Who signed finds the place in the own agenda as well."""
    visit = _visit(session, event)
    _tell_visitor(
        session,
        visit,
        CHANGE,
        lambda: (_("Je ziet nu het adres van je meeloopdag"), _("Het staat ook in je agenda.")),
        calendar=visitors_calendar(visit),
    )


def remind_both(session: Session, event: events.VisitReminded) -> None:
    """A week and a day before, visitor and host hear of the day once more."""
    visit = _visit(session, event)

    def words() -> tuple[str, str]:
        title = (
            _("Morgen is je meeloopdag") if event.days_before == 1 else _("Over een week is je meeloopdag")
        )
        return title, _("De dag begint op %(moment)s.", moment=_when(visit))

    _tell_visitor(session, visit, REMINDER, words)
    _tell_host(session, visit, REMINDER, words)
    if visit.host.is_guest:
        with force_locale(GUESTS_LANGUAGE):
            title, line = words()
            lines = [line, _("Moet de dag anders? Gebruik de link uit onze vorige mail.")]
            if event.prepare_token:
                lines += [
                    _("Wie er komt en wat je vooraf regelt, lees je hier. Je hebt geen account nodig:"),
                    absolute_url("shadowing.guest_prepare", token=event.prepare_token),
                ]
            mail_guest(session, visit, subject=title, lines=lines)


def ask_for_report(session: Session, event: events.VisitReportAsked) -> None:
    """The day is over: the host tells how it was, the visitor starts the reflection."""
    visit = _visit(session, event)
    _tell_visitor(
        session,
        visit,
        REMINDER,
        lambda: (
            _("Schrijf je reflectie over je meeloopdag"),
            _("Dat kan tot en met %(day)s.", day=rendering.day(rules.reflect_before(visit))),
        ),
    )
    _ask_report(session, visit, event.link_token)


def nudge_host(session: Session, event: events.HostReminded) -> None:
    """A silent host hears once more what waits."""
    visit = _visit(session, event)
    if visit.state in rules.OPEN:
        if visit.host.is_guest and event.link_token:
            _mail_question(session, visit, event.link_token)
        else:
            _tell_host(session, visit, REQUEST, _request_words)
    elif rules.is_over(visit, moment=clock.now()):
        _ask_report(session, visit, event.link_token)
    elif visit.host.is_guest and event.link_token:
        with force_locale(GUESTS_LANGUAGE):
            lines: Sequence[str] = (
                _("Op %(moment)s krijg je een meeloper.", moment=_when(visit)),
                _("Kan die dag toch niet? Kies dan hier een andere dag, of zeg af:"),
                absolute_url("shadowing.guest_change", token=event.link_token),
            )
            mail_guest(session, visit, subject=_("Je krijgt bezoek"), lines=lines)
    else:
        _tell_host(
            session,
            visit,
            REMINDER,
            lambda: (_("Je krijgt bezoek"), _("Bereid de dag voor met de lijst bij je bezoek.")),
        )


def _request_words() -> tuple[str, str]:
    return _("Iemand wil met je meelopen"), _("Lees de leervraag en geef antwoord.")


def _visit(session: Session, event: events.VisitEvent) -> Visit:
    return queries.get_visit(session, visit_id=event.visit_id)


def _when(visit: Visit) -> str:
    return rendering.instant(visit.starts_at)


def _tell_visitor(
    session: Session, visit: Visit, kind: str, words: Words, *, calendar: CalendarPart | None = None
) -> None:
    person = visit.enrolment.person
    with force_locale(person.locale):
        tell(session, person=person, kind=kind, words=words(), url=visitors_page(visit), calendar=calendar)


def _tell_host(
    session: Session, visit: Visit, kind: str, words: Words, *, calendar: CalendarPart | None = None
) -> None:
    """Only a host with an account; somebody from outside is mailed."""
    person = visit.host.person
    if person is None:
        return
    with force_locale(person.locale):
        tell(session, person=person, kind=kind, words=words(), url=hosts_page(visit), calendar=calendar)


def _tell_coordinators(session: Session, visit: Visit) -> None:
    cohort = visit.enrolment.cohort
    for person in queries.list_coordinators(session, cohort=cohort):
        with force_locale(person.locale):
            words = (_("Een meeloopdag gaat niet door"), _("Iemand zoekt een andere plek."))
            url = absolute_url("shadowing.overview", cohort_id=cohort.public_id)
            tell(session, person=person, kind=LAPSED, words=words, url=url)


def _mail_question(session: Session, visit: Visit, token: str) -> None:
    with force_locale(GUESTS_LANGUAGE):
        lines = [
            _("Iemand van een andere organisatie wil op %(moment)s met je meelopen.", moment=_when(visit)),
            _("Lees de leervraag en geef hier antwoord. Je hebt geen account nodig:"),
            absolute_url("shadowing.guest_answer", token=token),
            _("De link is alleen voor jou en werkt één keer."),
        ]
        mail_guest(session, visit, subject=_("Iemand wil met je meelopen"), lines=lines)


def _ask_report(session: Session, visit: Visit, token: str | None) -> None:
    _tell_host(
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
            mail_guest(session, visit, subject=_("Hoe was de meeloopdag?"), lines=lines)
