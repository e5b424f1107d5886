"""The matrix of a cohort: participants by requirements, and the same figures as a download."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort
from lms.cohorts.queries import list_enrolments
from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.spreadsheet import csv_download
from lms.core.unit_of_work import current_session
from lms.learning import policies, queries, rules
from lms.learning.rules import MatrixFilter, MatrixRow, RequirementStanding, RequirementState
from lms.learning.views.blueprint import bp

FILTERS = {
    "wacht": MatrixFilter.WAITING,
    "achter": MatrixFilter.BEHIND,
    "gemeente": MatrixFilter.MUNICIPAL,
    "partners": MatrixFilter.PARTNER,
}


@bp.route("/leergroepen/<uuid:cohort_id>/voortgang")
@guarded_by(policies.may_see_matrix, load=queries.get_cohort_of_staff)
def matrix(cohort: Cohort) -> ResponseReturnValue:
    """Everybody by every requirement, on one screen."""
    rows = _rows(cohort)
    wanted, organisation_id = _chosen_filter(rows)
    return render_template(
        "learning/matrix.html",
        cohort=cohort,
        rows=rules.shown(rows, wanted=wanted, organisation_id=organisation_id),
        requirements=cohort.programme_version.requirements,
        wanted=wanted,
        organisation_id=organisation_id,
        counts={kind: sum(row.passes(kind) for row in rows) for kind in MatrixFilter},
        organisations=rules.organisations_in(rows),
        filters={kind: word for word, kind in FILTERS.items()},
        week=rules.week_of(cohort, day=clock.today()),
        is_trainer=policies.may_see_shared_reflections(current_actor(), cohort),
    )


@bp.route("/leergroepen/<uuid:cohort_id>/voortgang/csv")
@guarded_by(policies.may_see_matrix, load=queries.get_cohort_of_staff)
def matrix_csv(cohort: Cohort) -> ResponseReturnValue:
    """The whole matrix as a table for a spreadsheet; the same facts as on the screen."""
    heads = [
        _("Deelnemer"),
        _("Organisatie"),
        _("Discipline"),
        *(item.title for item in cohort.programme_version.requirements),
    ]
    cells = [_cells(row) for row in _rows(cohort)]
    return csv_download(heads, cells, name=f"voortgang-{clock.today().isoformat()}.csv")


def _cells(row: MatrixRow) -> list[str]:
    enrolment = row.enrolment
    discipline = enrolment.discipline.name if enrolment.discipline else ""
    facts = [enrolment.person.display_name, enrolment.organisation.name, discipline]
    return facts + [_words(standing) for standing in row.standings]


def _rows(cohort: Cohort) -> Sequence[MatrixRow]:
    session = current_session()
    enrolments = list_enrolments(session, cohort=cohort)
    standings = queries.cohort_standings(
        session, cohort=cohort, enrolments=enrolments, requirements=cohort.programme_version.requirements
    )
    return rules.matrix_rows(cohort, enrolments=enrolments, standings=standings, day=clock.today())


def _chosen_filter(rows: Sequence[MatrixRow]) -> tuple[MatrixFilter, UUID | None]:
    """The filter that the address asks for; an unknown one is ignored, with a word about it."""
    word, organisation = request.args.get("toon", ""), request.args.get("organisatie", "")
    known = {str(item.public_id): item.public_id for item, _count in rules.organisations_in(rows)}
    if (word and word not in FILTERS) or (organisation and organisation not in known):
        flash(_("Dit filter kennen we niet. Je ziet iedereen."), "info")
    return FILTERS.get(word, MatrixFilter.ALL), known.get(organisation)


def _words(standing: RequirementStanding) -> str:
    if standing.percent is not None:
        return rendering.percent(standing.percent)
    if standing.target > 1 and not standing.is_reached:
        return str(_("%(count)s van %(target)s", count=standing.count, target=standing.target))
    words = {
        RequirementState.REACHED: _("behaald"),
        RequirementState.WAITING: _("wacht op oordeel"),
        RequirementState.BUSY: _("bezig"),
        RequirementState.OPEN: _("nog niet"),
    }
    return str(words[standing.state])
