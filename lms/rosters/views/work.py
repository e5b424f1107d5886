"""What the page of a job says of an import or a round; all of it stands in the job itself."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core.slots import JobPage
from lms.jobs.models import Job


def import_page(job: Job) -> JobPage:
    """An import: how many rows it is about, and who was taken in."""
    taken_in, dropped = int(job.facts.get("taken_in", 0)), int(job.facts.get("dropped", 0))
    told = ngettext("%(num)d mens staat nu op de lijst.", "%(num)d mensen staan nu op de lijst.", taken_in)
    if dropped:
        fell = ngettext(
            "%(num)d rij is toch niet ingelezen.", "%(num)d rijen zijn toch niet ingelezen.", dropped
        )
        told = f"{told} {fell}"
    return JobPage(
        line=ngettext("%(num)d goede rij", "%(num)d goede rijen", job.total),
        outcome=told,
        label=_("Bekijk wat is ingelezen"),
        url=url_for("rosters.import_show", import_id=job.payload["import_id"]),
    )


def round_page(job: Job) -> JobPage:
    """A round: how many people it is about, and who was invited."""
    invited, passed_over = int(job.facts.get("invited", 0)), int(job.facts.get("passed_over", 0))
    told = ngettext("%(num)d mens krijgt een mail.", "%(num)d mensen krijgen een mail.", invited)
    if passed_over:
        over = ngettext(
            "%(num)d mens had intussen geen mail nodig.",
            "%(num)d mensen hadden intussen geen mail nodig.",
            passed_over,
        )
        told = f"{told} {over}"
    return JobPage(
        line=ngettext("%(num)d mens op de lijst", "%(num)d mensen op de lijst", job.total),
        outcome=told,
        label=_("Bekijk de uitnodigingen"),
        url=url_for("rosters.invitations_list", cohort_id=job.payload["cohort_id"]),
    )


def export_page(job: Job) -> JobPage:
    """A large file: how many cohorts it is about, and where it is fetched."""
    return JobPage(
        line=ngettext("%(num)d leergroep", "%(num)d leergroepen", job.total),
        outcome=_("Het bestand staat een week voor je klaar. Alleen jij kunt het ophalen."),
        label=_("Haal het bestand op"),
        url=url_for("rosters.export_file", export_id=job.payload["export_id"]),
    )
