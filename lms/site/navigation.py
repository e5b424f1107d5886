"""The left navigation: which doors are offered, never which may be opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from lms.cohorts.queries import StaffedCohort
from lms.site.standpoint import Standpoint, WornHat, standpoint

LINKED = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True)
class Item:
    """One door in the navigation; `count` is what waits behind it for this person."""

    label: str
    url: str
    icon: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Group:
    """A few doors that belong together."""

    title: str
    items: Sequence[Item]


def navigation(trail: str) -> Sequence[Group]:
    """The groups of doors for the hat that is on; `trail` is the way back that the page shows."""
    groups = _groups()
    here = _nearest([item.url for group in groups for item in group.items], LINKED.findall(trail))
    return [
        Group(group.title, [replace(item, current=item.url == here) for item in group.items])
        for group in groups
    ]


def _nearest(urls: Sequence[str], trail: Sequence[str]) -> str | None:
    """The door behind which this page lies: the nearest above it, or else above a step of its way back.

    A way back that leads elsewhere goes first: the page belongs to that room, whatever its address says.
    """
    path = request.path
    own = _above(path, urls)
    back = next((door for step in reversed(trail) if (door := _above(step, urls))), None)
    leads_elsewhere = back is not None and own != path and not _lies_under(path, back)
    return back if leads_elsewhere else own


def _above(path: str, urls: Sequence[str]) -> str | None:
    above = [url for url in urls if _lies_under(path, url)]
    return max((url for url in above if url != "/" or path == "/"), key=len, default=None)


def _lies_under(path: str, url: str) -> bool:
    return path == url or path.startswith(url.rstrip("/") + "/")


def _groups() -> Sequence[Group]:
    builders = {
        WornHat.PARTICIPANT: _for_participant,
        WornHat.TRAINER: _for_trainer,
        WornHat.COORDINATOR: _for_coordinator,
        WornHat.DIRECTOR: _for_director,
        WornHat.ADMINISTRATOR: _for_administrator,
    }
    here = standpoint()
    return builders[here.hat](here) if here.hat else [Group(_("Samenloop"), [_start()])]


def _item(label: str, icon: str, endpoint: str, *, count: int = 0, **values: Any) -> Item:
    url = url_for(endpoint, **values)
    return Item(label, url, icon, count)


def _start() -> Item:
    return _item(_("Start"), "house", "site.start")


def _for_participant(here: Standpoint) -> Sequence[Group]:
    cohort: dict[str, Any] = {"cohort_id": here.own.own_cohort}
    return [
        Group(
            _("Mijn jaar"),
            [
                _start(),
                _item(_("Opleiding"), "book-open", "learning.course"),
                _item(_("Leergroep"), "users", "cohorts.cohort_show", **cohort),
                _item(_("Bijeenkomsten"), "calendar", "cohorts.meetings_list", **cohort),
                _item(_("Prikbord"), "message-square", "board.board_show", **cohort),
                _item(_("Kalender"), "calendar-days", "calendar.calendar_show"),
            ],
        ),
        Group(
            _("Mijn werk"),
            [
                _item(_("Mijn groep"), "grid-2x2", "matching.group_own", **cohort),
                _item(_("Meelopen"), "footprints", "shadowing.visits_own"),
                _item(_("Vaktraining"), "users", "trainings.pair_own"),
                _item(_("Paper"), "file-text", "papers.paper_own"),
                _item(_("Aanwezigheid"), "circle-check", "cohorts.attendance_own"),
            ],
        ),
        Group(
            _("Van mij"),
            [
                _item(_("Dossier"), "star", "learning.dossier_own"),
                _item(_("Mijn afspraken"), "handshake", "agreements.agreements_own"),
                _item(_("Certificaat"), "award", "certification.certificates_own"),
            ],
        ),
    ]


def _cohort_items(cohort: StaffedCohort) -> list[Item]:
    values: dict[str, Any] = {"cohort_id": cohort.public_id}
    return [
        _item(_("Overzicht"), "users", "cohorts.cohort_show", **values),
        _item(_("Afspraken"), "handshake", "agreements.agreements_list", **values),
        _item(_("Voortgang"), "list-checks", "learning.matrix", **values),
        _item(_("Bijeenkomsten"), "calendar", "cohorts.meetings_list", **values),
        _item(_("Aanwezigheid"), "circle-check", "cohorts.attendance_overview", **values),
        _item(_("Groepen en duo’s"), "grid-2x2", "matching.rounds_list", **values),
        _item(_("Meelopen"), "footprints", "shadowing.overview", **values),
        _item(_("Vaktrainingen"), "users", "trainings.pairs_list", **values),
        _item(_("Papers"), "file-text", "papers.assignments_list", **values),
        _item(_("Prikbord"), "message-square", "board.board_show", **values),
    ]


def _for_trainer(here: Standpoint) -> Sequence[Group]:
    today = [
        _start(),
        _item(_("Beoordelen"), "pencil", "papers.submissions_list", count=here.own.papers),
        _item(_("Bewijzen"), "inbox", "learning.evidence_list", count=here.own.evidence),
        _item(_("Kalender"), "calendar-days", "calendar.calendar_show"),
    ]
    content = [
        _item(_("Leergroepen"), "layers", "cohorts.cohorts_list"),
        _item(_("Modules"), "book-open", "programmes.programmes_list"),
    ]
    groups = [Group(_("Vandaag"), today)]
    if here.cohorts:
        cohort = _shown_cohort(here)
        groups.append(Group(cohort.name, _cohort_items(cohort)))
    return [*groups, Group(_("Opleiding"), content)]


def _for_coordinator(here: Standpoint) -> Sequence[Group]:
    groups = [
        Group(
            _("Vandaag"),
            [
                _start(),
                _item(_("Aanmeldingen"), "user-plus", "admissions.rounds_list", count=here.own.applications),
                _item(_("Leergroepen"), "layers", "cohorts.cohorts_list"),
                _item(_("Kalender"), "calendar-days", "calendar.calendar_show"),
                _item(_("Jaarplanning"), "calendar-days", "planning.years_list"),
            ],
        ),
    ]
    if here.cohorts:
        cohort = _shown_cohort(here)
        certificates = _item(
            _("Certificaten"), "award", "certification.round_show", cohort_id=cohort.public_id
        )
        groups.append(Group(cohort.name, [*_cohort_items(cohort), certificates]))
    organising = [
        _item(_("Opleidingen"), "book-open", "programmes.programmes_list"),
        _item(_("Personen"), "id-card", "accounts.people_list"),
        _item(_("Organisaties"), "building", "accounts.organisations_list"),
    ]
    return [*groups, Group(_("Organiseren"), organising)]


def _shown_cohort(here: Standpoint) -> StaffedCohort:
    """The cohort that the page is about, or else the one that runs now."""
    asked = (request.view_args or {}).get("cohort_id")
    asked_one = next((cohort for cohort in here.cohorts if cohort.public_id == asked), None)
    return asked_one or here.cohorts[0]


def _for_director(_here: Standpoint) -> Sequence[Group]:
    return [
        Group(
            _("Overzicht"),
            [_start(), _item(_("Voortgang"), "chart-line", "insight.progress")],
        ),
        Group(
            _("Afspraken"),
            [
                _item(_("Mijn organisatie"), "building", "accounts.organisations_own"),
                _item(_("Wie ziet wat?"), "eye", "site.who_sees_what"),
            ],
        ),
    ]


def _for_administrator(_here: Standpoint) -> Sequence[Group]:
    return [
        Group(_("Vandaag"), [_start()]),
        Group(
            _("Beheer"),
            [
                _item(_("Personen"), "id-card", "accounts.people_list"),
                _item(_("Organisaties"), "building", "accounts.organisations_list"),
                _item(_("Logboek"), "list", "audit.entries_list"),
                _item(_("Wachtrij"), "inbox", "site.queue_show"),
            ],
        ),
    ]
