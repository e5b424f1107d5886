"""Lists as files: an example, the rows that were left out, and the participants of a cohort."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_cohort, list_admitted, list_enrolments
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import NotFoundError
from lms.core.files import download
from lms.core.spreadsheet import csv_download, xlsx_download
from lms.core.unit_of_work import current_session, writes
from lms.rosters import operations, policies, queries
from lms.rosters.forms import COLUMN_LABELS, ENROLMENT_LABELS, ExportForm, cells_of
from lms.rosters.models import ListExport, ListImport
from lms.rosters.rules import Column
from lms.rosters.views.blueprint import blueprint
from lms.rosters.views.words import problem_words

Table = tuple[Sequence[object], Sequence[Sequence[object]]]


@blueprint.get("/leergroepen/<uuid:cohort_id>/inlezen/voorbeeld.csv")
@guarded_by(policies.may_take_list_in, load=get_cohort)
def import_example_csv(cohort: Cohort) -> Response:
    """A list as we read it, to fill in."""
    return csv_download(*_example(cohort), name="deelnemers-voorbeeld.csv")


@blueprint.get("/leergroepen/<uuid:cohort_id>/inlezen/voorbeeld.xlsx")
@guarded_by(policies.may_take_list_in, load=get_cohort)
def import_example_xlsx(cohort: Cohort) -> Response:
    """The same as a workbook."""
    return xlsx_download(*_example(cohort), name="deelnemers-voorbeeld.xlsx", title=_("Deelnemers"))


def _example(cohort: Cohort) -> Table:
    """All heads, and one invented person of an organisation that may take part."""
    admitted = list_admitted(current_session(), cohort=cohort)
    organisation = admitted[0].name if admitted else _("Naam van de organisatie")
    person = {
        Column.EMAIL: "sanne.vandenberg@voorbeeld.example",
        Column.GIVEN_NAME: "Sanne",
        Column.PREFIX: "van den",
        Column.FAMILY_NAME: "Berg",
        Column.ORGANISATION: organisation,
    }
    return [COLUMN_LABELS[column] for column in Column], [[person.get(column, "") for column in Column]]


@blueprint.get("/inlezingen/<uuid:import_id>/niet-ingelezen.csv")
@guarded_by(policies.may_see_import, load=queries.get_import)
def import_refused_csv(list_import: ListImport) -> Response:
    """The rows that were left out, each with its reason, to mend and send again."""
    return csv_download(*_refused(list_import), name="niet-ingelezen.csv")


@blueprint.get("/inlezingen/<uuid:import_id>/niet-ingelezen.xlsx")
@guarded_by(policies.may_see_import, load=queries.get_import)
def import_refused_xlsx(list_import: ListImport) -> Response:
    """The same as a workbook."""
    return xlsx_download(*_refused(list_import), name="niet-ingelezen.xlsx", title=_("Niet ingelezen"))


def _refused(list_import: ListImport) -> Table:
    heads = [*(COLUMN_LABELS[column] for column in Column), _("Rij"), _("Waarom niet")]
    rows = [
        [
            *(row.cells.get(column.value, "") for column in Column),
            row.number,
            " ".join(problem_words(row.problems)),
        ]
        for row in queries.list_refused_rows(current_session(), list_import=list_import)
    ]
    return heads, rows


@blueprint.get("/leergroepen/<uuid:cohort_id>/deelnemers/lijst.csv")
@guarded_by(policies.may_take_list_along, load=get_cohort)
def participants_csv(cohort: Cohort) -> Response:
    """The participants of a cohort."""
    return csv_download(*_participants(cohort), name=f"deelnemers-{clock.today().isoformat()}.csv")


@blueprint.get("/leergroepen/<uuid:cohort_id>/deelnemers/lijst.xlsx")
@guarded_by(policies.may_take_list_along, load=get_cohort)
def participants_xlsx(cohort: Cohort) -> Response:
    """The same as a workbook."""
    name = f"deelnemers-{clock.today().isoformat()}.xlsx"
    return xlsx_download(*_participants(cohort), name=name, title=_("Deelnemers"))


def _participants(cohort: Cohort) -> Table:
    with_address = policies.may_see_addresses(current_actor(), cohort)
    columns = [column for column in Column if with_address or column is not Column.EMAIL]
    people = list_enrolments(current_session(), cohort=cohort)
    heads = [*(COLUMN_LABELS[column] for column in columns), _("Stand")]
    return heads, [_line(row, columns) for row in people]


def _line(row: Enrolment, columns: Sequence[Column]) -> list[object]:
    told = dict(zip(Column, cells_of(row), strict=True))
    return [*(told[column] for column in columns), ENROLMENT_LABELS[row.state]]


@blueprint.route("/deelnemerslijsten", methods=["GET", "POST"])
@guarded_by(policies.may_ask_for_all_lists)
@writes
def export_new() -> ResponseReturnValue:
    """Ask for the participants of all own cohorts as one workbook."""
    form = ExportForm()
    if form.validate_on_submit():
        job = operations.start_export(current_session(), actor=current_actor())
        return redirect(url_for("jobs.job_show", job_id=job.public_id), 303)
    return render_template("rosters/export_new.html", form=form)


@blueprint.get("/deelnemerslijsten/<uuid:export_id>")
@guarded_by(policies.may_fetch_export, load=queries.get_export)
def export_file(export: ListExport) -> Response:
    """The workbook, once it is made."""
    if export.file is None:
        raise NotFoundError
    return download(export.file)
