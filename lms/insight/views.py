"""The director's pages: pictures first, the same figures as a table beneath, and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort
from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.spreadsheet import csv_download
from lms.core.unit_of_work import current_session
from lms.insight import policies, queries
from lms.insight.rules import DirectorsCohort
from lms.trainings.models import Moment
from lms.trainings.queries import list_counted, list_sums
from lms.trainings.rules import TrainingTotals, totals_of

insight = Blueprint("insight", __name__)


@insight.get("/voortgang")
@guarded_by(policies.may_see_progress)
def progress() -> ResponseReturnValue:
    """Every cohort with own people in it; with only one, that one at once."""
    wanted = request.args.get("pagina", 1, type=int)
    found = queries.get_summaries_page(current_session(), actor=current_actor(), page=wanted)
    if len(found.summaries) == 1 and found.pages == 1:
        return redirect(url_for("insight.cohort_progress", cohort_id=found.summaries[0].cohort.public_id))
    return render_template("insight/progress.html", found=found, page_address=_page_address)


def _page_address(number: int) -> str:
    return url_for("insight.progress", pagina=number)


@insight.get("/voortgang/<uuid:cohort_id>")
@guarded_by(policies.may_see_cohort_progress, load=queries.get_directors_cohort)
def cohort_progress(seen: DirectorsCohort) -> ResponseReturnValue:
    """One cohort as a whole, and the own people in it with the agreed facts."""
    return render_template(
        "insight/cohort_progress.html",
        cohort=seen.cohort,
        seen=seen,
        progress=queries.get_cohort_progress(current_session(), seen=seen),
    )


@insight.get("/voortgang/<uuid:cohort_id>/csv")
@guarded_by(policies.may_see_cohort_progress, load=queries.get_directors_cohort)
def cohort_progress_csv(seen: DirectorsCohort) -> ResponseReturnValue:
    """The figures of the cohort as a whole, as a file."""
    found = queries.get_cohort_progress(current_session(), seen=seen)
    rows: list[Sequence[object]] = [
        (
            _("Mijlpalen tegen het plan"),
            rendering.day_numeric(point.day),
            _number(point.reached),
            _number(point.planned),
        )
        for point in found.line
    ]
    rows += [
        (_("Mijlpalen"), item.requirement.title, item.reached, found.figures.total_people)
        for item in found.milestones
    ]
    rows += [(_("Modules"), item.title, item.done, item.busy) for item in found.modules]
    rows.append((_("Aanwezigheid"), _("hele leergroep"), _number(found.figures.attendance_percent), ""))
    rows.append((_("Maatwerkbesluiten"), _("hele leergroep"), found.tailored_decisions, ""))
    heads = (_("Onderdeel"), _("Wat"), _("Behaald"), _("Plan, totaal of bezig"))
    return csv_download(heads, rows, name=f"voortgang-{clock.today().isoformat()}.csv")


@insight.get("/voortgang/<uuid:cohort_id>/deelnemers/csv")
@guarded_by(policies.may_see_cohort_progress, load=queries.get_directors_cohort)
def own_people_csv(seen: DirectorsCohort) -> ResponseReturnValue:
    """The own people with the agreed facts, as a file."""
    found = queries.get_cohort_progress(current_session(), seen=seen)
    heads = (
        _("Naam"),
        _("Uren aanwezig"),
        _("Uren gepland"),
        _("Mijlpalen behaald"),
        _("Mijlpalen totaal"),
        _("Certificaat"),
    )
    rows = [
        (
            item.enrolment.person.display_name,
            _agreed(item.hours),
            item.planned_hours,
            _agreed(item.reached),
            item.milestones,
            _agreed({True: _("ja"), False: _("nee"), None: None}[item.has_certificate]),
        )
        for item in found.own_people
    ]
    return csv_download(heads, rows, name=f"onze-deelnemers-{clock.today().isoformat()}.csv")


@insight.get("/voortgang/<uuid:cohort_id>/vaktrainingen")
@guarded_by(policies.may_see_cohort_progress, load=queries.get_directors_cohort)
def cohort_outcomes(seen: DirectorsCohort) -> ResponseReturnValue:
    """What the pairs of the cohort counted together, by training: never one pair, never a person."""
    found = _totals(seen.cohort)
    return render_template(
        "insight/cohort_outcomes.html", cohort=seen.cohort, found=found, moments=list(Moment)
    )


@insight.get("/voortgang/<uuid:cohort_id>/vaktrainingen/csv")
@guarded_by(policies.may_see_cohort_progress, load=queries.get_directors_cohort)
def cohort_outcomes_csv(seen: DirectorsCohort) -> ResponseReturnValue:
    """The same sums as a file: each percentage with its n and its measuring days."""
    heads = (
        _("Training"),
        _("Uitkomst"),
        _("Moment"),
        _("Aantal"),
        _("Groepsleden"),
        _("Procent"),
        _("Duo’s"),
        _("Eerste meetdag"),
        _("Laatste meetdag"),
    )
    found = _totals(seen.cohort)
    rows = [row for item in found for row in _outcome_rows(item)]
    return csv_download(heads, rows, name=f"vaktrainingen-{clock.today().isoformat()}.csv")


def _totals(cohort: Cohort) -> Sequence[TrainingTotals]:
    session = current_session()
    return totals_of(list_counted(session, cohort=cohort), list_sums(session, cohort=cohort))


def _outcome_rows(item: TrainingTotals) -> Iterator[Sequence[object]]:
    words = {
        Moment.END: _("aan het einde"),
        Moment.ONE_MONTH: _("na een maand"),
        Moment.SIX_MONTHS: _("na zes maanden"),
    }
    known = [(moment, total) for moment, total in item.totals.items() if total is not None]
    for moment, total in known:
        for category in item.edition.categories:
            share = total.shares[category.id]
            yield (
                item.edition.client_training.name,
                category.name,
                words[moment],
                share.count,
                share.total,
                share.percent,
                total.pairs,
                rendering.day_numeric(total.first_on),
                rendering.day_numeric(total.last_on),
            )


def _number(value: object) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _agreed(value: object) -> object:
    """A fact, or that it was not agreed."""
    return _("niet afgesproken") if value is None else value
