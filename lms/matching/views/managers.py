"""Who is whose line manager in a cohort, as far as the agreements do not say it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.queries import get_cohort_head, list_enrolments
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import LineManagerForm, PlainForm
from lms.matching.models import LineManager
from lms.matching.operations.line_managers import OwnManagerError
from lms.matching.views.blueprint import blueprint


@blueprint.route("/leergroepen/<uuid:cohort_id>/leidinggevenden", methods=["GET", "POST"])
@guarded_by(policies.may_keep_line_managers, load=get_cohort_head)
@writes
def line_managers_list(cohort: Cohort) -> ResponseReturnValue:
    """The line managers in a cohort, and writing one down."""
    session, form = current_session(), LineManagerForm()
    enrolments = [row for row in list_enrolments(session, cohort=cohort) if row.state in BELONGING]
    form.offer(enrolments)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        people = {str(row.id): row for row in enrolments}
        chosen = {name: people[form[name].data] for name in ("enrolment", "manager")}
        try:
            operations.enter_line_manager(session, actor=current_actor(), cohort=cohort, **chosen)
            flash(_("De leidinggevende is genoteerd. Nieuwe indelingen houden er rekening mee."))
            return redirect(url_for("matching.line_managers_list", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, form.manager if isinstance(error, OwnManagerError) else None)
    entered = queries.list_entered_managers(session, cohort=cohort)
    return render_template(
        "matching/line_managers_list.html",
        cohort=cohort,
        form=form,
        entered=entered,
        derived=_derived(enrolments, entered),
        plain_form=PlainForm(formdata=None),
    ), status


def _derived(enrolments: Sequence[Enrolment], entered: Sequence[LineManager]) -> list[tuple[str, str]]:
    """Who leads whom according to the agreements, by name."""
    names = {row.id: row.person.display_name for row in enrolments}
    written = {(row.enrolment_id, row.manager_id) for row in entered}
    return [
        (names[who], names[manager])
        for who, managers in queries.line_managers(current_session(), enrolments=enrolments).items()
        for manager in sorted(managers)
        if (who, manager) not in written
    ]


@blueprint.post("/leidinggevenden/<uuid:line_manager_id>/weghalen")
@guarded_by(policies.may_remove_line_manager, load=queries.get_line_manager)
@writes
def line_manager_remove(line_manager: LineManager) -> ResponseReturnValue:
    """Take back what was written down."""
    cohort_id = line_manager.enrolment.cohort.public_id
    operations.remove_line_manager(current_session(), actor=current_actor(), line_manager=line_manager)
    flash(_("De leidinggevende is weggehaald."))
    return redirect(url_for("matching.line_managers_list", cohort_id=cohort_id), 303)
