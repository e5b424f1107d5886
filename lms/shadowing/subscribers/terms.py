"""Who hears of words for the Begrippenwijzer; never which word."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.cohorts.queries import list_trainers
from lms.core.http import absolute_url
from lms.shadowing import events
from lms.shadowing.subscribers.post import TERM, TERM_WAITS, tell, visit_of


def tell_of_term(session: Session, event: events.TermProposed) -> None:
    """The trainers of the cohort hear that a word waits for them."""
    if not event.waits_anew:
        return
    cohort = visit_of(session, event).enrolment.cohort
    for person in list_trainers(session, cohort=cohort):
        with force_locale(person.locale):
            tell(
                session,
                person=person,
                kind=TERM_WAITS,
                words=(
                    _("Een woord wacht op je oordeel"),
                    _("Lees het en neem het op in de Begrippenwijzer, of geef het terug."),
                ),
                url=absolute_url("shadowing.terms_list", cohort_id=cohort.public_id),
            )


def tell_of_decision(session: Session, event: events.TermAccepted | events.TermReturned) -> None:
    """Who proposed a word hears what became of it."""
    visit = visit_of(session, event)
    person, cohort = visit.enrolment.person, visit.enrolment.cohort
    with force_locale(person.locale):
        if isinstance(event, events.TermAccepted):
            words = (_("Je woord staat in de Begrippenwijzer"), _("Je hele leergroep kan het lezen."))
            url = absolute_url("shadowing.terms_list", cohort_id=cohort.public_id)
        else:
            words = (_("Je woord is teruggegeven"), _("Lees waarom. Pas het aan en bewaar het opnieuw."))
            url = absolute_url("shadowing.term_edit", visit_id=visit.public_id)
        tell(session, person=person, kind=TERM, words=words, url=url)
