"""What waits for a coordinator: certificates that can be issued, invitations that stay open."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from lms.admissions import queries as admissions
from lms.cohorts.queries import StaffedCohort
from lms.core import clock
from lms.core.authorisation import Actor
from lms.jobs import queries as jobs
from lms.jobs.models import JobState
from lms.jobs.slots import kinds
from lms.site.queries import count_for_coordinator
from lms.site.start import visits
from lms.site.start.pieces import Waiting, waiting


def list_waiting(session: Session, *, actor: Actor, shown: Sequence[StaffedCohort]) -> list[Waiting]:
    """What waits for the coordinator of these cohorts, in no order."""
    found = [
        *_applications(session, actor, shown),
        *_work(session, actor),
        *visits.list_for_coordinator(session, shown=shown),
    ]
    ready, invited, declined = count_for_coordinator(session, cohorts=shown)
    for cohort in shown:
        if declined.get(cohort.id):
            found.append(_declined(cohort, declined[cohort.id]))
        if ready.get(cohort.id):
            found.append(
                waiting(
                    cohort.ends_on,
                    title=ngettext(
                        "Geef %(num)d certificaat uit", "Geef %(num)d certificaten uit", ready[cohort.id]
                    ),
                    line=cohort.name,
                    label=_("Bekijk de certificaten"),
                    url=url_for("certification.round_show", cohort_id=cohort.public_id),
                )
            )
        if invited.get(cohort.id):
            found.append(
                waiting(
                    cohort.starts_on,
                    title=ngettext(
                        "%(num)d uitnodiging staat open",
                        "%(num)d uitnodigingen staan open",
                        invited[cohort.id],
                    ),
                    line=cohort.name,
                    label=_("Bekijk de uitnodigingen"),
                    url=url_for("rosters.invitations_list", cohort_id=cohort.public_id),
                )
            )
    return found


def _applications(session: Session, actor: Actor, shown: Sequence[StaffedCohort]) -> list[Waiting]:
    """Applications to invite or to decide on, and places for who waits longest."""
    rows = admissions.list_cohort_applications(
        session, actor=actor, cohort_ids=[cohort.id for cohort in shown]
    )
    found = []
    for row in rows:
        titles = []
        if row.to_handle:
            titles.append(
                ngettext(
                    "%(num)d aanmelding wacht op jou", "%(num)d aanmeldingen wachten op jou", row.to_handle
                )
            )
        if row.to_move_up:
            titles.append(
                ngettext(
                    "Er is %(num)d plaats vrij voor wie wacht",
                    "Er zijn %(num)d plaatsen vrij voor wie wacht",
                    row.to_move_up,
                )
            )
        found += [
            waiting(
                row.round.answers_on if row.round else None,
                title=title,
                line=row.cohort.name,
                label=_("Bekijk de aanmeldingen"),
                url=url_for("admissions.applications_list", cohort_id=row.cohort.public_id),
            )
            for title in titles
        ]
    return found


def _work(session: Session, actor: Actor) -> list[Waiting]:
    """Work on the background that goes on, failed or ended just now."""
    labels = {JobState.FAILED: _("Bekijk wat er misging"), JobState.DONE: _("Bekijk de uitkomst")}
    return [
        waiting(
            clock.today(),
            title=str(kinds[job.kind].title),
            line=_("%(done)s van %(total)s gedaan", done=job.done, total=job.total),
            label=labels.get(job.state, _("Bekijk hoe ver het is")),
            url=url_for("jobs.job_show", job_id=job.public_id),
        )
        for job in jobs.list_news_for(session, actor=actor)
    ]


def _declined(cohort: StaffedCohort, number: int) -> Waiting:
    return waiting(
        cohort.starts_on,
        title=ngettext(
            "%(num)d leidinggevende tekent nog niet", "%(num)d leidinggevenden tekenen nog niet", number
        ),
        line=cohort.name,
        label=_("Bekijk de leerovereenkomsten"),
        url=url_for("agreements.agreements_list", cohort_id=cohort.public_id),
    )
