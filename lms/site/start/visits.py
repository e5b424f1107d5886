"""What shadow visits ask: of a visitor, of a host, and of the coordinator who looks after them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.cohorts.queries import StaffedCohort
from lms.core import clock, rendering
from lms.shadowing import queries as shadowing
from lms.shadowing.rules import WaitingVisit
from lms.site.start.pieces import Waiting, waiting


def list_waiting(session: Session, *, enrolment: Enrolment) -> list[Waiting]:
    """What the own days ask of a participant, as a visitor and as a host."""
    return [_of_visit(found) for found in shadowing.waiting_for_participant(session, enrolment=enrolment)]


def _of_visit(found: WaitingVisit) -> Waiting:
    title, line, label = _words(found)
    address = "shadowing.visit_show" if found.kind in ("go", "sign", "reflect") else "shadowing.hosting_show"
    endpoint = {"sign": "shadowing.visit_sign", "reflect": "shadowing.reflection_edit"}.get(
        found.kind, address
    )
    return waiting(
        found.due_on, title=title, line=line, label=label, url=url_for(endpoint, visit_id=found.visit_id)
    )


def _words(found: WaitingVisit) -> tuple[str, str, str]:
    organisation, when = found.organisation, rendering.instant(found.starts_at)
    if found.kind == "sign":
        title = _("Teken de afspraken voor je meeloopdag bij %(organisation)s", organisation=organisation)
        return (
            title,
            _("Daarna zie je het adres. De dag begint op %(moment)s.", moment=when),
            _("Lees en teken"),
        )
    if found.kind == "go":
        title = _("Loop mee bij %(organisation)s", organisation=organisation)
        return title, _("De dag begint op %(moment)s.", moment=when), _("Bekijk je dag")
    if found.kind == "reflect":
        title = _("Schrijf je reflectie over %(organisation)s", organisation=organisation)
        return title, _("Alleen jij leest haar, tot je haar deelt."), _("Schrijf je reflectie")
    if found.kind == "answer":
        title = _("Iemand van %(organisation)s wil met je meelopen", organisation=organisation)
        return title, _("De dag begint op %(moment)s.", moment=when), _("Lees en antwoord")
    if found.kind == "report":
        title = _("Vertel hoe het bezoek van %(organisation)s was", organisation=organisation)
        return title, _("De uren en een opmerking. Het kost een minuut."), _("Vul het verslag in")
    title = _("Je ontvangt iemand van %(organisation)s", organisation=organisation)
    line = _("De dag begint op %(moment)s.", moment=when)
    if found.kind == "prepare":
        return title, line, _("Bereid het bezoek voor")
    return title, line, _("Bekijk het bezoek")


def list_for_coordinator(session: Session, *, shown: Sequence[StaffedCohort]) -> list[Waiting]:
    """Hosts who let a request lie, and days that fell away without another in place."""
    counts = shadowing.counts_for_coordinator(session, cohort_ids=[row.id for row in shown])
    found = []
    for cohort in shown:
        if cohort.id not in counts:
            continue
        silent, lapsed = counts[cohort.id].silent, counts[cohort.id].lapsed
        titles = []
        if silent:
            titles.append(
                ngettext(
                    "%(num)d gastcollega antwoordt nog niet",
                    "%(num)d gastcollega’s antwoorden nog niet",
                    silent,
                )
            )
        if lapsed:
            titles.append(ngettext("%(num)d meeloopdag viel weg", "%(num)d meeloopdagen vielen weg", lapsed))
        found += [
            waiting(
                clock.today(),
                title=title,
                line=cohort.name,
                label=_("Bekijk de meeloopdagen"),
                url=url_for("shadowing.overview", cohort_id=cohort.public_id),
            )
            for title in titles
        ]
    return found
