"""The coordinator's rounds: which cohorts take applications, from when until when."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.admissions import operations, policies, queries, rules
from lms.admissions.forms import ROUND_LABELS, RoundEditForm
from lms.admissions.views.blueprint import bp
from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError, NotFoundError
from lms.core.forms import ConfirmForm
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes


@bp.get("/aanmeldingen")
@guarded_by(policies.may_list_rounds)
def rounds_list() -> ResponseReturnValue:
    """The cohorts of the reader, with what waits in each."""
    rows = queries.list_cohort_applications(current_session(), actor=current_actor())
    return render_template(
        "admissions/rounds_list.html",
        rows=rows,
        state_of=lambda round_: rules.round_state(round_, day=clock.today()),
        round_labels=ROUND_LABELS,
    )


@bp.route("/leergroepen/<uuid:cohort_id>/aanmeldronde", methods=["GET", "POST"])
@guarded_by(policies.may_set_round, load=get_cohort)
@writes
def round_edit(cohort: Cohort) -> ResponseReturnValue:
    """Open the applications for a cohort, or change when they are open."""
    session = current_session()
    round_ = queries.find_round(session, cohort=cohort)
    form = RoundEditForm(obj=round_)
    status = 422 if form.is_submitted() else 200
    if not form.is_submitted() and round_ is None:
        form.maximum_size.data = cohort.maximum_size
    if form.validate_on_submit():
        try:
            operations.set_round(session, actor=current_actor(), cohort=cohort, **form.facts())
            flash(_("De aanmeldronde is bewaard."))
            return redirect(url_for("admissions.applications_list", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, version=round_.version if round_ else 0)
    return render_template(
        "admissions/round_edit.html",
        form=form,
        cohort=cohort,
        round=round_,
        state=rules.round_state(round_, day=clock.today()) if round_ else None,
        close_form=ConfirmForm(formdata=None),
    ), status


@bp.post("/leergroepen/<uuid:cohort_id>/aanmeldronde/sluiten")
@guarded_by(policies.may_set_round, load=get_cohort)
@writes
def round_close(cohort: Cohort) -> ResponseReturnValue:
    """Let nobody apply any more."""
    session = current_session()
    round_ = queries.find_round(session, cohort=cohort)
    if round_ is None:
        raise NotFoundError
    operations.close_round(session, actor=current_actor(), round_=round_)
    flash(_("Aanmelden kan niet meer. Wat is ingestuurd, blijft staan."))
    return redirect(url_for("admissions.applications_list", cohort_id=cohort.public_id), 303)
