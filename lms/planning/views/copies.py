"""A new cohort after the example of another one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort
from lms.cohorts.operations.cohorts import UnknownAcademicYearError
from lms.cohorts.queries import get_cohort
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import choice
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.planning import operations, policies, queries
from lms.planning.forms.plans import CohortCopyForm
from lms.planning.views.blueprint import blueprint


@blueprint.route("/leergroepen/<uuid:cohort_id>/kopieren", methods=["GET", "POST"])
@guarded_by(policies.may_copy_cohort, load=get_cohort)
@writes
def cohort_copy(cohort: Cohort) -> ResponseReturnValue:
    """Copy a cohort without its people."""
    form = CohortCopyForm()
    own = cohort.programme_version
    newest = queries.find_newest_version(current_session(), programme_id=own.programme_id)
    versions = {str(row.public_id): row for row in (newest, own) if row is not None}
    form.programme_version.choices = [
        choice(key, _("Versie %(number)s", number=row.number)) for key, row in versions.items()
    ]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            copy = operations.copy_cohort(
                current_session(),
                actor=current_actor(),
                cohort=cohort,
                programme_version=versions[form.programme_version.data],
                **form.facts(),
            )
            flash(_("De leergroep is gekopieerd. De planning is een voorstel: kijk de dagen na."))
            return redirect(url_for("planning.plan_show", cohort_id=copy.public_id), 303)
        except UnknownAcademicYearError as error:
            status = refuse(form, error, form.academic_year)
        except DomainError as error:
            status = refuse(form, error)
    return render_template("planning/cohort_copy.html", form=form, cohort=cohort), status
