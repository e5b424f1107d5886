"""What visitor, host and coordinator hear when something happens to a visit."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.cohorts.queries import get_enrolment
from lms.core import rendering
from lms.core.http import absolute_url
from lms.shadowing import events, queries
from lms.shadowing.models import Visit, VisitState
from lms.shadowing.subscribers.post import (
    ANSWER,
    CHANGE,
    GUESTS_LANGUAGE,
    LAPSED,
    PLACED,
    REQUEST,
    hosts_calendar,
    mail_guest,
    mail_question,
    request_words,
    tell,
    tell_host,
    tell_visitor,
    visit_of,
    visitors_calendar,
    when,
)
from lms.shadowing.subscribers.reminders import ask_report


def ask_host(session: Session, event: events.VisitRequested) -> None:
    """The host hears that somebody wants to walk along; who was placed by a round hears so as well."""
    visit = visit_of(session, event)
    if visit.round_id is not None:
        tell_visitor(session, visit, PLACED, _placed_words)
    if visit.host.is_guest and event.link_token:
        mail_question(session, visit, event.link_token)
    else:
        tell_host(session, visit, REQUEST, request_words)


def _placed_words() -> tuple[str, str]:
    return (
        _("Je bent ingedeeld voor een meeloopdag"),
        _("Kijk bij wie en wanneer. Je gastcollega moet nog antwoorden."),
    )


def tell_placed(session: Session, event: events.VisitPlaced) -> None:
    """For whom the coordinator asked a day hears so, and can take it back."""
    tell_visitor(
        session,
        visit_of(session, event),
        PLACED,
        lambda: (
            _("Er is een meeloopdag voor je gevraagd"),
            _("Kijk bij wie en wanneer. Past het niet? Trek de aanvraag dan in."),
        ),
    )


def wait_for_host(session: Session, event: events.VisitConsidered) -> None:
    """The visitor hears that the host asks around; a host without account gets a new link."""
    visit = visit_of(session, event)
    tell_visitor(
        session,
        visit,
        ANSWER,
        lambda: (_("Je gastcollega overlegt nog"), _("Je hoort het zodra er een antwoord is.")),
    )
    if visit.host.is_guest and event.link_token:
        mail_question(session, visit, event.link_token)


def tell_accepted(session: Session, event: events.VisitAccepted) -> None:
    """Both get the day in their agenda; the visitor has something to sign."""
    visit = visit_of(session, event)
    tell_visitor(
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
        tell_host(
            session,
            visit,
            CHANGE,
            lambda: (_("Je krijgt bezoek"), _("Bereid de dag voor met de lijst bij je bezoek.")),
            calendar=hosts_calendar(visit),
        )
    elif event.prepare_token and event.change_token:
        _mail_agreed(session, visit, prepare=event.prepare_token, change=event.change_token)


def tell_new_contact(session: Session, event: events.HostReplaced) -> None:
    """Whoever takes over from a host without account gets what that host had."""
    visit = visit_of(session, event)
    if event.link_token and event.prepare_token:
        _mail_agreed(session, visit, prepare=event.prepare_token, change=event.link_token)
    elif event.link_token and visit.state is VisitState.ACCEPTED:
        ask_report(session, visit, event.link_token)
    elif event.link_token:
        mail_question(session, visit, event.link_token)


def tell_released(session: Session, event: events.HostReleased) -> None:
    """Whoever will not receive this visitor hears so, and the day leaves that agenda."""
    visit = visit_of(session, event)
    with force_locale(GUESTS_LANGUAGE):
        mail_guest(
            session,
            visit,
            subject=_("Iemand anders ontvangt je bezoek"),
            lines=[
                _("De meeloopdag van %(moment)s gaat door, maar niet bij jou.", moment=when(visit)),
                _("Je hoeft niets meer te doen. De links uit onze vorige mail werken niet meer."),
            ],
            calendar=hosts_calendar(visit, cancelled=True),
        )


def _mail_agreed(session: Session, visit: Visit, *, prepare: str, change: str) -> None:
    with force_locale(GUESTS_LANGUAGE):
        lines = [
            _("Fijn dat je een meeloper ontvangt op %(moment)s.", moment=when(visit)),
            _("Wie er komt en wat je vooraf regelt, lees je hier. Je hebt geen account nodig:"),
            absolute_url("shadowing.guest_prepare", token=prepare),
            _("Kan die dag toch niet? Kies dan hier een andere dag, of zeg af:"),
            absolute_url("shadowing.guest_change", token=change),
            _("Deze links zijn alleen voor jou."),
        ]
        mail_guest(session, visit, subject=_("Je krijgt bezoek"), lines=lines, calendar=hosts_calendar(visit))


def tell_rejected(session: Session, event: events.VisitRejected) -> None:
    """The visitor hears that this day cannot be, and can choose another."""
    tell_visitor(
        session,
        visit_of(session, event),
        ANSWER,
        lambda: (_("Deze meeloopdag lukt niet"), _("Kies een andere dag of een andere gastcollega.")),
    )


def tell_moved(session: Session, event: events.VisitMoved) -> None:
    """Both calendars move along."""
    visit = visit_of(session, event)

    def words() -> tuple[str, str]:
        old = rendering.instant(event.from_starts_at)
        return (
            _("Een meeloopdag is verzet"),
            _("Van %(old)s naar %(new)s.", old=old, new=when(visit)),
        )

    tell_visitor(session, visit, CHANGE, words, calendar=visitors_calendar(visit))
    tell_host(session, visit, CHANGE, words, calendar=hosts_calendar(visit))
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
    """An agreed day leaves both calendars; a request that is taken back reaches the host.

    The coordinator hears of a day that is lost, and of a place found for somebody who declines it.
    """
    visit = visit_of(session, event)
    was_agreed = visit.changes[-1].from_state is VisitState.ACCEPTED
    by_visitor = event.actor.person_id == visit.enrolment.person_id
    is_declined = by_visitor and visit.changes[0].changed_by_id != visit.enrolment.person_id

    def words() -> tuple[str, str]:
        if was_agreed:
            return (
                _("Een meeloopdag gaat niet door"),
                _("De meeloopdag van %(moment)s gaat niet door.", moment=when(visit)),
            )
        return _("Een aanvraag is ingetrokken"), _("Je hoeft niet meer te antwoorden.")

    host_part = hosts_calendar(visit, cancelled=True) if was_agreed else None
    if visit.state is VisitState.CANCELLED or was_agreed:
        part = visitors_calendar(visit, cancelled=True)
        tell_visitor(session, visit, CHANGE, words, calendar=part)
    tell_host(session, visit, CHANGE, words, calendar=host_part)
    if visit.host.is_guest:
        with force_locale(GUESTS_LANGUAGE):
            mail_guest(session, visit, subject=words()[0], lines=[words()[1]], calendar=host_part)
    if was_agreed or is_declined:
        _tell_coordinators(session, visit)


def tell_missed(session: Session, event: events.VisitMissed) -> None:
    """Who was not there hears what was written down and can choose another day; so does the coordinator."""
    visit = visit_of(session, event)
    tell_visitor(
        session,
        visit,
        CHANGE,
        lambda: (
            _("Je was er niet op je meeloopdag"),
            _("Kies een andere dag. Klopt dit niet? Bel dan je coördinator."),
        ),
    )
    _tell_coordinators(session, visit)


def tell_place(session: Session, event: events.VisitAgreementSigned) -> None:
    """Who signed finds the place in the own agenda as well."""
    visit = visit_of(session, event)
    tell_visitor(
        session,
        visit,
        CHANGE,
        lambda: (_("Je ziet nu het adres van je meeloopdag"), _("Het staat ook in je agenda.")),
        calendar=visitors_calendar(visit),
    )


def tell_of_missed_place(session: Session, event: events.PlaceMissed) -> None:
    """The coordinator hears that a published place was gone, for nobody was asked."""
    enrolment = get_enrolment(session, enrolment_id=event.enrolment_id)
    for person in queries.list_coordinators(session, cohort=enrolment.cohort):
        with force_locale(person.locale):
            words = (_("Een plek uit de meeloopronde was al weg"), _("Iemand zoekt een andere plek."))
            url = absolute_url("shadowing.place_find", enrolment_id=enrolment.public_id)
            tell(session, person=person, kind=LAPSED, words=words, url=url)


def _tell_coordinators(session: Session, visit: Visit) -> None:
    cohort = visit.enrolment.cohort
    for person in queries.list_coordinators(session, cohort=cohort):
        with force_locale(person.locale):
            words = (_("Een meeloopdag gaat niet door"), _("Iemand zoekt een andere plek."))
            url = absolute_url("shadowing.overview", cohort_id=cohort.public_id)
            tell(session, person=person, kind=LAPSED, words=words, url=url)
