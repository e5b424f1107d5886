"""From where a person looks: the hat that is on, those it can be changed for, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import g, request, session, url_for
from flask_babel import gettext as _

from lms.accounts.models import Hat
from lms.cohorts.queries import StaffedCohort, list_nearest_staffed
from lms.core import clock
from lms.core.authorisation import Actor, current_actor
from lms.core.unit_of_work import current_session
from lms.site.queries import OwnFacts, read_own_facts

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
class HatChoice:
    """A hat that could be put on."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Standpoint:
    """From where a person looks: the hat that is on, and what that hat is about."""

    hat: WornHat | None
    worn: Sequence[WornHat]
    own: OwnFacts = OwnFacts()  # noqa: RUF009
    cohorts: Sequence[StaffedCohort] = ()


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
    own = read_own_facts(database, actor=actor)
    worn = [WornHat.PARTICIPANT] if own.own_cohort else []
    worn += [WornHat(hat.value) for hat in Hat if actor.wears(hat)]
    asked = request.args.get("pet") if request.endpoint == "site.start" else None
    if asked in worn:
        session[KEPT_AS] = asked
    chosen = session.get(KEPT_AS)
    hat = WornHat(chosen) if chosen in worn else (worn[0] if worn else None)
    shown: Sequence[StaffedCohort] = ()
    if hat in (WornHat.TRAINER, WornHat.COORDINATOR):
        shown = list_nearest_staffed(database, actor=actor, day=clock.today(), limit=SHOWN)
    return Standpoint(hat=hat, worn=worn, own=own, cohorts=shown)


def count_unread() -> int:
    """How many notices wait unread for who asks."""
    return standpoint().own.unread


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
