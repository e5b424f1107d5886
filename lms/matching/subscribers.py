"""What matching does when something happens: people hear of their group, staff that somebody dropped out."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.events import PersonErased
from lms.accounts.models import Hat, Person
from lms.accounts.queries import list_wearers
from lms.cohorts.events import EnrolmentStateChanged
from lms.cohorts.models import BELONGING, Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core.authorisation import Actor
from lms.core.http import absolute_url
from lms.core.slots import JobPage
from lms.jobs.models import Job
from lms.matching import operations, queries
from lms.matching.events import MemberLeft, RoundPublished, RoundRepaired
from lms.matching.models import Round, RoundKind
from lms.messages.operations import notify_each

PLACED, DROPPED_OUT = "matching.placed", "matching.dropped_out"


def take_out_who_stopped(session: Session, event: EnrolmentStateChanged) -> None:
    """Who stops or postpones leaves every round; nobody else moves by that (DR-08)."""
    if event.from_state in BELONGING and event.to_state not in BELONGING:
        enrolment = get_enrolment(session, enrolment_id=event.enrolment_id)
        operations.leave_rounds(session, actor=event.actor, enrolment=enrolment)


def forget_erased(session: Session, event: PersonErased) -> None:
    """An erased person's own list goes, and so does that name from the lists of others."""
    operations.forget_person(session, person_id=event.person_id)


def tell_placed(session: Session, event: RoundPublished) -> None:
    """Everybody in a group or pair hears that it is known; not with whom."""
    if event.kind is RoundKind.SHADOW_VISITS:
        return
    round_ = queries.get_round(session, round_id=event.round_id)
    placed = {key for group in operations.current_of(round_).groups for key in group}
    _tell(session, round_, (row.enrolment for row in round_.members if row.enrolment_id in placed))


def tell_changed(session: Session, event: RoundRepaired) -> None:
    """Only whose company changed hears of a repair."""
    if event.kind is RoundKind.SHADOW_VISITS:
        return
    round_, changed = queries.get_round(session, round_id=event.round_id), set(event.changed)
    here = (row.enrolment for row in round_.members if row.left_at is None)
    _tell(session, round_, (row for row in here if row.public_id in changed), is_repair=True)


def _tell(
    session: Session, round_: Round, enrolments: Iterable[Enrolment], *, is_repair: bool = False
) -> None:
    notify_each(
        session,
        recipients=[enrolment.person for enrolment in enrolments],
        kind=PLACED,
        words=lambda: (
            _title(round_.kind, is_repair=is_repair),
            _("Kijk met wie je samenwerkt, en hoe je hen bereikt."),
        ),
        url=absolute_url("matching.group_own", cohort_id=round_.cohort.public_id),
    )


def _title(kind: RoundKind, *, is_repair: bool) -> str:
    if kind is RoundKind.TRAINING_PAIRS:
        return str(_("Je duo is veranderd") if is_repair else _("Je duo is bekend"))
    return str(_("Je intervisiegroep is veranderd") if is_repair else _("Je intervisiegroep is bekend"))


def tell_staff_who_left(session: Session, event: MemberLeft) -> None:
    """Staff hears that a published round asks for a repair; not who left it."""
    if not event.was_published:
        return
    round_ = queries.get_round(session, round_id=event.round_id)
    notify_each(
        session,
        recipients=_staff(session, round_, event.actor),
        kind=DROPPED_OUT,
        words=lambda: (
            _("Een indeling vraagt om herstel"),
            _("Er viel iemand uit. Kies hoe de anderen verdergaan."),
        ),
        url=absolute_url("matching.round_show", round_id=round_.public_id),
    )


def _staff(session: Session, round_: Round, actor: Actor) -> list[Person]:
    """Who composes this kind of round, apart from who did it."""
    programme = round_.cohort.programme_version.programme
    people = list(list_wearers(session, hat=Hat.COORDINATOR, scope=programme.public_id))
    if round_.kind is not RoundKind.SHADOW_VISITS:
        people += list_wearers(session, hat=Hat.TRAINER, scope=round_.cohort.public_id)
    return list({person.id: person for person in people if person.id != actor.person_id}.values())


def propose_next(session: Session, actor: Actor, job: Job) -> int:
    """One more proposal of a large round, for whoever may still ask for it."""
    operations.propose_next(session, actor=actor, round_id=UUID(job.payload["round_id"]))
    return 1


def propose_page(job: Job) -> JobPage:
    """What the page of that job says."""
    return JobPage(
        line=_("%(count)s voorstellen om te vergelijken", count=job.total),
        outcome=_("De voorstellen staan klaar."),
        label=_("Vergelijk de voorstellen"),
        url=url_for("matching.round_show", round_id=job.payload["round_id"]),
    )
