"""The left navigation and the hat switch: which doors are offered, never which may be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flask import g, request, session, url_for
from flask_babel import gettext as _

from lms.accounts.models import Hat
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.authorisation import Actor, current_actor
from lms.core.unit_of_work import current_session
from lms.learning import queries as learning
from lms.papers import queries as papers

KEPT_AS = "hat"
SHOWN = 8


class WornHat(StrEnum):
    """The hats between which a person switches on the start page."""

    PARTICIPANT = "participant"
    TRAINER = "trainer"
    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


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


@dataclass(frozen=True)
class HatChoice:
    """A hat that could be put on."""

    label: str
    url: str
    current: bool


@dataclass
class Standpoint:
    """From where a person looks: the hat that is on, and what that hat is about."""

    hat: WornHat | None
    worn: Sequence[WornHat]
    enrolment: Enrolment | None = None
    cohorts: Sequence[Cohort] = field(default_factory=list)


def standpoint() -> Standpoint:
    """The standpoint of this request, read once."""
    if "standpoint" not in g:
        g.standpoint = _read_standpoint(current_actor())
    kept: Standpoint = g.standpoint
    return kept


def _read_standpoint(actor: Actor) -> Standpoint:
    if not actor.is_authenticated:
        return Standpoint(hat=None, worn=())
    database = current_session()
    enrolment = cohorts.find_current_enrolment(database, actor=actor)
    worn = [WornHat.PARTICIPANT] if enrolment else []
    worn += [WornHat(hat.value) for hat in Hat if actor.wears(hat)]
    asked = request.args.get("pet") if request.endpoint == "site.start" else None
    if asked in worn:
        session[KEPT_AS] = asked
    chosen = session.get(KEPT_AS)
    hat = WornHat(chosen) if chosen in worn else (worn[0] if worn else None)
    shown: Sequence[Cohort] = ()
    if hat in (WornHat.TRAINER, WornHat.COORDINATOR):
        shown = cohorts.list_nearest_staffed(database, actor=actor, day=clock.today(), limit=SHOWN)
    return Standpoint(hat=hat, worn=worn, enrolment=enrolment, cohorts=shown)


def hat_labels() -> dict[WornHat, str]:
    """What the hats are called."""
    return {
        WornHat.PARTICIPANT: _("Deelnemer"),
        WornHat.TRAINER: _("Opleider"),
        WornHat.COORDINATOR: _("Coördinator"),
        WornHat.DIRECTOR: _("Directeur"),
        WornHat.ADMINISTRATOR: _("Beheerder"),
    }


def hat_choices() -> Sequence[HatChoice]:
    """The hats of this person, the one that is on marked."""
    here = standpoint()
    labels = hat_labels()
    return [
        HatChoice(labels[hat], url_for("site.start", pet=hat.value), hat is here.hat) for hat in here.worn
    ]


def navigation() -> Sequence[Group]:
    """The groups of doors for the hat that is on."""
    groups = _groups()
    here = _nearest([item.url for group in groups for item in group.items])
    return [
        Group(group.title, [replace(item, current=item.url == here) for item in group.items])
        for group in groups
    ]


def _nearest(urls: Sequence[str]) -> str | None:
    """The door behind which this page lies: itself, or the longest address above it."""
    above = [url for url in urls if request.path == url or request.path.startswith(url.rstrip("/") + "/")]
    return max((url for url in above if url != "/" or request.path == "/"), key=len, default=None)


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
    enrolment = here.enrolment
    cohort: dict[str, Any] = {"cohort_id": enrolment.cohort.public_id} if enrolment else {}
    return [
        Group(
            _("Mijn jaar"),
            [
                _start(),
                _item(_("Opleiding"), "book-open", "learning.course"),
                _item(_("Leergroep"), "users", "cohorts.cohort_show", **cohort),
                _item(_("Bijeenkomsten"), "calendar", "cohorts.meetings_list", **cohort),
            ],
        ),
        Group(
            _("Mijn werk"),
            [
                _item(_("Paper"), "file-text", "papers.paper_own"),
                _item(_("Aanwezigheid"), "circle-check", "cohorts.attendance_own"),
            ],
        ),
        Group(
            _("Van mij"),
            [
                _item(_("Dossier"), "star", "learning.dossier_own"),
                _item(_("Certificaat"), "award", "certification.certificates_own"),
            ],
        ),
    ]


def _cohort_items(cohort: Cohort) -> list[Item]:
    values: dict[str, Any] = {"cohort_id": cohort.public_id}
    return [
        _item(_("Overzicht"), "users", "cohorts.cohort_show", **values),
        _item(_("Voortgang"), "list-checks", "learning.matrix", **values),
        _item(_("Bijeenkomsten"), "calendar", "cohorts.meetings_list", **values),
        _item(_("Aanwezigheid"), "circle-check", "cohorts.attendance_overview", **values),
        _item(_("Papers"), "file-text", "papers.assignments_list", **values),
    ]


def _for_trainer(here: Standpoint) -> Sequence[Group]:
    database, actor = current_session(), current_actor()
    today = [
        _start(),
        _item(
            _("Beoordelen"),
            "pencil",
            "papers.submissions_list",
            count=papers.count_to_grade(database, actor=actor),
        ),
        _item(
            _("Bewijzen"),
            "inbox",
            "learning.evidence_list",
            count=learning.count_waiting(database, actor=actor),
        ),
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
        Group(_("Vandaag"), [_start(), _item(_("Leergroepen"), "layers", "cohorts.cohorts_list")]),
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


def _shown_cohort(here: Standpoint) -> Cohort:
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
            [_item(_("Wie ziet wat?"), "eye", "site.who_sees_what")],
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
            ],
        ),
    ]
