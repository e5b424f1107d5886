"""What waits for a trainer: registers, papers and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from lms.cohorts import queries as cohorts
from lms.cohorts.models import DayPart
from lms.core import clock, rendering
from lms.core.authorisation import Actor
from lms.papers import queries as papers
from lms.site.queries import AtCohort, read_trainer_work
from lms.site.standpoint import Standpoint
from lms.site.start.pieces import Waiting, waiting
from lms.site.start.trainings import list_to_decide


def _day_part_line(part: DayPart) -> str:
    hours = f"{rendering.time(part.starts_at)}–{rendering.time(part.ends_at)}"
    return f"{part.meeting.cohort.name} · {hours}"


def list_waiting(session: Session, *, actor: Actor, here: Standpoint) -> list[Waiting]:
    """What waits for this trainer, in no order."""
    registers = [
        waiting(
            clock.local(part.ends_at).date(),
            title=_("Leg de aanwezigheid vast: %(meeting)s", meeting=part.meeting.title),
            line=_day_part_line(part),
            label=_("Leg aanwezigheid vast"),
            url=url_for("cohorts.register", day_part_id=part.public_id),
        )
        for part in cohorts.list_unregistered_day_parts(session, actor=actor)
    ]
    grading = [
        waiting(
            item.due_on,
            title=_("Beoordeel de paper van %(name)s", name=item.author.display_name),
            line=item.assignment,
            label=_("Beoordeel de paper"),
            url=url_for("papers.submission_grade", submission_id=item.submission_id),
        )
        for item in papers.list_to_grade(session, actor=actor)
    ]
    work = read_trainer_work(session, actor=actor)
    return [
        *registers,
        *grading,
        *_agreements_to_sign(work.to_sign),
        *_evidence_to_judge(here.own.evidence),
        *_absences(work.absences),
        *list_to_decide(work.plans),
    ]


def _agreements_to_sign(found: Sequence[AtCohort]) -> list[Waiting]:
    """One line for all agreements that wait for a trainer's signature, about the cohort that starts first."""
    if not found:
        return []
    first = min(found, key=lambda cohort: (cohort.starts_on or date.max, cohort.cohort_name))
    number = sum(cohort.number for cohort in found)
    return [
        waiting(
            first.starts_on,
            title=ngettext("Teken %(num)d leerovereenkomst", "Teken %(num)d leerovereenkomsten", number),
            line=first.cohort_name,
            label=_("Bekijk de leerovereenkomsten"),
            url=url_for("agreements.agreements_list", cohort_id=first.public_id),
        )
    ]


def _evidence_to_judge(number: int) -> list[Waiting]:
    if not number:
        return []
    title = ngettext("Bekijk %(num)d bewijs", "Bekijk %(num)d bewijzen", number)
    return [
        waiting(
            None,
            title=title,
            line=_("Deelnemers wachten op je oordeel."),
            label=_("Bekijk bewijzen"),
            url=url_for("learning.evidence_list"),
        )
    ]


def _absences(found: Sequence[AtCohort]) -> list[Waiting]:
    return [
        waiting(
            None,
            title=ngettext("Bekijk %(num)d inhaalvraag", "Bekijk %(num)d inhaalvragen", waits.number),
            line=waits.cohort_name,
            label=_("Bekijk inhaalopdrachten"),
            url=url_for("cohorts.catch_up_list", cohort_id=waits.public_id),
        )
        for waits in sorted(found, key=lambda cohort: cohort.cohort_name)
    ]
