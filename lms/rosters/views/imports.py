"""Take a list in: send it, read the judgement, confirm it or throw it away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort, list_admitted
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.rosters import operations, policies, queries
from lms.rosters.forms import COLUMN_LABELS, ImportConfirmForm, ImportDiscardForm, ImportForm
from lms.rosters.models import ListImport
from lms.rosters.rules.heads import NEEDED
from lms.rosters.sheets import read_list
from lms.rosters.views.blueprint import blueprint
from lms.rosters.views.words import name_in, note_words, problem_words


@blueprint.route("/leergroepen/<uuid:cohort_id>/inlezen", methods=["GET", "POST"])
@guarded_by(policies.may_take_list_in, load=get_cohort)
@writes
def import_new(cohort: Cohort) -> ResponseReturnValue:
    """Send a list to be judged."""
    form, status = ImportForm(), 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                list_import = _judge(cohort, form)
                return redirect(url_for("rosters.import_show", import_id=list_import.public_id), 303)
        except DomainError as error:
            form.refuse(error)
            status = 413 if getattr(error, "reason", "") == "too_large" else 422
        finally:
            form.close()
    return render_template(
        "rosters/import_new.html",
        form=form,
        cohort=cohort,
        admitted=list_admitted(current_session(), cohort=cohort),
        places=queries.count_places(current_session(), cohort=cohort),
        imports=queries.list_imports(current_session(), cohort=cohort),
        labels=COLUMN_LABELS,
        needed=NEEDED,
    ), status


def _judge(cohort: Cohort, form: ImportForm) -> ListImport:
    name = form.file.data.filename or ""
    sheet = read_list(stream=form.file.data.stream, name=name)
    return operations.judge_list(
        current_session(), actor=current_actor(), cohort=cohort, sheet=sheet, name=name
    )


@blueprint.get("/inlezingen/<uuid:import_id>")
@guarded_by(policies.may_see_import, load=queries.get_import)
def import_show(list_import: ListImport) -> ResponseReturnValue:
    """What was found in a list, or what became of it."""
    return _import_page(list_import, ImportConfirmForm(formdata=None, sha256=list_import.sha256))


def _import_page(list_import: ListImport, form: ImportConfirmForm, refusal: str = "") -> str:
    left_out = list_import.refused + list_import.dropped
    refused = request.args.get("rijen", "fout" if left_out else "goed") == "fout"
    page = queries.page_of_rows(
        current_session(),
        list_import=list_import,
        refused=refused,
        page=request.args.get("pagina", 1, type=int),
    )

    def page_address(number: int) -> str:
        chosen = "fout" if refused else "goed"
        return url_for("rosters.import_show", import_id=list_import.public_id, rijen=chosen, pagina=number)

    return render_template(
        "rosters/import_show.html",
        list_import=list_import,
        cohort=list_import.cohort,
        left_out=left_out,
        places=queries.count_places(current_session(), cohort=list_import.cohort),
        refused=refused,
        page=page,
        page_address=page_address,
        form=form,
        discard_form=ImportDiscardForm(formdata=None),
        refusal=refusal,
        name_in=name_in,
        problem_words=problem_words,
        note_words=note_words,
    )


@blueprint.post("/inlezingen/<uuid:import_id>/bevestigen")
@guarded_by(policies.may_see_import, load=queries.get_import)
@writes
def import_confirm(list_import: ListImport) -> ResponseReturnValue:
    """Take the fit rows in of exactly what was judged."""
    form = ImportConfirmForm()
    form.validate()
    try:
        job = operations.confirm_import(
            current_session(),
            actor=current_actor(),
            list_import=list_import,
            sha256=form.sha256.data or "",
            invites=bool(form.invites.data),
        )
    except DomainError as error:
        return _import_page(list_import, form, sentence_for(error)), error.status
    if job is not None:
        return redirect(url_for("jobs.job_show", job_id=job.public_id), 303)
    flash(_("De lijst is ingelezen."))
    return redirect(url_for("rosters.import_show", import_id=list_import.public_id), 303)


@blueprint.post("/inlezingen/<uuid:import_id>/weggooien")
@guarded_by(policies.may_see_import, load=queries.get_import)
@writes
def import_discard(list_import: ListImport) -> ResponseReturnValue:
    """Throw a judged list away."""
    cohort_id = list_import.cohort.public_id
    operations.discard_import(current_session(), actor=current_actor(), list_import=list_import)
    flash(_("De lijst is weggegooid. Er is niemand ingelezen."))
    return redirect(url_for("rosters.import_new", cohort_id=cohort_id), 303)
